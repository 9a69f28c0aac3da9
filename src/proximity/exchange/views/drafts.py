"""Drafts of practices: begin, change, remove, submit."""

from collections.abc import Mapping
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import get_draft
from proximity.exchange.forms.fields import offer
from proximity.exchange.forms.practices import PracticeForm, SubmitForm
from proximity.exchange.models import Draft
from proximity.exchange.operations.drafting import (
    NotReady,
    begin_draft,
    change_draft,
    draft_from_question,
    remove_draft,
    submit_practice,
)
from proximity.exchange.queries import wording
from proximity.exchange.queries.objects import choices_for
from proximity.exchange.queries.wording import Words
from proximity.exchange.rules.practices import Practice, what_misses
from proximity.exchange.rules.readers import Readers
from proximity.exchange.views.practices import practice_address
from proximity.exchange.views.sheets import FORM_METHODS, Sheet, filled_in, plain, takes_part

SAVED = _("The draft is saved.")
LABELS: Mapping[str, Words] = {**wording.FIELDS, "title": wording.TITLE, "english_title": wording.ENGLISH_TITLE}


def draft_address(draft: Draft) -> str:
    """Return where a draft is worked on."""
    return reverse("exchange:draft", kwargs={"draft_id": draft.pk})


@require_http_methods(FORM_METHODS)
@takes_part
def new(request: HttpRequest) -> HttpResponse:
    """Write a practice down."""
    actor = actor_at_work(request)
    sheet = Sheet(
        _("Write down a practice"), _("Save the draft"), reverse("exchange:catalogue"), SAVED, template="exchange/draft.html"
    )  # fmt: skip
    city = actor.organisation.city
    empty = Practice(country=city.country, organisation=actor.organisation.name)

    def save(form: PracticeForm) -> str:
        draft = begin_draft(practice=form.practice(empty), language=form.cleaned_data["language"], by=actor)
        return draft_address(draft)

    return filled_in(
        request, sheet, plain(PracticeForm), save,
        lambda: PracticeForm.first(empty, language=get_language() or "en", version=0),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@takes_part
def draft(request: HttpRequest, *, draft_id: UUID) -> HttpResponse:
    """Go on with a draft."""
    actor = actor_at_work(request)
    found = get_draft(actor, draft_id)
    more = {"draft": found, "missing": [LABELS[name] for name in what_misses(found.practice)]}
    sheet = Sheet(
        _("Draft of a practice"), _("Save the draft"), reverse("exchange:catalogue"), SAVED, template="exchange/draft.html",
        more=more,
    )  # fmt: skip

    def save(form: PracticeForm) -> str:
        given = form.cleaned_data
        change_draft(
            draft_id=draft_id,
            practice=form.practice(found.practice),
            language=given["language"],
            seen=given["seen"],
            by=actor,
        )
        return draft_address(found)

    return filled_in(
        request, sheet, plain(PracticeForm), save,
        lambda: PracticeForm.first(found.practice, language=found.language, version=found.version),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@takes_part
def submit(request: HttpRequest, *, draft_id: UUID) -> HttpResponse:
    """Ask PROXIMITY's three conditions and who reads it, and submit a draft."""
    actor = actor_at_work(request)
    found = get_draft(actor, draft_id)
    choices = choices_for(actor)
    text = (
        _(
            "PROXIMITY took only practices that meet three conditions. Say why yours does; then two other cities review it."
        ),
    )
    sheet = Sheet(
        _("Submit a practice"), _("Submit it"), draft_address(found), _("Others can read it now."), text, found.title, choices,
        "exchange/ask_once.html",
    )  # fmt: skip

    def make(data: QueryDict | None, there: dict[str, object] | None) -> SubmitForm:
        form = SubmitForm(data, there)
        offer(form, "readers", [(choice.code, choice.words) for choice in choices])
        return form

    def save(form: SubmitForm) -> str:
        given = form.cleaned_data
        object_id = submit_practice(
            draft_id=draft_id, reasons=form.reasons(), readers=given["readers"], seen=given["seen"], by=actor
        )
        return practice_address(object_id)

    return filled_in(
        request, sheet, make, save,
        lambda: SubmitForm.first(found.practice, readers=Readers.NETWORK.value, version=found.version),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@takes_part
def remove(request: HttpRequest, *, draft_id: UUID) -> HttpResponse:
    """Ask once, then remove a draft."""
    actor = actor_at_work(request)
    found = get_draft(actor, draft_id)
    text = (_("What you wrote is gone then. What others already read stays as it is."),)
    sheet = Sheet(
        _("Remove this draft?"), _("Remove it"), draft_address(found), _("The draft is removed."), text, found.title,
        template="exchange/ask_once.html",
    )  # fmt: skip

    def save(_form: Form) -> str:
        remove_draft(draft_id=draft_id, by=actor)
        return reverse("exchange:catalogue")

    return filled_in(request, sheet, plain(Form), save)


@require_POST
@takes_part
def from_question(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Make a practice of a question and the answers that helped; without one, lead back to it."""
    try:
        begun = draft_from_question(object_id=object_id, by=actor_at_work(request))
    except NotReady:
        return HttpResponseRedirect(reverse("exchange:question", kwargs={"object_id": object_id}))
    return HttpResponseRedirect(draft_address(begun))
