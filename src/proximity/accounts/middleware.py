"""Guards of the workspace: a second factor before anything, then the wall's context around view and rendering."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

from proximity.accounts.actors import enter_as
from proximity.accounts.guesses import remember_browser
from proximity.accounts.requests import actor_of_session, session_is_over
from proximity.accounts.second_factor import has_second_factor

type GetResponse = Callable[[HttpRequest], HttpResponse]

# What may be opened before somebody is wholly signed in. Everything else needs a person, her second factor and her office.
# The calendar asks for a secret itself: `accounts.addresses`.
OPEN_NAMES = frozenset({
    "account_login", "account_logout", "account_inactive", "mfa_authenticate", "healthz", "metrics",
    "exchange:subscribed_calendar",
})  # fmt: skip
SETUP_NAMES = frozenset({
    "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "account_reauthenticate",
})  # fmt: skip
OFFICE_NAME = "choose_office"


class SignInRequired:
    """Sends everybody to the sign-in page who has not given password, second factor and office."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls once the address is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        """Return a redirect to the first thing that is still missing, or None."""
        missing = _missing(request)
        if missing is None:
            return None
        address = reverse(missing, query={"next": request.path} if request.method == "GET" else None)
        # A part of a page cannot show the sign-in page; the whole window goes there.
        kind = HttpResponseClientRedirect if request.headers.get("HX-Request") else HttpResponseRedirect
        response: HttpResponse = kind(address)
        return response


def _missing(request: HttpRequest) -> str | None:
    """Return the name of the page that has to come first, or None."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name in OPEN_NAMES:
        return None
    if not request.user.is_authenticated:
        return "account_login"
    if name in SETUP_NAMES:
        return None
    if not has_second_factor(request.user):
        return "mfa_activate_totp"
    if name == OFFICE_NAME or getattr(request, "actor", None) is not None:
        return None
    return OFFICE_NAME


def staff_wall(get_response: GetResponse) -> GetResponse:
    """Open one transaction around view and rendering, in the context of the office chosen at sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # The language holds for this request alone: the thread serves somebody else next.
        with transaction.atomic(), translation.override(translation.get_language_from_request(request)):
            if session_is_over(request):
                logout(request)
            actor = actor_of_session(request)
            request.actor = actor  # type: ignore[attr-defined]  # read back, typed, by `accounts.requests.actor_at_work`
            if request.user.is_authenticated:
                translation.activate(request.user.language)
            if actor is not None:
                enter_as(actor)
            response = get_response(request)
            if (person := getattr(request, "known_from_now", None)) is not None:
                remember_browser(request, response, person)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware
