"""Addresses of files in the workspace, below `/files/`."""

from django.urls import path

from proximity.evidence.views import files, hand_overs

app_name = "evidence"
urlpatterns = [
    path("<uuid:file_id>/", files.clean_copy, name="clean"),
    path("<uuid:file_id>/play/", files.play, name="play"),
    path("<uuid:file_id>/hand-over/<uuid:offer_id>/", hand_overs.hand_over, name="hand_over"),
    path("<uuid:file_id>/original/", files.original, name="original"),
]
