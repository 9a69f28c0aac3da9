"""Addresses of cases, all in the workspace."""

from django.urls import URLPattern, path

from proximity.cases.views import lists, page, parcels, referrals, referring
from proximity.cases.views.acts import ACTS

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.show_list, name="list"),
    path("cases/indicators/", page.indicator_card, name="indicator_card"),
    path("cases/open/<str:reference>/", lists.open_report_as_case, name="open"),
    path("cases/<str:reference>/", page.show, name="case"),
    path("cases/<str:reference>/refer/", referring.refer, name="refer"),
    *(path(f"cases/<str:reference>/{name}/", page.act, {"act": name}, name=name) for name in ACTS),
    path("referrals/", referrals.show_list, name="referrals"),
    path("referrals/<str:reference>/", referrals.show, name="referral"),
    path("referrals/<str:reference>/file/", parcels.fetch, name="parcel"),
    path("referrals/<str:reference>/file/make/", parcels.make, name="make_parcel"),
    path("referrals/<str:reference>/file/receipt/", parcels.receipt, name="receipt"),
    *(
        path(f"referrals/<str:reference>/{name}/", referrals.act, {"act": name}, name=f"referral_{name}")
        for name in referrals.ACTS
    ),
]
