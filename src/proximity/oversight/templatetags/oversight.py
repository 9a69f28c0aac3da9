"""Words of oversight: what is wrong with a chain, and whose chain it is."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proximity.accounts.actors import Actor
from proximity.audit.operations import INSTANCE
from proximity.audit.verify import ChainReport
from proximity.foundation.sealing.chain import ChainFault, FaultKind

register = template.Library()

MEANINGS: dict[FaultKind, Promise] = {
    FaultKind.ALTERED: gettext_lazy("changed after it was written, or what stood just before was taken out"),
    FaultKind.MISSING: gettext_lazy("deleted"),
    FaultKind.DUPLICATE: gettext_lazy("there twice, or out of order"),
    FaultKind.INSERTED: gettext_lazy("put in by somebody else; Proximity did not write it"),
    FaultKind.RECOMPUTED: gettext_lazy("changed, and the seals made anew without the key"),
    FaultKind.WRONG_KEY: gettext_lazy("does not fit the key: another key, or all seals made anew without it"),
    FaultKind.TAIL_CUT: gettext_lazy("cut off at the end"),
    FaultKind.HEAD_DIFFERS: gettext_lazy("not the row that the head kept outside the database names"),
}


@register.filter
def in_words(fault: ChainFault) -> str:
    """Return one thing wrong in the reader's language: which rows, and what was done to them."""
    if fault.first == fault.last:
        rows = _("Row %(first)s") % {"first": fault.first}
    else:
        rows = _("Rows %(first)s to %(last)s") % {"first": fault.first, "last": fault.last}
    return f"{rows}: {MEANINGS[fault.kind]}"


@register.filter
def chain_name(report: ChainReport, actor: Actor) -> str:
    """Return whose chain a report is about, and which of the two processes wrote it."""
    owner = _("The instance") if report.owner == INSTANCE else actor.organisation.city.name
    side = _("written by the public pages") if report.side == "public" else _("written by the workspace")
    return f"{owner}, {side}"
