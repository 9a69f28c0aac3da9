"""Reads the folder of one country into a `Pack`. Unknown keys, wrong types and dangling references are errors.

A folder holds `country.toml`, `grounds.toml`, `offences.toml`, `bodies.toml`, `help.toml`, `texts.toml`, `clocks.toml`,
`retention.toml`, `golden.csv`.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from proximity.foundation.pure.spans import Unit
from proximity.packs.codes import DATA
from proximity.packs.pack import Gap, Pack
from proximity.packs.reader import Table, read_toml
from proximity.packs.safety import read_values
from proximity.packs.schema import (
    BiasQuestion,
    Body,
    Category,
    ComplaintRoute,
    Contact,
    EmergencyNumber,
    Handover,
    HelpEntry,
    Jurisdiction,
    LegalGround,
    MunicipalRole,
    Offence,
    OffenceElement,
    PoliceLevel,
    Power,
    Promise,
    TextLink,
    TextSource,
)
from proximity.packs.times import ClockRule, KeepingRule, NecessityRule
from proximity.packs.vocabulary import (
    ClockKind,
    ClockStart,
    Gravity,
    HelpNeed,
    KeepingAct,
    KeptKind,
    Level,
    NecessityQuestion,
    OffenceKind,
    OffenceStatus,
    Operation,
    OrganisationKind,
    PoliceLevelCode,
    PowerKind,
    TextNature,
)

FILES = ("country", "grounds", "offences", "bodies", "help", "texts", "clocks", "retention")


class UnknownCountry(LookupError):
    """A country that has no pack."""


def _legal_ground(table: Table) -> LegalGround:
    return LegalGround(
        code=table.text("code"),
        words=table.words("words"),
        codes=table.texts("codes"),
        wider=table.texts("wider"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _category(table: Table) -> Category:
    return Category(
        code=table.text("code"),
        words=table.words("words"),
        codes=table.texts("codes"),
        valid_from=table.date_or_none("valid_from"),
        valid_to=table.date_or_none("valid_to"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _element(table: Table, code: str) -> OffenceElement:
    return OffenceElement(
        code=code,
        words=table.words("words"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _offence(table: Table, known: Mapping[str, LegalGround]) -> Offence:
    names = table.texts("grounds")
    for name in names:
        if name not in known:
            raise table.fail("grounds", f"{name!r} is not in grounds.toml")
    code = table.text("code")
    return Offence(
        code=code,
        provision=table.text("provision"),
        jurisdiction=table.text("jurisdiction"),
        kind=table.choice("kind", OffenceKind),
        status=table.choice("status", OffenceStatus),
        words=table.words("words"),
        grounds=tuple(known[name] for name in names),
        penalty=table.words_or_none("penalty"),
        procedure=table.words_or_none("procedure"),
        note=table.words_or_none("note"),
        mistaken_covered=table.flag_or_none("mistaken_covered"),
        association_covered=table.flag_or_none("association_covered"),
        valid_from=table.date_or_none("valid_from"),
        valid_to=table.date_or_none("valid_to"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
        gravity=table.choice_or_none("gravity", Gravity),
        becomes=table.text_or_none("becomes"),
        elements=tuple(
            _element(row, f"{code}#{number}") for number, row in enumerate(table.tables("element"), start=1)
        ),
    )


def _contact(table: Table) -> Contact:
    return Contact(
        link=table.text_or_none("link"),
        phone=table.text_or_none("phone"),
        email=table.text_or_none("email"),
        address=table.text_or_none("address"),
        hours=table.words_or_none("hours"),
    )


def _power(table: Table, owner: str) -> Power:
    kind = table.choice("kind", PowerKind)
    return Power(
        code=f"{owner}:{kind}",
        kind=kind,
        may=table.flag("may"),
        limits=table.words_or_none("limits"),
        legal_source=table.text_or_none("legal_source"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _handover(table: Table, owner: str) -> Handover:
    to = table.text("to")
    return Handover(
        code=f"{owner}>{to}",
        to=to,
        within_hours=table.whole_or_none("within_hours"),
        rule=table.words("rule"),
        confirmed=table.flag_or_none("confirmed") is not False,
        legal_source=table.text_or_none("legal_source"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _body(table: Table) -> Body:
    code = table.text("code")
    return Body(
        code=code,
        words=table.words("words"),
        kind=table.choice("kind", OrganisationKind),
        levels=table.choices("levels", Level),
        city=table.text_or_none("city"),
        state=table.choice("state", Operation),
        note=table.words_or_none("note"),
        contact=_contact(table.table("contact")),
        powers=tuple(_power(row, code) for row in table.tables("power")),
        refer_to=tuple(_handover(row, code) for row in table.tables("refer_to")),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _complaint_route(table: Table) -> ComplaintRoute:
    return ComplaintRoute(
        code=table.text("code"),
        about=table.choices("about", PoliceLevelCode),
        body=table.text("body"),
        independent=table.flag("independent"),
        how=table.words("how"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _help_entry(table: Table) -> HelpEntry:
    return HelpEntry(
        code=table.text("code"),
        words=table.words("words"),
        purpose=table.words("purpose"),
        needs=table.choices("needs", HelpNeed),
        grounds=table.texts("grounds"),
        state=table.choice("state", Operation),
        cities=table.texts("cities"),
        languages=table.texts("languages"),
        contact=_contact(table.table("contact")),
        note=table.words_or_none("note"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _text(table: Table) -> TextSource:
    return TextSource(
        code=table.text("code"),
        words=table.words("words"),
        nature=table.choice("nature", TextNature),
        links=tuple(TextLink(url=row.text("url"), words=row.words("words")) for row in table.tables("links")),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _clock(table: Table) -> ClockRule:
    return ClockRule(
        code=table.text("code"),
        kind=table.choice("kind", ClockKind),
        binds=table.choices("binds", OrganisationKind),
        starts=table.choice("starts", ClockStart),
        amount=table.whole("amount"),
        unit=table.choice("unit", Unit),
        words=table.words("words"),
        legal_source=table.text("legal_source"),
        valid_from=table.date_or_none("valid_from"),
        valid_to=table.date_or_none("valid_to"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _keeping(table: Table) -> KeepingRule:
    return KeepingRule(
        code=table.text("code"),
        kinds=table.choices("kinds", KeptKind),
        binds=table.choices("binds", OrganisationKind),
        act=table.choice("act", KeepingAct),
        amount=table.whole("amount"),
        unit=table.choice("unit", Unit),
        words=table.words("words"),
        legal_source=table.text("legal_source"),
        valid_from=table.date_or_none("valid_from"),
        valid_to=table.date_or_none("valid_to"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _police_levels(country: Table) -> tuple[PoliceLevel, ...]:
    levels = tuple(
        PoliceLevel(code=row.choice("code", PoliceLevelCode), words=row.words("words"), bodies=row.texts("bodies"))
        for row in country.tables("police_level")
    )
    if {level.code for level in levels} != set(PoliceLevelCode):
        raise country.fail("police_level", f"must answer {', '.join(PoliceLevelCode)}")
    return levels


def _emergency_number(table: Table) -> EmergencyNumber:
    return EmergencyNumber(
        code=table.text("code"), seen_at=table.seen_at(), verified_by=table.text_or_none("verified_by")
    )


def _jurisdiction(table: Table) -> Jurisdiction:
    return Jurisdiction(code=table.text("code"), words=table.words("words"))


def _promise(table: Table) -> Promise:
    return Promise(acknowledgement_days=table.whole("acknowledgement_days"), feedback_days=table.whole("feedback_days"))


def _municipal_role(table: Table) -> MunicipalRole:
    return MunicipalRole(
        code=table.text("code"),
        words=table.words("words"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _bias_question(table: Table) -> BiasQuestion:
    return BiasQuestion(
        code="bias_question",
        words=table.words("words"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def _necessity_rule(table: Table) -> NecessityRule:
    return NecessityRule(
        code=table.text("code"),
        jurisdiction=table.text("jurisdiction"),
        words=table.words("words"),
        questions=table.choices("questions", NecessityQuestion),
        keep_days=table.whole_or_none("keep_days"),
        valid_from=table.date_or_none("valid_from"),
        valid_to=table.date_or_none("valid_to"),
        seen_at=table.seen_at(),
        verified_by=table.text_or_none("verified_by"),
    )


def read_pack(folder: Path) -> Pack:
    """Read the country in `folder`. Raises PackError naming file and key."""
    files = {name: read_toml(folder / f"{name}.toml") for name in FILES}
    country, grounds, bodies = files["country"], files["grounds"], files["bodies"]
    code = country.text("code")
    if code != folder.name:
        raise country.fail("code", f"is {code!r}, but the folder is {folder.name!r}")
    legal = tuple(map(_legal_ground, grounds.tables("ground")))
    known = {ground.code: ground for ground in legal}
    pack = Pack(
        country=code,
        languages=country.texts("languages"),
        cities=country.texts("cities"),
        default_jurisdiction=country.text("default_jurisdiction"),
        jurisdictions=tuple(map(_jurisdiction, country.tables("jurisdiction"))),
        promise=_promise(country.table("promise")),
        safety=read_values(country.table("safety")),
        municipal_role=_municipal_role(country.table("municipal_role")),
        bias_question=_bias_question(country.table("bias_question")),
        emergency=tuple(map(_emergency_number, country.tables("emergency_number"))),
        necessity_rules=tuple(map(_necessity_rule, country.tables("necessity_rule"))),
        police_levels=_police_levels(country),
        legal_grounds=legal,
        categories=tuple(map(_category, grounds.tables("category"))),
        offences=tuple(_offence(row, known) for row in files["offences"].tables("offence")),
        bodies=tuple(map(_body, bodies.tables("body"))),
        complaint_routes=tuple(map(_complaint_route, bodies.tables("complaint_route"))),
        help=tuple(map(_help_entry, files["help"].tables("help"))),
        texts=tuple(map(_text, files["texts"].tables("text"))),
        clocks=tuple(map(_clock, files["clocks"].tables("clock"))),
        keeping=tuple(map(_keeping, files["retention"].tables("keeping"))),
        gaps=tuple(Gap(f"{name}.toml", gap) for name, table in files.items() for gap in table.texts("gaps")),
    )
    for table in files.values():
        table.finish()
    return pack


def countries_in(root: Path) -> tuple[str, ...]:
    """Return the folders below `root` that hold a country, sorted."""
    return tuple(sorted(path.parent.name for path in root.glob("*/country.toml")))


@lru_cache(maxsize=1)
def available_countries() -> tuple[str, ...]:
    """Return the codes of the countries that have a pack, sorted."""
    return countries_in(DATA)


@lru_cache
def load_pack(country: str) -> Pack:
    """Return the pack of `country` ("es"), read once per process. Raises UnknownCountry, or PackError if it is broken."""
    if country not in available_countries():
        raise UnknownCountry(country)
    return read_pack(DATA / country)
