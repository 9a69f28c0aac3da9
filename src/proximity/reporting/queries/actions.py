"""What areas above reporting offer to do with a report, such as opening it as a case.

Reporting cannot import them. `config` calls `offer_on_report` for each when the workspace starts, in one visible place, and the
report's page shows what they offer as buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from proximity.accounts.actors import Actor
from proximity.reporting.models import Report


@dataclass(frozen=True, slots=True)
class ReportAction:
    """A button on the report's page: its words, where it leads, and whether it is posted or a link."""

    label: str | Promise
    url: str
    post: bool = True


type Offer = Callable[[Report, Actor], ReportAction | None]

_offers: list[Offer] = []


def offer_on_report(offer: Offer) -> None:
    """Add an offer, once."""
    if offer not in _offers:
        _offers.append(offer)


def report_actions(report: Report, *, by: Actor) -> list[ReportAction]:
    """Return what the areas above offer somebody to do with a report."""
    found = (offer(report, by) for offer in _offers)
    return [action for action in found if action is not None]


_after_erasure: list[Offer] = []


def offer_after_erasure(offer: Offer) -> None:
    """Add what is to be decided next when a report is erased at the person's request, once; asked before the key is gone."""
    if offer not in _after_erasure:
        _after_erasure.append(offer)


def next_after_erasure(report: Report, *, by: Actor) -> ReportAction | None:
    """Return what somebody decides next once a report is erased, or None."""
    found = (offer(report, by) for offer in _after_erasure)
    return next((action for action in found if action is not None), None)
