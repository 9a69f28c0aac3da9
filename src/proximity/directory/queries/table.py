"""The register as rows of a table."""

from proximity.directory.queries.entries import Row
from proximity.directory.queries.labels import NEEDS
from proximity.directory.queries.words import ACCESS, KINDS, week_lines
from proximity.directory.rules.entries import Kind

HEAD = (
    "kind", "name", "run_by", "about", "language", "needs", "grounds", "languages", "access", "without_name", "phone", "email",
    "web", "address", "district", "serves", "place", "week", "hours_note", "by_appointment", "source", "source_on",
)  # fmt: skip
PART = "; "


def cells(row: Row) -> list[str]:
    """Return one entry cell by cell: what `HEAD` names, then who answers for it, how it stands, and since when."""
    words = row.words
    told = {
        "kind": str(KINDS[Kind(row.entry.kind)]), "needs": PART.join(str(NEEDS[one]) for one in words.needs),
        "grounds": PART.join(words.grounds), "languages": PART.join(words.languages), "serves": PART.join(words.serves),
        "access": PART.join(str(ACCESS[one]) for one in words.access),
        "place": f"{words.place.latitude}, {words.place.longitude}" if words.place else "",
        "week": PART.join(f"{days} {hours}" for days, hours in week_lines(words.week)),
        "without_name": "1" if words.without_name else "", "by_appointment": "1" if words.by_appointment else "",
        "source_on": words.source_on.isoformat() if words.source_on else "",
    }  # fmt: skip
    verified = row.entry.verified_at.date().isoformat() if row.entry.verified_at else ""
    return [told.get(name, str(getattr(words, name))) for name in HEAD] + [
        row.entry.organisation.name, str(row.standing_label), verified,
    ]  # fmt: skip
