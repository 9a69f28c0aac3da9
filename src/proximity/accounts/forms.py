"""Forms of signing in and of one's own account. Those of allauth get our words and the hints that password keepers read."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Membership
from proximity.foundation.ui.languages import is_reviewed


def _dress(field: forms.Field, **attributes: str | bool) -> forms.Field:
    """Give a field of allauth our attributes, and neither its hint nor text inside the box, which goes when one types."""
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
    return field


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["login"], autocomplete="username", autofocus=True).label = _("E-mail address")
        _dress(self.fields["password"], autocomplete="current-password").label = _("Password")


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that a passer-by at an open screen must not see."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["password"], autocomplete="current-password", autofocus=True).label = _("Your password")


class NewPasswordForm(PasswordAgainForm):
    """One's own new password, typed twice, after the one that still holds."""

    new = forms.CharField(
        label=_("New password"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters. Four or five words that do not belong together are easy to remember."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The new password once more"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """See that both are the same: what cannot be seen is easily mistyped."""
        typed: dict[str, object] = super().clean() or self.cleaned_data
        if {"new", "again"} <= typed.keys() and typed["new"] != typed["again"]:
            self.add_error("again", _("The two new passwords are not the same."))
        return typed


CODE: dict[str, str | bool] = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "data-short": True,
}


class CodeForm(AuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = _dress(self.fields["code"], autofocus=True, **CODE)
        field.label = _("Code")
        field.help_text = _("Six digits from your app, or one of the ten codes from your list.")


class FirstCodeForm(ActivateTOTPForm):
    """The first code from an app that was just given the secret: proof that it works."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = _dress(self.fields["code"], **CODE)
        field.label = _("Code from the app")
        field.help_text = _("Six digits.")


class OfficeForm(forms.Form):
    """Which of her offices somebody works in now."""

    def __init__(self, data: Mapping[str, str] | None, *, memberships: Iterable[Membership]) -> None:
        super().__init__(data)
        self.fields["membership"] = forms.ChoiceField(
            label=_("Where do you work now?"), widget=forms.RadioSelect,
            choices=[(str(one.pk), str(one.organisation)) for one in memberships],
            error_messages={
                "required": _("Choose where you work now."), "invalid_choice": _("Choose one of your offices."),
            },
        )  # fmt: skip

    def chosen(self) -> UUID:
        """Return the membership that was chosen, once the form is valid."""
        return UUID(self.cleaned_data["membership"])


def _languages() -> Iterator[tuple[str, str]]:
    """Yield the languages of the workspace; a mark says that nobody vouches for the words."""
    return ((code, name if is_reviewed(code) else f"{name} *") for code, name in settings.LANGUAGES)


class LanguageForm(forms.Form):
    """The language of one's own workspace."""

    language = forms.ChoiceField(
        label=_("Language of the workspace"), choices=lambda: list(_languages()), widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of these languages.")},
    )  # fmt: skip


class SummaryForm(forms.Form):
    """Whether somebody wants the daily summary."""

    wanted = forms.BooleanField(
        label=_("Send me an e-mail at seven in the morning when something is due"), required=False,
        help_text=_("It holds numbers and references only: no names, no titles, no places."),
    )  # fmt: skip
