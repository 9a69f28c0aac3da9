"""What somebody sees and does who was invited."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.learning.access import NotHere
from proximity.learning.access_cohorts import get_seat
from proximity.learning.forms.cohorts import QuestionsForm
from proximity.learning.operations import taking_part as acts
from proximity.learning.queries.cohorts import seat_page
from proximity.learning.rules.cohorts import SeatState
from proximity.learning.rules.questions import Moment
from proximity.learning.views.guards import learns


@require_POST
@learns
def answer(request: HttpRequest, *, seat_id: UUID) -> HttpResponse:
    """Accept an invitation, or decline it."""
    accept = request.POST.get("answer") == "accept"
    seat = acts.answer_invitation(seat_id=seat_id, accept=accept, by=actor_at_work(request))
    if accept:
        return HttpResponseRedirect(_address(seat.pk))
    say_done(request, _("You have declined."))
    return HttpResponseRedirect(reverse("learning:index"))


@require_safe
@learns
def seat(request: HttpRequest, *, seat_id: UUID) -> HttpResponse:
    """Show a course to somebody who takes part."""
    return render(request, "learning/seat.html", {"page": seat_page(seat_id, by=actor_at_work(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@learns
def questions(request: HttpRequest, *, seat_id: UUID, moment: str) -> HttpResponse:
    """Ask the questions before or after, once."""
    actor = actor_at_work(request)
    found = get_seat(actor, seat_id, SeatState.ACCEPTED)
    if moment not in set(Moment) or not acts.asked_now(found, Moment(moment), now=timezone.now()):
        raise NotHere
    form = QuestionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acts.reply(seat_id=seat_id, moment=Moment(moment), answers=form.cleaned_data, by=actor)
        say_done(request, _("Thank you. Your answers are kept."))
        return HttpResponseRedirect(_address(seat_id))
    context = {"seat": found, "form": form, "before": moment == Moment.BEFORE}
    return render(request, "learning/questions.html", context, status=422 if form.errors else 200)


def _address(seat_id: UUID) -> str:
    return reverse("learning:seat", kwargs={"seat_id": seat_id})
