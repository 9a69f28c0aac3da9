"""Evidence of a case: files that come in, one piece with its custody and what can be done with it, the custody report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.assessment.queries.labels import Words
from proximity.assessment.rules import NotNow, NotSound
from proximity.cases.forms.evidence import (
    AddEvidenceForm,
    CollectedForm,
    HandOverForm,
    OutsideForm,
    PlaceForm,
)
from proximity.cases.forms.fields import FAULTS
from proximity.cases.models import Case
from proximity.cases.operations.evidence import add_case_files, work_on_piece
from proximity.cases.queries.evidence import case_evidence, receivers
from proximity.cases.rules.states import CaseStatus
from proximity.cases.views.acts.act import Asked
from proximity.cases.views.acts.evidence import collected_from, faults_by_field
from proximity.cases.views.page import case_or_404, case_url
from proximity.evidence.access import EvidenceNotFound
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.collecting import note_collection, note_place
from proximity.evidence.operations.custody import hand_of
from proximity.evidence.operations.handing import NotYours, answer_hand_over, hand_out, offer_hand_over, take_in
from proximity.evidence.queries.report import Piece, Report
from proximity.evidence.rules.custody import Act, Derivation, Hand
from proximity.evidence.rules.kinds import Refused
from proximity.evidence.storage import city_folder
from proximity.evidence.uploads import FIELD, SealingHandler, sealed_upload
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.ui.flash import say_done

AT_ONCE = 10
"""Files of one form."""


@dataclass(frozen=True, slots=True)
class PieceAct:
    """One thing to do with a piece: its link, its form, its button, and what it does."""

    words: Words
    form: type[forms.Form]
    button: Words
    do: Callable[[EvidenceFile, Case, Actor, Asked], object]


def _collect(file: EvidenceFile, case: Case, by: Actor, asked: Asked) -> None:
    said = collected_from(asked, case, by)
    if said is None:
        raise NotSound("collected_by")
    note_collection(file=file, collected=said, by=by)


PIECE_ACTS: Mapping[str, PieceAct] = {
    "hand-over": PieceAct(
        gettext_lazy("Hand over"), HandOverForm, gettext_lazy("Hand over, waiting for their word"),
        lambda file, _case, by, asked: offer_hand_over(file=file, to=asked["hand"], note=asked["note"], by=by),
    ),
    "give-out": PieceAct(
        gettext_lazy("Give out with a receipt on paper"), OutsideForm, gettext_lazy("Note that it was given out"),
        lambda file, _case, by, asked: hand_out(file=file, to=asked["outside"], note=asked["note"], by=by),
    ),
    "take-in": PieceAct(
        gettext_lazy("Take in with a receipt on paper"), OutsideForm, gettext_lazy("Note that it was taken in"),
        lambda file, _case, by, asked: take_in(file=file, source=asked["outside"], note=asked["note"], by=by),
    ),
    "collected": PieceAct(gettext_lazy("Say how it was collected"), CollectedForm, gettext_lazy("Note this"), _collect),
    "put": PieceAct(
        gettext_lazy("Say where it is kept"), PlaceForm, gettext_lazy("Note this"),
        lambda file, _case, by, asked: note_place(file=file, place=asked["place"], by=by),
    ),
}  # fmt: skip


# The token stands in the form, so checking it reads the form: it is checked inside, once the sealing handler is there.
@csrf_exempt
@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: HttpRequest, *, reference: str) -> HttpResponseBase:
    """Ask for files and how they were collected, and take them, sealed while they come."""
    actor, case = case_or_404(request, reference)
    with sealed_upload(request, folder=city_folder(actor.city_id), most=AT_ONCE) as upload:
        upload.fields()
        return _checked(request, case=case, actor=actor, upload=upload)


@csrf_protect
def _checked(request: HttpRequest, *, case: Case, actor: Actor, upload: SealingHandler) -> HttpResponse:
    if request.method != "POST":
        initial = {"source": uuid_or_none(request.GET.get("source", "")), "collected_by": actor.person_id}
        return _ask(request, case, actor, AddEvidenceForm(initial=initial))
    form = AddEvidenceForm(upload.fields())
    if not form.is_valid():
        return _ask(request, case, actor, form)
    said = form.cleaned_data
    try:
        add_case_files(
            case=case, uploads=upload.all_taken(), note=said["note"], collected=collected_from(said, case, actor),
            source_id=said["source"], how=Derivation(said["how"] or Derivation.OTHER), tool=said["tool"], by=actor,
        )  # fmt: skip
    except Refused as refused:
        form.add_error(FIELD, upload.why(refused.refusal))
    except NotSound as fault:
        form.add_error(fault.field, FAULTS[fault.field])
    except EvidenceNotFound:
        raise Http404 from None
    except NotNow:
        say_done(request, _("The case is closed: what is closed is read, or opened again first."))
        return HttpResponseRedirect(case_url(case.reference, at="evidence"))
    else:
        upload.keep()
        say_done(request, _("Added. A clean copy is made within moments."))
        return HttpResponseRedirect(case_url(case.reference, at="evidence"))
    return _ask(request, case, actor, form)


def _ask(request: HttpRequest, case: Case, actor: Actor, form: AddEvidenceForm) -> HttpResponse:
    form.offer_people(colleagues(actor.organisation, Capability.ENTER_REPORTS))
    source = case_evidence(case, by=actor).report.piece(uuid_or_none(str(form["source"].value() or "")))
    context = {"case": case, "form": form, "source": source}
    return render(request, "cases/evidence/add.html", context, status=422 if form.errors else 200)


@needs(Capability.WORK_CASES)
@require_safe
def show_piece(request: HttpRequest, *, reference: str, piece_id: UUID) -> HttpResponse:
    """Show one piece with its custody; `?do=` opens the form of one thing to do with it."""
    actor, case = case_or_404(request, reference)
    report, piece = _piece_or_404(case, piece_id, actor)
    name = request.GET.get("do", "")
    act = PIECE_ACTS.get(name) if case.status != CaseStatus.CLOSED else None
    form = _offering(act.form(), piece, actor) if act else None
    return _show(request, case, actor, report, piece, act=name if act else "", form=form)


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def do_with_piece(request: HttpRequest, *, reference: str, piece_id: UUID, act: str) -> HttpResponse:
    """Do one thing with a piece and lead back to it; what cannot be done is said beside what was typed."""
    actor, case = case_or_404(request, reference)
    report, piece = _piece_or_404(case, piece_id, actor)
    here = reverse("cases:piece", kwargs={"reference": case.reference, "piece_id": piece_id})
    if request.method != "POST":
        return HttpResponseRedirect(f"{here}?do={act}")
    what = PIECE_ACTS[act]
    form = what.form(request.POST)
    if form.is_valid():
        asked = form.cleaned_data | ({"hand": form.hand()} if isinstance(form, HandOverForm) else {})
        try:
            with faults_by_field():
                work_on_piece(case=case, piece_id=piece_id, do=lambda file: what.do(file, case, actor, asked), by=actor)
        except NotSound as fault:
            form.add_error(fault.field if fault.field in form.fields else None, FAULTS[fault.field])
        except NotNow:
            raise Http404 from None
        else:
            say_done(request, _("Noted in the custody, under your name."))
            return HttpResponseRedirect(here)
    return _show(request, case, actor, report, piece, act=act, form=_offering(form, piece, actor))


@needs(Capability.WORK_CASES)
@require_http_methods(["POST"])
def take_back_offer(request: HttpRequest, *, reference: str, piece_id: UUID, offer_id: UUID) -> HttpResponse:
    """Take a hand-over back that the other side has not answered."""
    actor, case = case_or_404(request, reference)
    _piece_or_404(case, piece_id, actor)
    try:
        work_on_piece(
            case=case, piece_id=piece_id, by=actor,
            do=lambda file: answer_hand_over(file=file, offer_id=offer_id, answer=Act.WITHDRAWN, by=actor),
        )  # fmt: skip
    except (NotYours, NotNow):
        raise Http404 from None
    return HttpResponseRedirect(reverse("cases:piece", kwargs={"reference": case.reference, "piece_id": piece_id}))


@needs(Capability.WORK_CASES)
@require_safe
def show_custody(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show the custody report of a case, all pieces on one page, made to be printed."""
    actor, case = case_or_404(request, reference)
    context = {"case": case, "evidence": case_evidence(case, by=actor), "now": timezone.now()}
    return render(request, "cases/evidence/custody.html", context)


