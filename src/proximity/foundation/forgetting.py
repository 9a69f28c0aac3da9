"""Asking a browser to forget this site, as far as a site can ask."""

from http.cookies import CookieError

from django.http import HttpRequest, HttpResponse

FORGET = '"cache", "cookies", "storage"'


def ask_to_forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Ask for everything to be forgotten and for nothing to be kept, and return the response.

    Browsers obey `Clear-Site-Data` over HTTPS and on localhost only, so the cookies are also expired one by one. Other sites of
    the same domain may have set cookies under names that no cookie may have: those are left out, for the way out must never fail.
    """
    response.headers["Clear-Site-Data"] = FORGET
    response.headers["Cache-Control"] = "no-store"
    for name in request.COOKIES:
        try:
            response.delete_cookie(name)
        except CookieError:
            response.cookies.pop(name, None)
    return response
