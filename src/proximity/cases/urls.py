"""Addresses of cases, all in the workspace."""

from django.urls import URLPattern, path

from proximity.cases.views import evidence, lists, page
from proximity.cases.views.acts import ACTS

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.show_list, name="list"),
    path("cases/indicators/", page.indicator_card, name="indicator_card"),
    path("cases/open/<str:reference>/", lists.open_report_as_case, name="open"),
    path("cases/<str:reference>/", page.show, name="case"),
    path("cases/<str:reference>/custody/", evidence.show_custody, name="custody"),
    path("cases/<str:reference>/evidence/add/", evidence.add_evidence, name="add_evidence"),
    path("cases/<str:reference>/evidence/<uuid:piece_id>/", evidence.show_piece, name="piece"),
    path(
        "cases/<str:reference>/evidence/<uuid:piece_id>/take-back/<uuid:offer_id>/",
        evidence.take_back_offer,
        name="take_back_offer",
    ),
    *(
        path(f"cases/<str:reference>/evidence/<uuid:piece_id>/{name}/", evidence.do_with_piece, {"act": name})
        for name in evidence.PIECE_ACTS
    ),
    *(path(f"cases/<str:reference>/{name}/", page.act, {"act": name}, name=name) for name in ACTS),
]
