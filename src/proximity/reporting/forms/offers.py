"""Choices that depend on the place, the language or earlier answers, as values with words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from proximity.accounts.models import City, Organisation
from proximity.packs import codes
from proximity.packs.pack import Pack
from proximity.packs.vocabulary import PoliceLevelCode
from proximity.reporting.forms.fields import Offer
from proximity.reporting.rules.questions import ELSEWHERE
from proximity.reporting.rules.routing import SEPARATOR, circles, is_police

NO_BIAS = "NONE"
"""The family that only staff may conclude."""


def offer_cities(cities: Sequence[City]) -> Offer:
    """Offer the cities of this instance, and the rest of the world."""
    elsewhere = (ELSEWHERE, _("Somewhere else, on the internet, or I do not know"))
    return Offer({"city": [*((city.slug, city.name) for city in cities), elsewhere]})


def offer_countries(lang: str) -> Offer:
    """Offer the countries that packs know, and the rest of the world."""
    rest = [("other", _("Another country")), ("unknown", _("I do not know"))]
    return Offer({"country": [*((entry.code, entry.label(lang)) for entry in codes.countries()), *rest]})


def offer_grounds(lang: str) -> Offer:
    """Offer the coarse grounds in plain words."""
    families = [family for family in codes.ground_families() if family.code != NO_BIAS]
    return Offer(
        {"grounds": [(family.code, family.label(lang)) for family in families]},
        {"grounds": {family.code: family.help(lang) for family in families}},
    )


def offer_bodies(pack: Pack | None, lang: str) -> Offer:
    """Offer the bodies an officer may belong to, by the names that people know in that country."""
    words = {level: pack.police_level(level).words.label(lang) for level in PoliceLevelCode} if pack else {}
    chosen = _("Yes: %(body)s")
    return Offer({
        "officer": [
            ("no", _("No")),
            ("local", chosen % {"body": words.get(PoliceLevelCode.LOCAL) or _("local police")}),
            ("state", chosen % {"body": words.get(PoliceLevelCode.STATE) or _("state or national police")}),
            ("unknown", _("Yes: police, but I do not know which")),
            ("not_police", _("Yes: another official, for example of an office, a school or a prison")),
        ]
    })  # fmt: skip


def offer_readers(readers: Sequence[Organisation]) -> Offer:
    """Offer the circles of readers, each with what it means."""
    offered = {SEPARATOR.join(str(body.pk) for body in circle): circle for circle in circles(readers)}
    return Offer(
        {"readers": [(value, _circle_words(circle)) for value, circle in offered.items()]},
        {"readers": {value: _circle_meaning(circle) for value, circle in offered.items()}},
    )


def _circle_words(circle: Sequence[Organisation]) -> str:
    if len(circle) == 1:
        return _("Only %(name)s") % {"name": circle[0].name}
    return _("%(first)s and %(second)s") % {"first": circle[0].name, "second": circle[1].name}


def _circle_meaning(circle: Sequence[Organisation]) -> str:
    if not any(is_police(body) for body in circle):
        return _("They support people. The police cannot read it, unless you say so later.")
    if len(circle) == 1:
        return _("The police read it, and nobody else. They may have to act on it, even if you did not ask them to.")
    return _("Both read it. The police may have to act on it, even if you did not ask them to.")
