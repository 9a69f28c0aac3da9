"""What the pack of a country states, as one page that a jurist can read: from the same facts as the page of the workspace."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import override

from proximity.assessment.queries import law
from proximity.assessment.queries.law_words import Chapter
from proximity.config.checks.text import page
from proximity.packs import codes
from proximity.packs.loader import available_countries
from proximity.packs.schema import FALLBACK_LANGUAGE

# The page says what is stated of every day; which wording is in force is read from its dates, not from the day of writing.
NO_DAY = date.max


def documents() -> dict[str, str]:
    """Return the pages by file name below docs/reference: an index, and one per country."""
    with override(FALLBACK_LANGUAGE):
        pages = {f"countries/{code}.md": document(code) for code in available_countries()}
        return {"countries/README.md": _index(pages)} | pages


def document(country: str) -> str:
    """Return one country's page, in English."""
    reader = law.read(country, FALLBACK_LANGUAGE, NO_DAY)
    sections = [section for section in law.sections(reader) if section.chapter is not Chapter.GAPS]
    facts, unverified = (sum(counts) for counts in zip(*((s.count, s.unverified) for s in sections), strict=True))
    words = (
        f"This page says what Proximity states of {_name(country)}, where each fact was seen, and what was not found. "
        f"Of {facts} facts {unverified} have been verified by nobody. Nothing here is legal advice."
    )
    how = (
        "How a source carries: a statute or bill says the law itself; a copy of it may lag behind; a page of press, an NGO or "
        "a private person is good for planning only. How to correct and sign a fact: [country packs](../packs.md)."
    )
    name = _name(country)
    return page(name, words, how, *(_chapter(reader, section) for section in sections), _gaps(reader))


def _name(country: str) -> str:
    return codes.country(country).label(FALLBACK_LANGUAGE)


def _index(pages: Iterable[str]) -> str:
    lines = (f"- [{_name(code)}]({code}.md)" for code in (name.split("/")[1].removesuffix(".md") for name in pages))
    return page("Countries", "What is stated of each country, for whoever checks it.", "\n".join(lines))


def _chapter(reader: law.Reader, section: law.Section) -> str:
    entries = [_entry(entry) for entry in law.entries(reader, section.chapter)]
    return "\n\n".join([f"## {section.title}", *(entries or ["Nothing was found. See the end of the page."])])


def _entry(entry: law.Entry) -> str:
    mark = f" ({entry.mark})" if entry.mark and not _of_a_day(entry) else ""
    said = [f"- {line.label}: {line.text}" if line.label else f"- {line.text}" for line in entry.lines]
    return "\n".join([f"### {entry.title.text}{mark}", "", f"`{entry.code}`", "", *said, *map(_source, entry.seen)])


def _of_a_day(entry: law.Entry) -> bool:
    """Say whether a mark is true of the day of writing only: the lines already say from when to when."""
    return entry.mark == law.not_in_force_today()


def _source(source: law.Source) -> str:
    of = f" ({source.of})" if source.of else ""
    text = f", text of {source.text_state}" if source.text_state != "n.d." else ""
    signed = f"verified by {source.verified_by}" if source.verified_by else "**not verified**"
    return f"- Seen{of}: {source.where}, on {source.seen_on.isoformat()}{text}; {source.carries}; {signed}"


def _gaps(reader: law.Reader) -> str:
    parts = [f"## {law.section_title(Chapter.GAPS)}", "What was looked for and not found stays out of the pack."]
    for file, notes in law.gaps(reader):
        parts.append(f"### `{file}`\n\n" + "\n".join(f"- {note}" for note in notes))
    return "\n\n".join(parts)
