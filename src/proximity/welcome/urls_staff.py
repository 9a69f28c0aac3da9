"""The addresses that both processes answer, for whoever watches them."""

from django.urls import path

from proximity.foundation.metrics import metrics
from proximity.welcome.views import front

urlpatterns = [path("healthz", front.healthz, name="healthz"), path("metrics", metrics, name="metrics")]
