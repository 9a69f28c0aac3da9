"""While very many reports arrive: one plain question before sending. Whoever cannot answer it is not refused either."""

import secrets
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proximity.accounts.models import City
from proximity.foundation.clients import client_network
from proximity.foundation.pure.slowing import network_of
from proximity.reporting.drafts import Draft
from proximity.reporting.forms.gate import GateForm, typed_answer
from proximity.reporting.operations.flood import is_stored, note_arrival
from proximity.reporting.rules.flood import QUESTIONS, Flood, is_right, mark_after
from proximity.reporting.rules.questions import Step
from proximity.reporting.views.report_reading import Reading

# What reaches us from this machine itself came through a proxy or an onion address, and says nothing of whose network it was.
OWN_NETWORKS = frozenset({network_of("127.0.0.1"), network_of("::1")})


def at_gate(request: HttpRequest, draft: Draft, city: City, now: datetime) -> Flood | Draft:
    """Return with which mark a report goes on, or the draft with a question that stands before sending.

    A report is counted once, when it is first sent; the question stays with its draft.
    """
    if draft.question and draft.step is Step.GATE:
        return _answered(draft, typed_answer(request.POST))
    if draft.question:
        return draft.asking(draft.question, wrong=draft.wrong)
    network = network_of(client_network(request))
    over = note_arrival(network="" if network in OWN_NETWORKS else network, city=city, now=now)
    if not over or is_stored(draft.receipt):
        return Flood.NONE
    return draft.asking(_another(), wrong=0)


def show_gate(request: HttpRequest, draft: Draft, reading: Reading, now: datetime) -> HttpResponse:
    """Show the question that a draft stands at."""
    context = {
        "draft": draft.seal(now), "step": draft.step.value, "city": reading.city,
        "form": GateForm(question=draft.question, wrong=draft.wrong),
    }  # fmt: skip
    return render(request, "reporting/report/gate.html", context)


def _answered(draft: Draft, typed: str) -> Flood | Draft:
    if is_right(draft.question, typed):
        return Flood.ASKED
    wrong = draft.wrong + 1
    return mark_after(wrong) or draft.asking(_another(draft.question), wrong=wrong)


def _another(before: str = "") -> str:
    return secrets.choice([question for question in QUESTIONS if question != before])
