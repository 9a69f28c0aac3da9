"""The page of search. What is looked for is posted and comes back sealed in the address, which can be passed on."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.queries import colleagues
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.foundation.pure.ids import uuid_or_none
from proximity.search.forms import NarrowForm, WordsForm
from proximity.search.operations.asking import search
from proximity.search.queries.asking import Words, open_words, seal_words
from proximity.search.queries.finding import MOST_WAITING

WORDS, AFTER = "q", "after"


@needs(Capability.READ_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Ask for words, or show one page of what was found."""
    actor = actor_at_work(request)
    if request.method == "POST":
        return _asked(request, actor)
    token = request.GET.get(WORDS, "")
    words = open_words(token, by=actor) if token else Words()
    return _answer(request, actor, words)


def _asked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lead to the address of a question, in which nobody reads its words."""
    form, narrow = WordsForm(request.POST), _narrow(request, actor)
    if not form.is_valid():
        context = {"form": form, "narrow": narrow, "asked": False}
        return render(request, "search/search.html", context, status=422)
    words = form.words()
    kept = {name: request.POST[name] for name in narrow.fields if request.POST.get(name)}
    query = kept | ({WORDS: seal_words(words, by=actor)} if words else {})
    return HttpResponseRedirect(f"{reverse('search:search')}?{urlencode(query or {'what': 'cases'})}")


def _answer(request: HttpRequest, actor: Actor, words: Words | None) -> HttpResponse:
    narrow = _narrow(request, actor)
    asked = words or Words()
    context: dict[str, object] = {
        "form": WordsForm(initial={"text": asked.text, "place": asked.place, "day": asked.day}),
        "narrow": narrow,
        "asked": bool(request.GET) and words is not None,
        "expired": words is None,
        "narrowed": bool(asked.place or asked.day)
        or any(request.GET.get(name) for name in narrow.fields if name != "what"),
        "most_waiting": MOST_WAITING,
    }
    if context["asked"]:
        after = uuid_or_none(request.GET.get(AFTER, ""))
        found = search(question=narrow.question(asked), after=after, by=actor)
        context |= {"found": found, "words": asked, "next_url": _next(request, found.after)}
    return render(request, "search/search.html", context)


def _narrow(request: HttpRequest, actor: Actor) -> NarrowForm:
    form = NarrowForm(request.POST if request.method == "POST" else request.GET)
    form.offer(colleagues(actor.organisation, Capability.WORK_CASES))
    if not actor.may(Capability.WORK_CASES):
        form.only_reports()
    return form


def _next(request: HttpRequest, after: UUID | None) -> str:
    query = request.GET.copy()
    query[AFTER] = str(after)
    return f"?{query.urlencode()}" if after else ""
