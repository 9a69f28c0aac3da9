"""What holds for keeping an organisation's records: the law's rules, its own periods, and what is due by them."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from proximity.accounts.models import Organisation
from proximity.cases.models import Case, RetentionChoice
from proximity.cases.rules.retention import OWN, Period
from proximity.foundation.pure.spans import Unit
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.times import KeepingRule
from proximity.packs.vocabulary import KeptKind, OrganisationKind
from proximity.reporting.models import Report

SCHEDULED = (KeptKind.REPORT, KeptKind.INCIDENT, KeptKind.OFFENCE, KeptKind.UNSOLVED)
"""What is put on a list of disposal as one; all else goes with these, or stays."""


def rules_for(organisation: Organisation, kind: KeptKind, day: date) -> tuple[KeepingRule, ...]:
    """Return what the law of a day says to an organisation about a kind of records; empty where nothing is known."""
    country = organisation.city.country
    if country not in available_countries() or organisation.kind not in set(OrganisationKind):
        return ()
    return load_pack(country).keeping_on(day, kind, OrganisationKind(organisation.kind))


def rule_of(organisation: Organisation, basis: str) -> KeepingRule | None:
    """Return the rule of the country's pack that a basis names, or None for what is no rule, or none any more."""
    country = organisation.city.country
    if basis == OWN or country not in available_countries():
        return None
    return next((rule for rule in load_pack(country).keeping if rule.code == basis), None)


def choices_of(organisation: Organisation) -> Mapping[KeptKind, RetentionChoice]:
    """Return what an organisation decided last for each kind of records."""
    found = (
        RetentionChoice.objects.filter(organisation=organisation).order_by("kind", "-chosen_at", "-id").distinct("kind")
    )
    return {KeptKind(choice.kind): choice for choice in found}


def periods_of(organisation: Organisation) -> Mapping[KeptKind, Period]:
    """Return an organisation's own period for each kind of records that it decided on."""
    return {kind: Period(one.amount, Unit(one.unit)) for kind, one in choices_of(organisation).items()}


def erased_by_request(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return those cases whose report was erased at the person's request: nothing else takes the key to it away."""
    return cases.filter(report__isnull=False).exclude(Exists(Report.objects.filter(pk=OuterRef("report_id"))))
