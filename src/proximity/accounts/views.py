"""Pages of signing in that are ours: choosing an office, one's account, setting up the second factor."""

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proximity.accounts.forms import LanguageForm, NewPasswordForm, OfficeForm, SummaryForm
from proximity.accounts.operations import (
    change_password,
    enter_office,
    note_second_factor,
    set_daily_summary,
    set_language,
)
from proximity.accounts.queries import open_memberships
from proximity.accounts.requests import person_signed_in, remember_office
from proximity.accounts.second_factor import has_second_factor, unused_codes
from proximity.foundation.ui.flash import say_done


def choose_office(request: HttpRequest) -> HttpResponse:
    """Let somebody choose where she works now; with one office only there is nothing to choose."""
    person = person_signed_in(request)
    memberships = list(open_memberships(person))
    only = {"membership": str(memberships[0].pk)} if len(memberships) == 1 else None
    form = OfficeForm(request.POST if request.method == "POST" else only, memberships=memberships)
    if not form.is_valid():
        cities = {str(one.pk): one.organisation.city.name for one in memberships}
        context = {"form": form, "memberships": memberships, "hints": cities, "next": _next(request)}
        return render(request, "accounts/office.html", context, status=422 if form.is_bound else 200)
    actor = enter_office(person=person, membership_id=form.chosen())
    remember_office(request, form.chosen())
    if len(memberships) > 1:
        say_done(request, _("You now work for %(office)s.") % {"office": actor.organisation.name})
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Return where somebody was going before she was asked to sign in, if that is a page of ours, else her work."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else reverse("workspace_home")


def account(request: HttpRequest) -> HttpResponse:
    """Show a person her own account, and let her choose the language of her workspace."""
    person = person_signed_in(request)
    form = LanguageForm(request.POST or None, initial={"language": person.language})
    if form.is_valid():
        set_language(person=person, language=form.cleaned_data["language"])
        activate(person.language)
        say_done(request, _("The workspace now speaks your language."))
        return redirect("account")
    context = {
        "form": form,
        "memberships": open_memberships(person),
        "unused_codes": unused_codes(person),
        "summary": SummaryForm(initial={"wanted": person.daily_summary}),
        "sends_mail": settings.SENDS_MAIL,
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


def choose_password(request: HttpRequest) -> HttpResponse:
    """Let a person give herself a new password; where she is signed in elsewhere, that ends."""
    person = person_signed_in(request)
    form = NewPasswordForm(request.POST or None, user=person)
    if form.is_valid():
        try:
            change_password(person=person, password=form.cleaned_data["new"], keep=request.session.session_key or "")
        except ValidationError as problem:
            form.add_error("new", problem)
        else:
            update_session_auth_hash(request, person)
            say_done(request, _("You have a new password. Wherever else you were signed in, that has ended."))
            return redirect("account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def choose_summary(request: HttpRequest) -> HttpResponse:
    """Switch the daily summary on or off."""
    form = SummaryForm(request.POST)
    wanted = form.is_valid() and form.cleaned_data["wanted"]
    set_daily_summary(person=person_signed_in(request), wanted=wanted)
    say_done(request, _("You get the daily summary.") if wanted else _("You get no daily summary."))
    return redirect("account")


class GiveSecondFactor(AuthenticateView):
    """Asks for the second factor at sign-in."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Ask again where the form came without the field: allauth takes that for a kind of factor that is not offered here."""
        if request.method == "POST" and "code" not in request.POST:
            return redirect("mfa_authenticate")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class SetUpSecondFactor(ActivateTOTPView):
    """Gives somebody without a second factor one; whoever has one keeps it, and the operator takes it away."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Lead away from here who has a second factor."""
        if has_second_factor(person_signed_in(request)):
            return HttpResponseRedirect(reverse("account"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_success_url(self) -> str:
        """Return the page with the ten codes on paper, which come next."""
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form: Form) -> HttpResponse:
        """Store the second factor and log it, together."""
        response: HttpResponse = super().form_valid(form)
        note_second_factor(person=person_signed_in(self.request))
        return response


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """Draws ten new codes in place of the old."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Store the codes and log it, together."""
        response: HttpResponse = super().form_valid(form)
        note_second_factor(person=person_signed_in(self.request), what="recovery codes")
        return response
