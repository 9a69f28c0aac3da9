"""Addresses of the workspace, one line per area."""

from django.urls import URLPattern, URLResolver, include, path

from proximity.cases.queries.offers import case_after_erasure, case_of_report
from proximity.config.home import workspace_home
from proximity.reporting.queries.actions import offer_after_erasure, offer_on_report

urlpatterns: list[URLPattern | URLResolver] = [
    path("", workspace_home, name="workspace_home"),
    path("", include("proximity.welcome.urls_staff")),
    path("figures/", include("proximity.insight.urls_staff")),
    path("law/", include("proximity.assessment.urls_staff")),
    path("audit/rules/", include("proximity.assessment.urls_overrides")),
    path("network/", include("proximity.network.urls_staff")),
    path("plan/", include("proximity.plans.urls_staff")),
    path("directory/", include("proximity.directory.urls_staff")),
    path("exchange/", include("proximity.exchange.urls_staff")),
    path("learning/", include("proximity.learning.urls_staff")),
    path("", include("proximity.accounts.urls_staff")),
    path("", include("proximity.oversight.urls_staff")),
    path("", include("proximity.reporting.urls_staff")),
    path("search/", include("proximity.search.urls_staff")),
    path("", include("proximity.bulk.urls_staff")),
    path("files/", include("proximity.evidence.urls_staff")),
    path("", include("proximity.cases.urls")),
    path("", include("proximity.cases.urls_retention")),
]

# What areas above reporting offer on the page of a report, which cannot import them.
offer_on_report(case_of_report)
offer_after_erasure(case_after_erasure)