def _piece_or_404(case: Case, piece_id: UUID, actor: Actor) -> tuple[Report, Piece]:
    report = case_evidence(case, by=actor).report
    piece = report.piece(piece_id)
    if piece is None:
        raise Http404
    return report, piece


def _offering(form: forms.Form, piece: Piece, actor: Actor) -> forms.Form:
    if isinstance(form, HandOverForm):
        form.offer(receivers(piece, by=actor))
    if isinstance(form, CollectedForm):
        form.offer_people(colleagues(actor.organisation, Capability.ENTER_REPORTS))
    return form


def _show(
    request: HttpRequest, case: Case, actor: Actor, report: Report, piece: Piece, *, act: str, form: forms.Form | None
) -> HttpResponse:  # fmt: skip
    mine: Hand = hand_of(actor)
    context = {
        "case": case, "report": report, "piece": piece, "act": act, "form": form, "what": PIECE_ACTS.get(act),
        "acts": PIECE_ACTS if case.status != CaseStatus.CLOSED else {},
        "offered_by_me": [line for line in piece.waiting if line.hand == mine],
        "offered_to_me": [line for line in piece.waiting if line.to and line.to.is_held_by(mine)],
        "may_derive": piece.is_file or bool(piece.facts), "here": request.path,
    }  # fmt: skip
    return render(request, "cases/evidence/piece.html", context, status=422 if form and form.errors else 200)
