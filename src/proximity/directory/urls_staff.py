"""Addresses of the register in the workspace, below `/directory/`."""

from django.urls import path

from proximity.directory.views import changing, reading

app_name = "directory"
urlpatterns = [
    path("", reading.index, name="index"),
    path("table.csv", reading.table, name="table"),
    path("others/", reading.others, name="others"),
    path("new/", changing.add, name="add"),
    path("<uuid:entry_id>/", reading.entry, name="entry"),
    path("<uuid:entry_id>/change/", changing.change, name="change"),
    path("<uuid:entry_id>/confirm/", changing.confirm, name="confirm"),
    path("<uuid:entry_id>/doubt/", changing.doubt, name="doubt"),
    path("<uuid:entry_id>/end/", changing.end, name="end"),
    path("<uuid:entry_id>/share/", changing.share, name="share"),
    path("<uuid:entry_id>/assess/", changing.assess, name="assess"),
]
