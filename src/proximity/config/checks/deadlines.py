"""Which time limits run in which country, how long what is kept, and what nobody found: from the country packs."""

from collections.abc import Iterable

from proximity.config.checks.text import page, table
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.pack import Pack
from proximity.packs.times import ClockRule, KeepingRule

UNSIGNED = "signed by nobody"


def document() -> str:
    """Return docs/reference/deadlines.md."""
    words = (
        "A clock runs from the moment that starts it and does not stop for anybody. Days end with the day in the city; working "
        "days are Monday to Friday, public holidays counted like any other, so that a day may come too early and never too "
        "late. Where the law's time is not known, the organisation's own promise to the person runs, and it decides itself "
        "how long it keeps records."
    )
    return page("Clocks and keeping", words, *(_country(load_pack(country)) for country in available_countries()))


def _country(pack: Pack) -> str:
    clocks = [[f"`{one.code}`", one.kind, ", ".join(one.binds), one.starts, *_told(one)] for one in pack.clocks]
    kept = [[f"`{one.code}`", one.act, ", ".join(one.kinds), ", ".join(one.binds), *_told(one)] for one in pack.keeping]
    gaps = [f"- `{gap.file}`: {gap.missing}" for gap in pack.gaps if gap.file in {"clocks.toml", "retention.toml"}]
    return "\n\n".join([
        f"## {pack.country}",
        _table(["Clock", "For", "Binds", "Runs from", "How long", "Source", "Vouched for"], clocks),
        _table(["Rule", "Then", "Kinds of records", "Binds", "After", "Source", "Vouched for"], kept),
        "Not found:\n\n" + "\n".join(gaps),
    ])  # fmt: skip


def _told(rule: ClockRule | KeepingRule) -> list[str]:
    return [f"{rule.amount} {rule.unit.replace('_', ' ')}", rule.legal_source, rule.verified_by or UNSIGNED]


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    known = list(rows)
    return table(head, known) if known else f"{head[0]}: none is known."
