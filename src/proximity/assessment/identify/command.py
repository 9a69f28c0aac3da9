"""`proximity identify`: reads one text, a file, or many texts a line; needs neither database nor DATA. Pure."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.lexicons import LANGUAGES
from proximity.assessment.identify.reasons import REASONS
from proximity.assessment.identify.results import Reading, Suggestion
from proximity.assessment.identify.telling import read_either

type JSON = dict[str, object]

NONE_FOUND = "None found. This does not mean that there is none."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("text", nargs="?", metavar="TEXT", help="the text itself")
    what.add_argument("--file", type=Path, metavar="FILE", help="one text, in UTF-8")
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
        help="an account of an incident, or words as they were posted; where it is not given, up to twenty words are read as "
        "posted, unless they plainly tell of a deed",
    )
    parser.add_argument("--explain", action="store_true", help="with points, meanings, and the words themselves")


def run(options: argparse.Namespace, *, out: IO[str] | None = None, error: IO[str] | None = None) -> int:
    """Read what is asked for; 0, or 1 where a line could not be read."""
    out, error = out or sys.stdout, error or sys.stderr
    if options.jsonl is not None:
        return _lines(options, out, error)
    text = options.text if options.file is None else options.file.read_text(encoding="utf-8")
    reading = read_either(text, mode=_mode(options.mode), language=options.lang)
    if options.explain:
        out.write(explained(text, reading))
    else:
        out.write(_dump({"id": None, **as_json(reading)}))
    return 0


def _lines(options: argparse.Namespace, out: IO[str], error: IO[str]) -> int:
    if options.jsonl == "-":
        return _each(sys.stdin, options, out, error)
    with Path(options.jsonl).open(encoding="utf-8") as source:
        return _each(source, options, out, error)


def _each(source: Iterable[str], options: argparse.Namespace, out: IO[str], error: IO[str]) -> int:
    failed = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            out.write(_dump(_answer(json.loads(line), options)))
        except (ValueError, TypeError, KeyError) as problem:
            failed = 1
            error.write(f"line {number}: {type(problem).__name__}\n")
    return failed


def _answer(asked: JSON, options: argparse.Namespace) -> JSON:
    text, language = asked["text"], asked.get("lang") or options.lang
    if not isinstance(text, str) or not (language is None or isinstance(language, str)):
        raise TypeError
    reading = read_either(text, mode=_mode(asked.get("mode") or options.mode), language=language)
    return {"id": asked.get("id"), **as_json(reading, explain=options.explain)}


def _mode(asked: object) -> Mode | None:
    return None if asked is None else Mode(str(asked))


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
    words = f"«{text[one.words.start : one.words.end]}»"
    words += "".join(f" in «{text[span.start : span.end]}» {span.start}-{span.end}" for span in one.spans)
    notes = [f"caveats: {', '.join(one.caveats)}"] if one.caveats else []
    notes += [f"means: {one.meaning}"] if one.meaning else []
    notes += [f"may also be: {one.innocent}"] if one.innocent else []
    head = f"{one.indicator} {one.ground or '-'} {one.weight} ({one.points}) {words}"
    return "\n    ".join([head, f"{REASONS[one.reason]} [{one.rule}]", *notes])


def _dump(found: JSON) -> str:
    return json.dumps(found, ensure_ascii=False) + "\n"
