"""What must answer even when the database does not, and what is not half translated."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from proximity.foundation.metrics import metrics
from proximity.foundation.ui import languages
from proximity.welcome.views.front import healthz, leave

type GetResponse = Callable[[HttpRequest], HttpResponse]

NEED_NO_TRANSACTION = (leave, healthz, metrics)


def before_the_wall(get_response: GetResponse) -> GetResponse:
    """Answer the way out and what monitoring asks before the wall opens a transaction; stands just before it in the list.

    Somebody who must leave the page at once cannot wait for a database.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            view = resolve(request.path_info).func
        except Resolver404:
            return get_response(request)
        return view(request) if view in NEED_NO_TRANSACTION else get_response(request)

    return middleware


def only_what_is_translated(get_response: GetResponse) -> GetResponse:
    """Show a page that the reader's language does not cover as what it is, with the languages that have it whole."""

    def middleware(request: HttpRequest) -> HttpResponse:
        lang = get_language() or "en"
        try:
            part = languages.part_of(resolve(request.path_info))
        except Resolver404:
            return get_response(request)
        if not request.path_info.startswith(f"/{lang}/") or languages.covers(lang, part):
            return get_response(request)
        return render(request, "welcome/not_translated.html")

    return middleware
