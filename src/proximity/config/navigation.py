"""The workspace's navigation: one list, those of every day first, each entry open to the roles that bring its capability."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.bulk.access import may_import
from proximity.cases.queries.disposals import waiting_to_decide
from proximity.cases.queries.referrals import waiting_count as waiting_referrals
from proximity.cases.queries.support import requests_waiting
from proximity.directory.queries.home import waiting_count as waiting_in_directory
from proximity.reporting.queries.inbox import waiting_count


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the workspace: its address by name, who finds it in the navigation (None: everybody), what waits there."""

    name: str
    label: Promise
    capability: Capability | None = None
    count: Callable[[Actor], int] | None = None


ENTRIES = (
    Entry("workspace_home", _("My work")),
    Entry("reports:inbox", _("Inbox"), Capability.READ_REPORTS, waiting_count),
    Entry("cases:list", _("Cases"), Capability.WORK_CASES),
    Entry("search:search", _("Search"), Capability.READ_REPORTS),
    Entry("cases:support_requests", _("Support"), Capability.GIVE_SUPPORT, requests_waiting),
    Entry("cases:referrals", _("Referrals"), Capability.RECEIVE_REFERRALS, waiting_referrals),
    Entry("bulk:index", _("Import"), Capability.IMPORT_CASES),
    Entry("retention:index", _("Keeping"), Capability.DISPOSE, waiting_to_decide),
    Entry("directory:index", _("Directory"), Capability.READ_DIRECTORY, waiting_in_directory),
    Entry("law:index", _("Law"), Capability.READ_LAW),
    Entry("cards", _("Cards"), Capability.READ_CARDS),
    Entry("figures:index", _("Figures"), Capability.READ_FIGURES),
    Entry("figures:cities", _("Cities"), Capability.COMPARE_CITIES),
    Entry("plan:index", _("Action plan"), Capability.EDIT_PLAN),
    Entry("exchange:catalogue", _("Exchange"), Capability.READ_EXCHANGE),
    Entry("learning:index", _("Learning"), Capability.LEARN),
    Entry("network:index", _("Network"), Capability.OPERATE_NETWORK),
    Entry("audit_log", _("Audit"), Capability.READ_AUDIT),
    Entry("account", _("Account")),
)


UNFOLDED = 5
"""So many entries stand unfolded on a narrow screen, where all of a supervisor's took a third of it."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One link of the rail as `ui/staff.html` draws it."""

    label: Promise
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """The links of the rail; where there are many, a narrow screen folds all but the first, which are those of every day."""

    items: tuple[NavigationItem, ...] = ()

    @property
    def first(self) -> tuple[NavigationItem, ...]:
        """Return what always shows."""
        return self.items if len(self.items) <= UNFOLDED + 1 else self.items[:UNFOLDED]

    @property
    def rest(self) -> tuple[NavigationItem, ...]:
        """Return what a narrow screen folds."""
        return self.items[len(self.first) :]

    @property
    def waiting_in_rest(self) -> int:
        """Return how much waits in what is folded."""
        return sum(item.count for item in self.rest)

    @property
    def is_in_rest(self) -> bool:
        """Say whether the page belongs to what is folded, which stands open then."""
        return any(item.current for item in self.rest)


def items_for(actor: Actor, path: str) -> list[NavigationItem]:
    """Return the links for somebody, with the one that the page at `path` belongs to marked."""
    found = [entry for entry in ENTRIES if _finds(entry, actor)]
    return [_item(entry, actor, path) for entry in found]


def _finds(entry: Entry, actor: Actor) -> bool:
    """Say whether somebody finds an entry; history is brought in by the police alone."""
    if entry.capability is Capability.IMPORT_CASES:
        return may_import(actor)
    return entry.capability is None or actor.may(entry.capability)


def _item(entry: Entry, actor: Actor, path: str) -> NavigationItem:
    url = reverse(entry.name)
    current = path == url if url == "/" else path.startswith(url)
    return NavigationItem(entry.label, url, entry.count(actor) if entry.count else 0, current)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the rail for the frame, as a function: a page without the frame must not ask a walled table for counts."""
    actor = getattr(request, "actor", None)
    return {"navigation": lambda: Rail(tuple(items_for(actor, request.path))) if isinstance(actor, Actor) else Rail()}
