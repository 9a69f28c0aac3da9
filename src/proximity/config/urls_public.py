"""Addresses of the public process: what has no language first, the rest below `/<lang>/`, one line per area."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from proximity.network import urls_public as network
from proximity.welcome import urls_public as welcome

urlpatterns: list[URLPattern | URLResolver] = [
    *welcome.everywhere,
    *network.everywhere,
    *i18n_patterns(
        path("", include(welcome.in_languages)),
        path("figures/", include("proximity.insight.urls_public")),
        path("plan/", include("proximity.plans.urls_public")),
        path("practices/", include("proximity.exchange.urls_public")),
        path("certificate/", include("proximity.learning.urls_public")),
        path("", include("proximity.reporting.urls_public")),
        path("", include("proximity.reporting.urls_mailbox")),
    ),
]

# Where something broke, what a person typed on a page of the form stays with her.
handler500 = "proximity.reporting.views.away.server_error"
