"""Addresses of what the country's pack states, below `/law/`."""

from django.urls import path

from proximity.assessment import views

app_name = "law"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:chapter>/", views.chapter, name="chapter"),
]
