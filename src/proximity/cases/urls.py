"""Addresses of cases, all in the workspace."""

from django.urls import URLPattern, path

from proximity.cases.views import lists, packs, page
from proximity.cases.views.acts import ACTS

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.show_list, name="list"),
    path("cases/indicators/", page.indicator_card, name="indicator_card"),
    path("cases/open/<str:reference>/", lists.open_report_as_case, name="open"),
    path("cases/<str:reference>/", page.show, name="case"),
    path("cases/<str:reference>/packs/<uuid:pack_id>/", packs.download, name="pack_download"),
    *(path(f"cases/<str:reference>/{name}/", page.act, {"act": name}, name=name) for name in ACTS),
]
