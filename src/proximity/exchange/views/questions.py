"""Questions and answers."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.actors import NotAllowed
from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import TAKE_PART, NotHere
from proximity.exchange.forms.fields import offer
from proximity.exchange.forms.taking_part import AnswerForm, QuestionForm
from proximity.exchange.operations import taking_part
from proximity.exchange.operations.digests import wish_digest, wishes_digest
from proximity.exchange.queries.objects import choices_for
from proximity.exchange.queries.questions import question_page, question_rows
from proximity.exchange.rules.readers import Readers
from proximity.exchange.views.sheets import FORM_METHODS, Sheet, done, filled_in, reads, takes_part
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.ui.flash import say_done


def question_address(object_id: UUID) -> str:
    """Return where a question is read."""
    return reverse("exchange:question", kwargs={"object_id": object_id})


@require_safe
@reads
def index(request: HttpRequest) -> HttpResponse:
    """Show the newest questions."""
    actor = actor_at_work(request)
    mail = actor.may(TAKE_PART) and settings.SENDS_MAIL
    context = {"rows": question_rows(actor), "may_wish": mail, "wishes": mail and wishes_digest(actor)}
    return render(request, "exchange/questions.html", context)


@require_POST
@takes_part
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Switch the weekly mail on or off."""
    wanted = request.POST.get("wanted") == "yes"
    wish_digest(wanted=wanted, by=actor_at_work(request))
    say_done(request, _now("You get a mail each week.") if wanted else _now("You get no weekly mail."))
    return HttpResponseRedirect(reverse("exchange:questions"))


@require_http_methods(FORM_METHODS)
@takes_part
def ask(request: HttpRequest) -> HttpResponse:
    """Ask people of other cities, about a practice or about anything of the work."""
    actor = actor_at_work(request)
    about, choices = uuid_or_none(request.GET.get("practice", "")), choices_for(actor)
    text = (_("Ask about practice, never about a case or a person."),)
    sheet = Sheet(
        _("Ask a question"), _("Ask it"), reverse("exchange:questions"), _("Others can read it now."), text, reading=choices
    )  # fmt: skip

    def make(data: QueryDict | None, there: dict[str, object] | None) -> QuestionForm:
        form = QuestionForm(data, there)
        offer(form, "readers", [(choice.code, choice.words) for choice in choices])
        return form

    def save(form: QuestionForm) -> str:
        readers = form.cleaned_data["readers"]
        return question_address(taking_part.ask(question=form.question(about), readers=readers, by=actor))

    return filled_in(request, sheet, make, save, lambda: {"readers": Readers.NETWORK.value})


@require_http_methods(FORM_METHODS)
@reads
def question(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Show a question with its answers, and take one."""
    actor, form = actor_at_work(request), AnswerForm(request.POST or None)
    if request.method == "POST":
        if not actor.may(TAKE_PART):
            raise NotAllowed(TAKE_PART.value)

        def save(sent: AnswerForm) -> str:
            taking_part.answer(answer=sent.answer(object_id), by=actor)
            return question_address(object_id)

        form = AnswerForm(request.POST)
        if done(form, save):
            say_done(request, str(_("Your answer is sent.")))
            return HttpResponseRedirect(question_address(object_id))
    page = question_page(object_id, by=actor)
    context = {"page": page, "form": form, "may_answer": actor.may(TAKE_PART)}
    return render(request, "exchange/question.html", context, status=422 if form.errors else 200)


@require_POST
@takes_part
def accept(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Say of an answer that it helped."""
    answer_id = uuid_or_none(request.POST.get("answer", ""))
    if answer_id is None:
        raise NotHere
    try:
        taking_part.accept_answer(question_id=object_id, answer_id=answer_id, by=actor_at_work(request))
    except taking_part.NotSound:
        raise NotHere from None
    return HttpResponseRedirect(question_address(object_id))
