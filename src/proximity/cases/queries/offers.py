"""What cases offer on the page of a report."""

from django.urls import reverse
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.cases.access import cases_visible_to
from proximity.reporting.access import own_recipient
from proximity.reporting.models import Report
from proximity.reporting.queries.actions import ReportAction
from proximity.reporting.rules.states import MAY_READ


def case_of_report(report: Report, by: Actor) -> ReportAction | None:
    """Offer to open a report as a case, or the way to the case it was opened as; nothing to whom works on no cases."""
    if not by.may(Capability.WORK_CASES):
        return None
    case = cases_visible_to(by).filter(report=report).first()
    if case is not None:
        words = _("Go to case %(reference)s") % {"reference": case.reference}
        return ReportAction(words, reverse("cases:case", kwargs={"reference": case.reference}), post=False)
    if own_recipient(report, by=by).status not in MAY_READ:
        return None
    return ReportAction(_("Open as a case"), reverse("cases:open", kwargs={"reference": report.reference}))


def case_after_erasure(report: Report, by: Actor) -> ReportAction | None:
    """Lead to the case that was opened from a report that is being erased: somebody has to decide whether it goes too."""
    case = cases_visible_to(by).filter(report=report).first()
    if case is None:
        return None
    url = f"{reverse('cases:case', kwargs={'reference': case.reference}, query={'at': 'keeping'})}#keeping"
    return ReportAction(_("A case was opened from it: decide whether it goes too."), url, post=False)
