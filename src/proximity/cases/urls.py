"""Addresses of cases, all in the workspace."""

from django.urls import URLPattern, path

from proximity.cases.views import (
    doors,
    evidence,
    law,
    links,
    lists,
    needs,
    packs,
    page,
    parcels,
    referrals,
    referring,
    second_look,
    suggestions,
    support,
    timeline,
)
from proximity.cases.views.acts import ACTS

app_name = "cases"
urlpatterns: list[URLPattern] = [
    path("cases/", lists.show_list, name="list"),
    path("cases/indicators/", page.indicator_card, name="indicator_card"),
    path("cases/suggestions/", suggestions.settings, name="suggestion_settings"),
    path("cases/second-look/", second_look.show, name="second_look"),
    path("cases/away/", doors.away, name="away"),
    path("cases/away/end/", doors.end_away, name="end_away"),
    path("cases/glass/", doors.glass, name="glass"),
    path("cases/open/<str:reference>/", lists.open_report_as_case, name="open"),
    path("cases/<str:reference>/", page.show, name="case"),
    path("cases/<str:reference>/law/", law.show, name="law"),
    path("cases/<str:reference>/suggestions/", suggestions.show, name="suggestions"),
    path("cases/<str:reference>/second-look/", second_look.note, name="note_second_look"),
    path("cases/<str:reference>/links/<uuid:link_id>/end/", links.end, name="end_link"),
    path("cases/<str:reference>/timeline/", timeline.show, name="timeline"),
    path("cases/<str:reference>/needs/", needs.show, name="needs"),
    path("cases/<str:reference>/needs/assess/", needs.assess, name="needs_assess"),
    path("cases/<str:reference>/needs/measure/", needs.measure, name="needs_measure"),
    path("cases/<str:reference>/needs/measure/<uuid:measure_id>/", needs.move, name="needs_measure_move"),
    path("cases/<str:reference>/needs/export/", needs.export, name="needs_export"),
    path("cases/<str:reference>/needs/support/", support.refer, name="support_refer"),
    path("cases/<str:reference>/needs/support/<uuid:referral_id>/", support.move, name="support_move"),
    path("cases/<str:reference>/needs/support/<uuid:referral_id>/back/", support.take_back, name="support_back"),
    path("cases/<str:reference>/needs/support/<uuid:referral_id>/letter/", support.letter, name="support_letter"),
    path("support/", support.requests, name="support_requests"),
    path("support/<uuid:request_id>/", support.answer, name="support_request"),
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
    path("cases/<str:reference>/packs/<uuid:pack_id>/", packs.download, name="pack_download"),
    path("cases/<str:reference>/refer/", referring.refer, name="refer"),
    *(path(f"cases/<str:reference>/{name}/", page.act, {"act": name}, name=name) for name in ACTS),
    path("referrals/", referrals.show_list, name="referrals"),
    path("referrals/<str:reference>/", referrals.show, name="referral"),
    path("referrals/<str:reference>/pack/", packs.download_referred, name="referral_pack"),
    path("referrals/<str:reference>/pack/make/", packs.make_referred, name="make_referral_pack"),
    path("referrals/<str:reference>/file/", parcels.fetch, name="parcel"),
    path("referrals/<str:reference>/file/make/", parcels.make, name="make_parcel"),
    path("referrals/<str:reference>/file/receipt/", parcels.receipt, name="receipt"),
    *(
        path(f"referrals/<str:reference>/{name}/", referrals.act, {"act": name}, name=f"referral_{name}")
        for name in referrals.ACTS
    ),
]
