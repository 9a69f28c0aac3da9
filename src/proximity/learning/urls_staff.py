"""Addresses of learning in the workspace, below `/learning/`."""

from django.urls import path

from proximity.learning.views import certificates, cohorts, scenarios, seats, sharing

app_name = "learning"
urlpatterns = [
    path("", scenarios.index, name="index"),
    path("scenarios/new/", scenarios.new, name="new_scenario"),
    path("scenarios/project/", scenarios.bring, name="bring_scenarios"),
    path("scenarios/<uuid:scenario_id>/", scenarios.scenario, name="scenario"),
    path("scenarios/<uuid:scenario_id>/withdraw/", scenarios.withdraw, name="withdraw_scenario"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/begin/", sharing.begin, name="begin_sharing"),
    path("sharing/end/", sharing.end, name="end_sharing"),
    path("sharing/now/", sharing.now, name="share_now"),
    path("courses/new/", cohorts.new, name="new_cohort"),
    path("courses/<uuid:cohort_id>/", cohorts.cohort, name="cohort"),
    path("courses/<uuid:cohort_id>/session/", cohorts.plan, name="plan_session"),
    path("courses/<uuid:cohort_id>/invite/", cohorts.invite, name="invite"),
    path("courses/<uuid:cohort_id>/close/", cohorts.close, name="close_cohort"),
    path("courses/<uuid:cohort_id>/results.csv", cohorts.results_csv, name="results"),
    path("courses/<uuid:cohort_id>/certificates/", certificates.give, name="give_certificates"),
    path("certificates/<uuid:certificate_id>/certificate.pdf", certificates.pdf, name="certificate"),
    path("certificates/<uuid:certificate_id>/revoke/", certificates.revoke, name="revoke_certificate"),
    path("sessions/<uuid:session_id>/", cohorts.attendance, name="attendance"),
    path("sessions/<uuid:session_id>/remove/", cohorts.remove_session, name="remove_session"),
    path("seats/<uuid:seat_id>/", seats.seat, name="seat"),
    path("seats/<uuid:seat_id>/answer/", seats.answer, name="answer_invitation"),
    path("seats/<uuid:seat_id>/<str:moment>/", seats.questions, name="questions"),
]
