"""What a process that draws takes from itself, before anything of others is loaded."""

import resource

MEMORY_BYTES = 4 * 1024**3
CPU_SECONDS = 120


def confine() -> None:
    """Take from this process what it does not need: files to write, memory dumps, endless memory and time."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
