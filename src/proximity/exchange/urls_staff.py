"""Addresses of the exchange in the workspace, below `/exchange/`."""

from django.urls import path

from proximity.exchange.views import alerts, calendars, drafts, moderation, practices, questions, visits

app_name = "exchange"
urlpatterns = [
    path("", practices.index, name="catalogue"),
    path("practices/new/", drafts.new, name="new_practice"),
    path("practices/<uuid:object_id>/", practices.practice, name="practice"),
    path("practices/<uuid:object_id>/change/", practices.change, name="change_practice"),
    path("practices/<uuid:object_id>/review/", practices.review, name="review"),
    path("practices/<uuid:object_id>/adopt/", practices.adopt, name="adopt"),
    path("practices/<uuid:object_id>/translate/", practices.translate, name="translate"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/submit/", drafts.submit, name="submit"),
    path("drafts/<uuid:draft_id>/remove/", drafts.remove, name="remove_draft"),
    path("questions/", questions.index, name="questions"),
    path("questions/mail/", questions.choose_mail, name="choose_mail"),
    path("questions/new/", questions.ask, name="ask"),
    path("questions/<uuid:object_id>/", questions.question, name="question"),
    path("questions/<uuid:object_id>/accept/", questions.accept, name="accept"),
    path("questions/<uuid:object_id>/practice/", drafts.from_question, name="question_practice"),
    path("visits/", visits.index, name="visits"),
    path("visits/new/", visits.new, name="new_visit"),
    path("visits/calendar.ics", visits.feed, name="calendar"),
    path("visits/calendar/", calendars.make, name="make_calendar"),
    path("visits/calendar/end/", calendars.end, name="end_calendar"),
    path("visits/calendar/<str:secret>.ics", calendars.subscribed, name="subscribed_calendar"),
    path("visits/<uuid:object_id>/", visits.visit, name="visit"),
    path("visits/<uuid:object_id>/visit.ics", visits.one_in_calendar, name="visit_calendar"),
    path("visits/<uuid:object_id>/change/", visits.change, name="change_visit"),
    path("visits/<uuid:object_id>/coming/", visits.coming, name="coming"),
    path("alerts/", alerts.index, name="alerts"),
    path("alerts/new/", alerts.new, name="new_alert"),
    path("overview/", moderation.overview, name="overview"),
    path("withdraw/<uuid:object_id>/", moderation.withdraw, name="withdraw"),
    path("hide/<uuid:object_id>/", moderation.hide, name="hide"),
    path("hide/<uuid:object_id>/undo/", moderation.show_again, name="show_again"),
]
