"""What "Help near you" shows of one city or of one country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import City
from proximity.accounts.queries import receiving_organisations
from proximity.accounts.rules import OrganisationKind
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
    services: HelpGroup
    text: PackText | None
    organisations: tuple[str, ...]

    @property
    def has_answer(self) -> bool:
        """Say whether anything answers the need: a service, an organisation or page of this site, the pack."""
        return bool(self.services.services or self.organisations or self.text or self.need in ANSWERED_HERE)

    @property
    def lacks_service(self) -> bool:
        """Say whether nobody is known who answers the need and is believed to work."""
        known = self.organisations or any(not one.may_be_closed for one in self.services.services)
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


def help_page(pack: Pack, city: City | None, wanted: Wanted, lang: str) -> HelpPage:
    """Return the help of a country, and of a city in it where one is named."""
    found = help_groups(pack, city.slug if city else None, wanted, lang)
    ngos = _organisations(city)
    groups = [_group(group, pack, ngos, lang) for group in found]
    country = codes.country(pack.country).label(lang)
    return HelpPage(
        where=city.name if city else country, country=country, dangers=(danger_in(pack, lang),),
        groups=tuple(group for group in groups if group.has_answer),
        missing=tuple(group.title for group in groups if group.lacks_service),
        all_checked=all(service.checked_by for group in found for service in group.services),
    )  # fmt: skip


def _group(group: HelpGroup, pack: Pack, ngos: tuple[str, ...], lang: str) -> Group:
    keys = {HelpNeed.POLICE: TextKey.FORMAL_COMPLAINT_HOW, HelpNeed.OFFICER: TextKey.OFFICER_COMPLAINT}
    text = pack.text(keys[group.need], lang) if group.need in keys else None
    return Group(group.need, NEED[group.need], group, text, ngos if group.need is HelpNeed.REPORT else ())


def _organisations(city: City | None) -> tuple[str, ...]:
    """Return the organisations beside the police that take reports on this site."""
    found = receiving_organisations(city) if city else []
    return tuple(one.name for one in found if one.kind == OrganisationKind.NGO)
