"""The address of the counts by rule, below `/audit/`."""

from django.urls import path

from proximity.assessment import views

app_name = "overrides"
urlpatterns = [path("", views.overrides, name="index")]
