"""Addresses of the mailbox, below `/<lang>/`."""

from django.urls import path

from proximity.reporting.views import files, mailbox

app_name = "mailbox"
urlpatterns = [
    path("mailbox/", mailbox.open_mailbox, name="open"),
    path("mailbox/read/", mailbox.read, name="read"),
    path("mailbox/write/", mailbox.write, name="write"),
    path("mailbox/add-file/", files.add_file, name="add_file"),
    path("mailbox/readers/add/", mailbox.add_reader, name="add_reader"),
    path("mailbox/readers/<uuid:recipient>/withdraw/", mailbox.withdraw, name="withdraw"),
    path("mailbox/readers/<uuid:recipient>/erase/", mailbox.erase, name="erase"),
    path("mailbox/treatment/", mailbox.treatment, name="treatment"),
    path("mailbox/leave/", mailbox.leave, name="leave"),
]
