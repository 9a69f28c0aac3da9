"""Practices for everybody: the list, one of them, and a feed. Nothing here is about the reader."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from proximity.exchange.queries.public import public_practice, public_practices

for_a_while = cache_control(public=True, max_age=300)


@require_safe
@for_a_while
def index(request: HttpRequest) -> HttpResponse:
    """List the practices that cities have published for everybody."""
    return render(request, "exchange/public/practices.html", {"practices": public_practices(get_language() or "en")})


@require_safe
@for_a_while
def practice(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Show one of them, in the reader's language or in the one that she asks for. Raises `Http404`."""
    found = public_practice(object_id, request.GET.get("lang", "") or get_language() or "en")
    if found is None:
        raise Http404
    return render(request, "exchange/public/practice.html", {"page": found})


@require_safe
@for_a_while
def feed(request: HttpRequest) -> HttpResponse:
    """Give the practices as an Atom feed, in the language of its address."""
    language, address = get_language() or "en", settings.PUBLIC_ADDRESS
    atom = Atom1Feed(
        title=_("Practices of cities"), link=address + reverse("practices:index"), description="", language=language,
        feed_url=address + reverse("practices:feed"),
    )  # fmt: skip
    for one in public_practices(language):
        atom.add_item(
            title=one.practice.title, link=address + reverse("practices:practice", kwargs={"object_id": one.id}),
            description=one.practice.summary, unique_id=f"urn:uuid:{one.id}", updateddate=one.modified, author_name=one.whose,
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
