"""The workspace's first page: the one thing that comes first, what may be done next, then each area's part of the work."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work
from proximity.accounts.rules import OrganisationKind
from proximity.config.first_pages import FIRST_PAGES, FirstPage
from proximity.foundation.ui.home import Act, First, HomeList


def first_page_of(actor: Actor) -> FirstPage:
    """Return what the first page is for the kind of organisation that somebody works in."""
    return FIRST_PAGES[OrganisationKind(actor.organisation.kind)]


def home_lists(actor: Actor, page: FirstPage) -> list[HomeList]:
    """Return what there is for somebody, area by area, in the order of her page: what waits, then news, then what is empty."""
    found = [one for one in (source(actor) for source in page.sources) if one is not None]
    return sorted(found, key=lambda one: (not any(item.waits for item in one.items), not one.items))


def acts_of(actor: Actor, page: FirstPage) -> list[Act]:
    """Return what somebody may do next."""
    return [verb.act(actor) for verb in page.verbs if verb.capability is None or actor.may(verb.capability)]


def first_of(lists: Sequence[HomeList], page: FirstPage, acts: Sequence[Act]) -> First:
    """Return what stands first: what presses most, else what waits longest, else the first step that somebody can take."""
    waiting = [(item, one.title) for one in lists for item in one.items if item.waits]
    pressing = [found for found in waiting if found[0].urgent]
    if not waiting:
        return First(page.begin, page.begin_text, acts[0])
    item, of = (pressing or waiting)[0]
    more = len(pressing) - 1
    return First(
        title=item.label, text=item.what, act=Act(_("Open it"), item.url), due=item.due, urgent=item.urgent,
        of=of, more=_more(more) if more > 0 else "",
    )  # fmt: skip


def _more(count: int) -> str:
    words = ngettext("%(number)d more is urgent, below.", "%(number)d more are urgent, below.", count)
    return words % {"number": count}


def without(acts: Sequence[Act], first: First) -> list[Act]:
    """Return the acts that do not stand first already."""
    return [act for act in acts if act.url != first.act.url]


def workspace_home(request: HttpRequest) -> HttpResponse:
    """Show somebody her own work."""
    actor = actor_at_work(request)
    page = first_page_of(actor)
    lists, acts = home_lists(actor, page), acts_of(actor, page)
    first = first_of(lists, page, acts)
    context = {"first": first, "acts": without(acts, first), "lists": lists, "page": page}
    return render(request, "ui/staff_home.html", context)
