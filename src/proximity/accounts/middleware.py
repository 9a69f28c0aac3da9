"""Guards of the workspace: a second factor before anything, then the wall's context around view and rendering."""

from collections.abc import Callable
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from proximity.accounts.queries import actor_of
from proximity.foundation.wall import enter_staff

type GetResponse = Callable[[HttpRequest], HttpResponse]

# What may be opened before somebody is wholly signed in. Everything else needs a person, her second factor and her office.
OPEN_NAMES = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "healthz",
})  # fmt: skip
SETUP_NAMES = frozenset({"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_index"})
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
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_NAMES:
            return None
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("account_login", query={"next": request.path}))
        if name in SETUP_NAMES:
            return None
        if not is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        if name == OFFICE_NAME or getattr(request, "actor", None) is not None:
            return None
        return HttpResponseRedirect(reverse(OFFICE_NAME))


def staff_wall(get_response: GetResponse) -> GetResponse:
    """Open one transaction around view and rendering, in the context of the office chosen at sign-in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        membership = request.session.get("membership")
        actor = actor_of(request.user, UUID(membership)) if membership and request.user.is_authenticated else None
        request.actor = actor  # type: ignore[attr-defined]  # read back, typed, by `accounts.requests.actor_at_work`
        with transaction.atomic():
            if actor is not None and request.user.is_authenticated:
                enter_staff(city=actor.city_id, organisation=actor.organisation.pk)
                translation.activate(request.user.language)
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware
