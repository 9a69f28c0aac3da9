"""Addresses of search in the workspace, below `/search/`."""

from django.urls import path

from proximity.search import views

app_name = "search"
urlpatterns = [
    path("", views.show, name="search"),
]
