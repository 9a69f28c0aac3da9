"""How long a released page or file may be kept, and how a browser asks whether it still holds."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control

for_a_while = cache_control(public=True, max_age=300)
for_long = cache_control(public=True, max_age=86_400, immutable=True)


def unless_known(request: HttpRequest, response: HttpResponse, mark: str) -> HttpResponse:
    """Return a response under its mark, or "not modified" to who has it already."""
    response.headers["ETag"] = tag = quote_etag(mark)
    known = get_conditional_response(request, etag=tag, response=response)
    return response if known is None else known
