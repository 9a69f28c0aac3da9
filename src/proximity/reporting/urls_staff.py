"""Addresses of reporting in the workspace."""

from django.urls import path

from proximity.reporting.views import staff_desk, staff_files, staff_inbox, staff_pile, staff_report, staff_suggestions

app_name = "reports"
urlpatterns = [
    path("inbox/", staff_inbox.show_inbox, name="inbox"),
    path("inbox/apart/", staff_pile.show_apart, name="apart"),
    path("inbox/piles/", staff_pile.show_piles, name="piles"),
    path("inbox/piles/<uuid:pile_id>/", staff_pile.show_pile, name="pile"),
    path("inbox/piles/<uuid:pile_id>/decide/", staff_pile.decide, name="decide_pile"),
    path("reports/new/", staff_desk.enter_report, name="enter"),
    path("reports/suggestions/", staff_suggestions.settings, name="suggestion_settings"),
    path("reports/<str:reference>/suggestions/", staff_suggestions.show, name="suggestions"),
    path("reports/<str:reference>/", staff_report.show_report, name="report"),
    path("reports/<str:reference>/files/", staff_files.add_report_file, name="add_file"),
    path("reports/<str:reference>/answer/", staff_report.answer, name="answer"),
    path("reports/<str:reference>/close/", staff_report.close, name="close"),
    path("reports/<str:reference>/forward/", staff_report.forward, name="forward"),
    path("reports/<str:reference>/not-a-report/", staff_pile.not_a_report, name="not_a_report"),
    path("reports/<str:reference>/take-up/", staff_pile.take_up_again, name="take_up"),
    path("reports/<str:reference>/erasure/", staff_report.erasure, name="erasure"),
]
