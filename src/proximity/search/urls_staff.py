"""Addresses of search in the workspace, below `/search/`."""

from django.urls import path

from proximity.search.views import alike, searching

app_name = "search"
urlpatterns = [
    path("", searching.show, name="search"),
    path("alike/<str:reference>/", alike.show, name="alike"),
]
