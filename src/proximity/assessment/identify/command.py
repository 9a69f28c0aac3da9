"""`proximity identify`: reads one text, a file, or many texts a line; needs neither database nor DATA. Pure."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.reasons import REASONS
from proximity.assessment.identify.results import Reading, Span, Suggestion
from proximity.assessment.identify.telling import read_account, read_either

type JSON = dict[str, object]

NONE_FOUND = "None found. This does not mean that there is none."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", metavar="TEXT", help="the text itself")
    what.add_argument(
        "--file", type=Path, metavar="FILE", help="one text, in UTF-8; a byte order mark before it is not counted"
    )
    what.add_argument(
        "--jsonl",
        nargs="?",
        const="-",
        metavar="FILE",
        help="one object a line: id, text, lang?, mode?; without a file from standard input",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="of the text; guessed where it is not given")
    parser.add_argument(
        "--mode",
        choices=list(Mode),
        help="an account of an incident, or words as they were posted; where it is not given, one text is an account, as a "
        "report is, and of many lines those of up to twenty words are posted, unless they plainly tell of a deed",
    )
    parser.add_argument("--explain", action="store_true", help="with points, meanings, and the words themselves")


class Unreadable(ValueError):
    """What cannot be read, with what is wrong; of its content nothing."""


def run(options: argparse.Namespace, *, out: IO[str] | None = None, error: IO[str] | None = None) -> int:
    """Read what is asked for; 0, or 1 where a file or a line could not be read. In and out go UTF-8, whatever the locale is."""
    out, error = out or _in_utf8(sys.stdout), error or _in_utf8(sys.stderr)
    try:
        if options.jsonl is not None:
            return _lines(options, out, error)
        text = options.text if options.file is None else _decoded(options.file.read_bytes())
    except OSError as problem:
        error.write(f"{options.file or options.jsonl}: {problem.strerror}\n")
        return 1
    except Unreadable as problem:
        error.write(f"{options.file}: {problem}\n")
        return 1
    reading = (
        identify(text, mode=Mode(options.mode), language=options.lang)
        if options.mode
        else read_account(text, language=options.lang)
    )
    if options.explain:
        out.write(explained(text, reading))
    else:
        out.write(_dump({"id": None, **as_json(reading)}))
    return 0


def _in_utf8(stream: TextIO) -> TextIO:
    """Return a stream that writes UTF-8; half a pair of surrogates becomes an escape, which JSON reads as what it was."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _decoded(written: bytes) -> str:
    """Return a text as it stands, line ends and all; a byte order mark before it is none of it."""
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None


def _lines(options: argparse.Namespace, out: IO[str], error: IO[str]) -> int:
    if options.jsonl == "-":
        return _each(sys.stdin.buffer, options, out, error)
    with Path(options.jsonl).open("rb") as source:
        return _each(source, options, out, error)


def _each(source: Iterable[bytes], options: argparse.Namespace, out: IO[str], error: IO[str]) -> int:
    failed = 0
    for number, line in enumerate(source, 1):
        try:
            if written := _decoded(line).strip():
                out.write(_dump(_answer(_loaded(written), options)))
        except Unreadable as problem:
            failed = 1
            error.write(f"line {number}: {problem}\n")
    return failed


def _loaded(written: str) -> JSON:
    try:
        asked = json.loads(written, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON, or none that can be read") from None
    if not isinstance(asked, dict):
        raise Unreadable("no object")
    return asked


def _no_number(written: str) -> None:
    raise ValueError(written)


def _answer(asked: JSON, options: argparse.Namespace) -> JSON:
    text = asked.get("text")
    if not isinstance(text, str):
        raise Unreadable('"text" is missing' if text is None else '"text" is no string')
    language = _one_of(asked, "lang", LANGUAGES) or options.lang
    mode = _one_of(asked, "mode", tuple(Mode)) or options.mode
    reading = read_either(text, mode=mode and Mode(mode), language=language)
    return {"id": asked.get("id"), **as_json(reading, explain=options.explain)}


def _one_of(asked: JSON, name: str, allowed: Sequence[str]) -> str | None:
    found = asked.get(name)
    if found is None or (isinstance(found, str) and found in allowed):
        return found
    raise Unreadable(f'"{name}" is none of {", ".join(allowed)}')


def as_json(reading: Reading, *, explain: bool = False) -> JSON:
    """Return what was read as plain values."""
    return {
        "lang": reading.language,
        "mentioned": list(reading.mentioned),
        "grounds": list(reading.grounds),
        "suggestions": [_suggestion(one, explain=explain) for one in reading.suggestions],
        "against": [_suggestion(one, explain=explain) for one in reading.against],
        "open_questions": [{"family": one.family, "question": one.question} for one in reading.open_questions],
    }


def _suggestion(one: Suggestion, *, explain: bool) -> JSON:
    found: JSON = {
        "indicator": one.indicator,
        "ground": one.ground,
        "spans": [{"start": span.start, "end": span.end} for span in one.spans],
        "rule": one.rule,
        "reason": REASONS[one.reason],
        "strength": one.weight.value,
        "caveats": [caveat.value for caveat in one.caveats],
    }
    if not explain:
        return found
    words: JSON = {"start": one.words.start, "end": one.words.end}
    return found | {"words": words, "points": one.points, "meaning": one.meaning, "innocent": one.innocent}


def explained(text: str, reading: Reading) -> str:
    """Return what was read, to be read by people."""
    lines = [f"language {reading.language}; mentioned: {', '.join(reading.mentioned) or 'no ground'}"]
    lines += [_line(text, one) for one in reading.suggestions] or [NONE_FOUND]
    lines += [_line(text, one) for one in reading.against]
    lines += [f"open: {one.family}: {one.question}" for one in reading.open_questions]
    return "\n".join(lines) + "\n"


def _line(text: str, one: Suggestion) -> str:
    words = f"«{_shown(text, one.words)}»"
    words += "".join(f" in «{_shown(text, span)}» {span.start}-{span.end}" for span in one.spans)
    notes = [f"caveats: {', '.join(one.caveats)}"] if one.caveats else []
    notes += [f"means: {one.meaning}"] if one.meaning else []
    notes += [f"may also be: {one.innocent}"] if one.innocent else []
    head = f"{one.indicator} {one.ground or '-'} {one.weight} ({one.points}) {words}"
    return "\n    ".join([head, f"{REASONS[one.reason]} [{one.rule}]", *notes])


def _shown(text: str, span: Span) -> str:
    """Return words on one line, with what would steer a terminal written out: a report must not forge what stands around it."""
    words = " ".join(text[span.start : span.end].split())
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in words)


def _dump(found: JSON) -> str:
    return json.dumps(found, ensure_ascii=False) + "\n"
