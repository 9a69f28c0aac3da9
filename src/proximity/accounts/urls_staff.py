"""Addresses of signing in. Of allauth's many pages only these are there: no signing up, no mail, no social accounts."""

from allauth.account.views import account_inactive, login, logout, reauthenticate
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.urls import path

from proximity.accounts.views import (
    GiveSecondFactor,
    NewRecoveryCodes,
    SetUpSecondFactor,
    account,
    choose_office,
    choose_password,
    choose_summary,
)

urlpatterns = [
    path("sign-in/", login, name="account_login"),
    path("sign-in/code/", GiveSecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/closed/", account_inactive, name="account_inactive"),
    path("sign-out/", logout, name="account_logout"),
    path("office/", choose_office, name="choose_office"),
    path("account/", account, name="account"),
    path("account/summary/", choose_summary, name="account_summary"),
    path("account/password/", choose_password, name="account_password"),
    path("account/password-again/", reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path("account/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
]
