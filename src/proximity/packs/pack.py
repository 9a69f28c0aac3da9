"""One country's pack and the questions that pages, rules and operations put to it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from proximity.packs import codes, rules
from proximity.packs.safety import RIGHTS_CORE, Filling, SafetyValues, fill, with_details
from proximity.packs.schema import (
    FALLBACK_LANGUAGE,
    BiasQuestion,
    Body,
    Category,
    ComplaintRoute,
    EmergencyNumber,
    Fact,
    HelpEntry,
    Jurisdiction,
    LegalGround,
    MunicipalRole,
    Offence,
    PackText,
    PoliceLevel,
    Promise,
    TextSource,
)
from proximity.packs.times import ClockRule, KeepingRule, NecessityRule
from proximity.packs.vocabulary import RIGHTS, KeptKind, Level, OrganisationKind, PoliceLevelCode


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was looked for and not found: the file it is missing from, and what."""

    file: str
    missing: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All facts of one country. `country` is its ISO 3166-1 code in small letters."""

    country: str
    languages: tuple[str, ...]
    cities: tuple[str, ...]
    default_jurisdiction: str
    jurisdictions: tuple[Jurisdiction, ...]
    promise: Promise
    safety: SafetyValues
    municipal_role: MunicipalRole
    bias_question: BiasQuestion
    emergency: tuple[EmergencyNumber, ...]
    necessity_rules: tuple[NecessityRule, ...]
    police_levels: tuple[PoliceLevel, ...]
    legal_grounds: tuple[LegalGround, ...]
    categories: tuple[Category, ...]
    offences: tuple[Offence, ...]
    bodies: tuple[Body, ...]
    complaint_routes: tuple[ComplaintRoute, ...]
    help: tuple[HelpEntry, ...]
    texts: tuple[TextSource, ...]
    clocks: tuple[ClockRule, ...]
    keeping: tuple[KeepingRule, ...]
    gaps: tuple[Gap, ...]

    @property
    def filling(self) -> Filling:
        """What the shared safety sentences are filled with here."""
        return Filling(self.country, self.languages[0], self.emergency_numbers, self.promise, self.safety)

    def text(self, key: str, lang: str) -> PackText:
        """Return a text with a legal or safety meaning: the shared sentence in `lang`, then what only this country says.

        Each part is in `lang`, else in English and says so. Raises UnknownCode for a key no page asks for.
        """
        shared = codes.all_codes().safety
        sentence = shared.sentence(key)
        if sentence is None:
            raise codes.UnknownCode(key)
        core = fill(shared, sentence, self.filling, lang)
        own = next((text.spoken(lang) for text in self.texts if text.code == key), None)
        return core if own is None else with_details(shared, core, own, self.filling)

    def rights(self, lang: str) -> tuple[PackText, ...]:
        """Return what a person is told of her rights, in the order of the file.

        Where the country's texts are not in her language, a shared sentence in it comes first.
        """
        own = tuple(text.spoken(lang) for text in self.texts if text.code.startswith(RIGHTS))
        shared = codes.all_codes().safety
        core = shared.sentence(RIGHTS_CORE)
        if core is None or not own or own[0].lang != FALLBACK_LANGUAGE or core.words.spoken(lang) == FALLBACK_LANGUAGE:
            return own
        first = with_details(shared, fill(shared, core, self.filling, lang), own[0], self.filling)
        return (first, *own[1:])

    def necessity_rule_on(self, day: dt.date, jurisdiction: str | None = None) -> NecessityRule | None:
        """Return the rule on naming somebody where no offence is suspected, in force on `day`; None: none was found."""
        wanted = jurisdiction or self.default_jurisdiction
        found = (rule for rule in self.necessity_rules if rule.jurisdiction == wanted and rules.holds_on(rule, day))
        return next(found, None)

    @property
    def emergency_numbers(self) -> tuple[str, ...]:
        """The numbers to call in danger, the first one first."""
        return tuple(number.code for number in self.emergency)

    def offences_on(self, day: dt.date, jurisdiction: str | None = None) -> tuple[Offence, ...]:
        """Return the wordings in force on `day` in a jurisdiction; without one, in that of the pack's cities."""
        wanted = jurisdiction or self.default_jurisdiction
        return tuple(
            offence for offence in self.offences if offence.jurisdiction == wanted and rules.is_in_force(offence, day)
        )

    def grounds_on(self, day: dt.date, jurisdiction: str | None = None) -> tuple[LegalGround, ...]:
        """Return the grounds that any wording in force on `day` names, each once, in the order of the file."""
        named = {ground for offence in self.offences_on(day, jurisdiction) for ground in offence.grounds}
        return tuple(ground for ground in self.legal_grounds if ground in named)

    def categories_on(self, day: dt.date) -> tuple[Category, ...]:
        """Return the categories of the country's official statistics on `day`."""
        return tuple(category for category in self.categories if rules.holds_on(category, day))

    def category_of(self, ground_code: str, day: dt.date) -> Category | None:
        """Return the official category of a shared ground on `day`, or None. Raises UnknownCode."""
        return rules.category_of(self.categories, codes.ground(ground_code), day)

    def coverage(self, provision: str, ground_code: str, day: dt.date) -> rules.Coverage:
        """Say how a provision stands to a shared ground on `day`. Raises UnknownCode for either."""
        wordings = tuple(offence for offence in self.offences if offence.provision == provision)
        if not wordings:
            raise codes.UnknownCode(provision)
        return rules.coverage(wordings, codes.ground(ground_code), day)

    def odihr_category(self, ground_code: str) -> str | None:
        """Return the code of the ODIHR category a ground is exported to, or None. Raises UnknownCode."""
        category = codes.odihr_category(ground_code)
        return None if category is None else category.code

    def clocks_on(self, day: dt.date, kind: OrganisationKind) -> tuple[ClockRule, ...]:
        """Return the time limits that bind a kind of organisation on `day`; none is known where the tuple is empty."""
        return tuple(clock for clock in self.clocks if kind in clock.binds and rules.holds_on(clock, day))

    def keeping_on(self, day: dt.date, kept: KeptKind, kind: OrganisationKind) -> tuple[KeepingRule, ...]:
        """Return what the law of `day` tells a kind of organisation of keeping a kind of records; empty where none is known."""
        found = (rule for rule in self.keeping if kept in rule.kinds and kind in rule.binds)
        return tuple(rule for rule in found if rules.holds_on(rule, day))

    def body(self, code: str) -> Body:
        """Return the body `code`, with all its contact facts: for staff. Raises UnknownCode."""
        for body in self.bodies:
            if body.code == code:
                return body
        raise codes.UnknownCode(code)

    def bodies_at(self, level: Level, city: str | None = None) -> tuple[Body, ...]:
        """Return the bodies of a level that serve `city`: its own and those of the whole country."""
        return tuple(body for body in self.bodies if level in body.levels and body.city in {None, city})

    def police_level(self, level: PoliceLevelCode) -> PoliceLevel:
        """Return one answer to "of which police?"; the reader makes sure that all three are there."""
        return next(answer for answer in self.police_levels if answer.code is level)

    def police_bodies(self, level: PoliceLevelCode) -> tuple[Body, ...]:
        """Return the forces that an answer to "of which police?" means; for "don't know" every force."""
        return tuple(self.body(code) for code in self.police_level(level).bodies)

    def police_kinds(self, level: PoliceLevelCode) -> frozenset[OrganisationKind]:
        """Return the kinds of organisation that an answer means and that must not get the report.

        Where one force answers for several levels (Bradford), an answer means every police kind.
        """
        forces = self.police_bodies(level)
        both = frozenset({OrganisationKind.LOCAL_POLICE, OrganisationKind.STATE_POLICE})
        shared = any({Level.LOCAL, Level.STATE} <= set(force.levels) for force in forces)
        return both if shared or level is PoliceLevelCode.UNKNOWN else frozenset(force.kind for force in forces)

    def complaint_routes_about(self, level: PoliceLevelCode) -> tuple[ComplaintRoute, ...]:
        """Return the ways to complain about an officer of that police, independent ones first."""
        fitting = (route for route in self.complaint_routes if level in route.about)
        return tuple(sorted(fitting, key=lambda route: not route.independent))

    def help_entries(self, *, for_public: bool = True, city: str | None = None) -> tuple[HelpEntry, ...]:
        """Return the help services of the country and of `city`.

        For the public a service that nobody has signed keeps its link only: no number, e-mail, street or hours. One
        without a link is left out there: a name that leads nowhere helps nobody.
        """
        fitting = tuple(entry for entry in self.help if not entry.cities or city in entry.cities)
        if not for_public:
            return fitting
        shown = (entry.for_public() for entry in fitting)
        return tuple(entry for entry in shown if entry.contact.link or entry.verified_by)

    def facts(self) -> Iterator[Fact]:
        """Yield every fact that a person can vouch for."""
        yield self.municipal_role
        yield self.bias_question
        yield from self.emergency
        yield from self.safety.also
        yield from self.necessity_rules
        yield from self.legal_grounds
        yield from self.categories
        for offence in self.offences:
            yield offence
            yield from offence.elements
        for body in self.bodies:
            yield body
            yield from body.powers
            yield from body.refer_to
        yield from self.complaint_routes
        yield from self.help
        yield from self.texts
        yield from self.clocks
        yield from self.keeping
