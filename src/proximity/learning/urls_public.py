"""Addresses of learning on the public site, below `/<lang>/certificate/`."""

from django.urls import path

from proximity.learning.views import public

app_name = "certificates"
urlpatterns = [path("<str:number>/", public.certificate, name="certificate")]
