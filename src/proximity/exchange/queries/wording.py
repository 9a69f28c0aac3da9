"""The words for the codes of the exchange, and for what a practice record says."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.exchange.rules.vocabulary import (
    Area,
    Category,
    Criterion,
    Evidence,
    Outcome,
    PlaceKind,
    PracticeType,
    Quality,
    Scope,
    Sign,
    Standing,
    Uptake,
    VisitKind,
    VisitRole,
)
from proximity.network.rules.traces import Trace

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = "StrOrPromise"

TYPES: Mapping[str, Words] = {
    PracticeType.ENCOURAGE_REPORTING: _("Encourage people to report"),
    PracticeType.IMPROVE_RECORDING: _("Record better"),
    PracticeType.PREVENTION: _("Prevent and mediate"),
}
CATEGORIES: Mapping[str, Words] = {
    Category.CIVIL_SOCIETY: _("Working with civil society"),
    Category.CROSS_INSTITUTIONAL: _("Institutions working together"),
    Category.FLAGGING: _("Marking hate incidents in records"),
    Category.BIAS_INDICATORS: _("Use of bias indicators"),
    Category.TRAINING: _("Guidance and training"),
    Category.OUTREACH: _("Reaching out to communities"),
    Category.VICTIM_SUPPORT: _("Specialist support for victims"),
    Category.MONITORING: _("Following progress"),
    Category.COMMUNICATION: _("Communication"),
}
SCOPES: Mapping[str, Words] = {
    Scope.DISTRICT: _("A district"),
    Scope.CITY: _("A city"),
    Scope.REGION: _("A region"),
    Scope.COUNTRY: _("A whole country"),
    Scope.BORDERS: _("Several countries"),
}
EVIDENCE: Mapping[str, Words] = {
    Evidence.NONE: _("Nobody has looked yet"),
    Evidence.OWN_VIEW: _("Those who do it say that it helps"),
    Evidence.MEASURED: _("Measured before and after"),
    Evidence.INDEPENDENT: _("Evaluated by somebody independent"),
}
CRITERIA: Mapping[str, Words] = {
    Criterion.TOPIC: _("It is about racism, xenophobia or another form of intolerance"),
    Criterion.LOCAL: _("It was carried out at local level"),
    Criterion.POLICE: _("Proximity police take part in it"),
}
CRITERIA_HINTS: Mapping[str, Words] = {
    Criterion.TOPIC: _("And about nothing else: plain hooliganism and general crime were left out of PROXIMITY on purpose."),
    Criterion.LOCAL: _("In a city, a district or a municipality, even if a country or the EU paid for it."),
    Criterion.POLICE: _("Local police who work close to people, even if somebody else leads it."),
}  # fmt: skip
QUALITIES: Mapping[str, Words] = {
    Quality.CLEAR: _("Another city could follow its steps"),
    Quality.TRANSFER: _("It says what it needs to work elsewhere"),
    Quality.RESULTS: _("It claims no more than its evidence shows"),
}
LOOKED_AT: Mapping[str, Words] = {**CRITERIA, **QUALITIES}
STANDINGS: Mapping[str, Words] = {
    Standing.SUBMITTED: _("waits for reviews"),
    Standing.CHANGE_ASKED: _("a change was asked for"),
    Standing.REVIEWED: _("reviewed by two cities"),
}
UPTAKES: Mapping[str, Words] = {
    Uptake.PLANNED: pgettext_lazy("practice", "Planned"),
    Uptake.RUNNING: pgettext_lazy("practice", "Running"),
    Uptake.ENDED: pgettext_lazy("practice", "Ended"),
}
OUTCOMES: Mapping[str, Words] = {
    Outcome.TOO_EARLY: _("Too early to say"),
    Outcome.HELPED: _("It helped"),
    Outcome.PARTLY: _("It helped in part"),
    Outcome.DID_NOT_HELP: _("It did not help"),
}
SIGNS: Mapping[str, Words] = {
    Sign.LEAFLETS: _("Leaflets"),
    Sign.STICKERS: _("Stickers"),
    Sign.GRAFFITI: _("Writing and signs on walls"),
    Sign.BANNERS: _("Banners and flags"),
    Sign.CHANTS: _("Chants"),
    Sign.LETTERS: _("Threatening letters"),
    Sign.CALLS_ONLINE: _("Calls on the internet"),
    Sign.DAMAGE: _("Damage to things"),
}
PLACES: Mapping[str, Words] = {
    PlaceKind.SCHOOL: _("Near schools"),
    PlaceKind.WORSHIP: _("Near places of worship"),
    PlaceKind.TRANSPORT: _("In and near public transport"),
    PlaceKind.STREET: _("In streets and squares"),
    PlaceKind.HOUSING: _("Near homes"),
    PlaceKind.VENUE: _("Near shops, bars and venues"),
    PlaceKind.SHELTER: _("Near shelters and reception centres"),
    PlaceKind.SPORT: _("At sports grounds"),
    PlaceKind.ONLINE: _("On the internet"),
}
AREAS: Mapping[str, Words] = {
    Area.WHOLE_CITY: _("All over the city"),
    Area.CENTRE: _("In the centre"),
    Area.OUTSKIRTS: _("In outer districts"),
    Area.REGION: _("Around the city"),
}
VISIT_KINDS: Mapping[str, Words] = {
    VisitKind.OFFER: _("We invite others"),
    VisitKind.REQUEST: _("We would like to visit"),
}
VISIT_ROLES: Mapping[str, Words] = {
    VisitRole.OFFICERS: _("Officers"),
    VisitRole.COMMANDERS: _("Commanders"),
    VisitRole.NGO: _("People of NGOs"),
    VisitRole.CITY_HALL: _("People of city halls"),
    VisitRole.TRAINERS: _("Trainers"),
    VisitRole.PROSECUTION: _("Prosecutors"),
}
TRACES: Mapping[Trace, Words] = {
    Trace.MAIL: _("This holds an e-mail address. Take it out: people answer you here."),
    Trace.PHONE: _("This holds what looks like a telephone number. Take it out: nothing about a person leaves the city."),
    Trace.IDENTITY: _("This holds what looks like an identity number. Take it out: nothing about a person leaves the city."),
    Trace.REFERENCE: _("This holds what looks like the reference of a case. Take it out: nothing of a case leaves the city."),
}  # fmt: skip
# What a practice record says, in the order of FRA's form.
TITLE, ENGLISH_TITLE = _("Title in its own language"), _("Title in English")
FIELDS: Mapping[str, Words] = {
    "summary": _("What it is, in a few sentences"),
    "country": _("Country"),
    "organisation": _("Organisation that leads it"),
    "type": _("What it is for"),
    "categories": _("What it works with"),
    "grounds": _("Grounds"),
    "starts_on": _("Begun on"),
    "ends_on": _("Ended on"),
    "scope": _("How far it reaches"),
    "target_groups": _("Whom it is meant for"),
    "objectives": _("What it wants to reach"),
    "steps": _("Step by step"),
    "stakeholders": _("Who takes part, civil society included"),
    "funding": _("Who pays for it"),
    "amount": _("How much it costs"),
    "evaluation": _("How it was evaluated, and what came out"),
    "evidence": _("How well is it known that it helps?"),
    "transfer": _("What it needs to work elsewhere"),
}


def words_of(codes: Mapping[str, Words], code: StrEnum | None) -> Words:
    """Return the words of a code; nothing where it is not known."""
    return codes[code.value] if code else ""
