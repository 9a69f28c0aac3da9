"""The process that cleans one file. Its limits are set before a decoder is loaded."""

import resource
import sys

from proximity.evidence.rules.kinds import CannotClean, Reason

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 90
EXIT_CODES = {reason: number for number, reason in enumerate(Reason, start=10)}


def confine() -> None:
    """Take from this process what it does not need: files to write, memory dumps, endless memory and time."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def main(mime: str) -> int:
    """Clean standard input to standard output and return the exit code: 0, or which reason there is for no copy."""
    from proximity.evidence.cleaners.clean import clean  # noqa: PLC0415  (after the limits: decoders are loaded under them)

    try:
        cleaned = clean(mime, sys.stdin.buffer.read())
    except CannotClean as problem:
        return EXIT_CODES[problem.reason]
    except MemoryError:
        return EXIT_CODES[Reason.TOO_MUCH]
    sys.stdout.buffer.write(cleaned)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":  # pragma: no cover  (run by tests as a process of its own)
    confine()
    sys.exit(main(sys.argv[1]))
