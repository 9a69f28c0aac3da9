"""Sharing the counts of the city's answers with other installations: what leaves, on, off, and at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.learning.operations import sharing as acts
from proximity.learning.queries.shared import sharing_page
from proximity.learning.views.guards import shares


@require_safe
@shares
def sharing(request: HttpRequest) -> HttpResponse:
    """Say what leaves, whether it does, and what stands in other cities."""
    return render(request, "learning/sharing.html", {"page": sharing_page(actor_at_work(request))})


@require_POST
@shares
def begin(request: HttpRequest) -> HttpResponse:
    """Switch it on."""
    acts.begin_sharing(by=actor_at_work(request))
    return _back(request, _("Your city shares counts now. The first go out within a minute."))


@require_POST
@shares
def end(request: HttpRequest) -> HttpResponse:
    """Switch it off."""
    acts.end_sharing(by=actor_at_work(request))
    return _back(request, _("Your city shares no counts any more. What stands elsewhere is withdrawn within a minute."))


@require_POST
@shares
def now(request: HttpRequest) -> HttpResponse:
    """Look for new answers now."""
    acts.share_now(by=actor_at_work(request))
    return _back(request, _("New answers go out within a minute, where there are five or more."))


def _back(request: HttpRequest, said: str) -> HttpResponse:
    say_done(request, said)
    return HttpResponseRedirect(reverse("learning:sharing"))
