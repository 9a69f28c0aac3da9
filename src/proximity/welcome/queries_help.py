"""What "Help near you" shows of one city or of one country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City
from proximity.accounts.queries import receiving_organisations
from proximity.accounts.rules import OrganisationKind
from proximity.directory.queries.public import Known, known_entries, map_of, outlines_of
from proximity.directory.rules.drawing import Drawn
from proximity.directory.rules.entries import Kind
from proximity.packs import codes
from proximity.packs.danger import Danger, danger_in
from proximity.packs.pack import Pack
from proximity.packs.schema import PackText
from proximity.packs.vocabulary import HelpNeed, TextKey
from proximity.welcome.rules_help import HelpGroup, Wanted, help_groups

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEED: Mapping[HelpNeed, "StrOrPromise"] = {
    HelpNeed.MEDICAL: _("I am hurt"),
    HelpNeed.TALK: _("I want to talk to somebody"),
    HelpNeed.LEGAL: _("I want legal advice"),
    HelpNeed.REPORT: _("I want to tell somebody who is not the police"),
    HelpNeed.POLICE: _("I want to go to the police"),
    HelpNeed.OFFICER: _("It was a police officer"),
    HelpNeed.CHILDREN: _("It is about a child or a young person"),
    HelpNeed.ONLINE: _("It happened on the internet"),
    HelpNeed.RIGHTS: _("I want to read what happens next"),
}


# The doctor and the number to call, the page for young people, the page of rights.
ANSWERED_HERE = frozenset({HelpNeed.MEDICAL, HelpNeed.CHILDREN, HelpNeed.RIGHTS})
# What the law orders wherever one is, and what a page answers.
NEEDS_NO_SERVICE = frozenset({HelpNeed.MEDICAL, HelpNeed.POLICE, HelpNeed.OFFICER, HelpNeed.RIGHTS})


@dataclass(frozen=True, slots=True)
class Group:
    """One need in words with what answers it; `text` is what the pack says of it."""

    need: HelpNeed
    title: "StrOrPromise"
    known: tuple[Known, ...]
    services: HelpGroup
    text: PackText | None
    organisations: tuple[str, ...]

    @property
    def has_answer(self) -> bool:
        """Say whether anything answers the need: a service, an organisation or page of this site, the pack."""
        return bool(
            self.known or self.services.services or self.organisations or self.text or self.need in ANSWERED_HERE
        )  # fmt: skip

    @property
    def lacks_service(self) -> bool:
        """Say whether nobody is known who answers the need and is believed to work."""
        known = self.known or self.organisations or any(not one.may_be_closed for one in self.services.services)
        return not known and self.need not in NEEDS_NO_SERVICE


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The help of one city or country: what to do in danger, the needs that are answered, and those that are not yet."""

    where: str
    country: str
    dangers: tuple[Danger, ...]
    groups: tuple[Group, ...]
    missing: tuple["StrOrPromise", ...]
    all_checked: bool
    has_places: bool


def help_page(pack: Pack, city: City | None, wanted: Wanted, lang: str) -> HelpPage:
    """Return the help of a country, and of a city in it where one is named."""
    register = known_entries(city) if city else ()
    names = frozenset(one.words.name.casefold() for one in register)
    found = help_groups(pack, city.slug if city else None, wanted, lang, names)
    ngos = () if wanted.language else _organisations(city)
    fitting = [one for one in register if wanted.takes(one.words)]
    groups = [_group(group, pack, ngos, fitting, lang) for group in found]
    country = codes.country(pack.country).label(lang)
    return HelpPage(
        where=city.name if city else country, country=country, dangers=(danger_in(pack, lang),),
        groups=tuple(group for group in groups if group.has_answer),
        missing=tuple(group.title for group in groups if group.lacks_service),
        all_checked=all(service.checked_by for group in found for service in group.services),
        has_places=bool(register),
    )  # fmt: skip


def _group(group: HelpGroup, pack: Pack, ngos: tuple[str, ...], register: Sequence[Known], lang: str) -> Group:
    keys = {HelpNeed.POLICE: TextKey.FORMAL_COMPLAINT_HOW, HelpNeed.OFFICER: TextKey.OFFICER_COMPLAINT}
    text = pack.text(keys[group.need], lang) if group.need in keys else None
    known = tuple(one for one in register if group.need in one.words.needs)
    return Group(group.need, NEED[group.need], known, group, text, ngos if group.need is HelpNeed.REPORT else ())


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a city that somebody vouches for, narrowed, with the map; and who is there for which district."""

    entries: tuple[Known, ...]
    of: int
    drawn: Drawn | None
    districts: tuple[tuple[str, tuple[Known, ...]], ...]


def places_of(city: City, wanted: Wanted) -> Places:
    """Return the places of a city. Three queries."""
    register = known_entries(city)
    shown = tuple(
        one for one in register if wanted.takes(one.words) and wanted.need in {None, *one.words.needs}
    )  # fmt: skip
    near = [one for one in register if one.kind is Kind.PROXIMITY]
    names = sorted({name for one in near for name in one.words.serves})
    districts = tuple((name, tuple(one for one in near if name in one.words.serves)) for name in names)
    return Places(shown, len(register), map_of(shown, outlines_of(city)), districts)


def _organisations(city: City | None) -> tuple[str, ...]:
    """Return the organisations beside the police that take reports on this site."""
    found = receiving_organisations(city) if city else []
    return tuple(one.name for one in found if one.kind == OrganisationKind.NGO)
