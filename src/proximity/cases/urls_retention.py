"""Addresses of keeping and disposal, in the workspace: also for oversight, which works on no cases."""

from django.urls import URLPattern, path

from proximity.cases.views import retention

app_name = "retention"
urlpatterns: list[URLPattern] = [
    path("retention/", retention.index, name="index"),
    path("retention/propose/", retention.propose, name="propose"),
    path("retention/period/", retention.choose, name="choose"),
    path("retention/disposed.csv", retention.export, name="export"),
    path("retention/<uuid:disposal_id>/", retention.show_list, name="list"),
    path("retention/<uuid:disposal_id>/decide/", retention.decide, name="decide"),
]
