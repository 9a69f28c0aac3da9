"""Addresses of the public form, below `/<lang>/`."""

from django.urls import path

from proximity.reporting.views import report

app_name = "report"
urlpatterns = [
    path("report/", report.report, name="start"),
    path("report/done/", report.done, name="done"),
]
