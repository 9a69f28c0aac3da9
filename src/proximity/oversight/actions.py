"""What each action of the log is called in words. The code stands beside them: it is what the chain covers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Words = "StrPromise"

SIGNING_IN: Mapping[str, Words] = {
    "sign_in.succeeded": _("Signed in"),
    "sign_in.failed": _("Sign-in failed"),
    "sign_in.slowed": _("Sign-in refused: too many wrong tries"),
    "sign_out": _("Signed out"),
    "office.entered": _("Started to work for an organisation"),
    "second_factor.set": _("Second factor set up"),
    "access.reset": _("Access reset: new password, no second factor"),
    "language.chosen": _("Language chosen"),
    "summary.chosen": _("Daily e-mail switched on or off"),
    "summary.sent": _("Daily e-mail sent"),
}
INSTALLATION: Mapping[str, Words] = {
    "city.added": _("City added"),
    "cities.listed": _("List of cities read"),
    "organisation.added": _("Organisation added"),
    "organisations.listed": _("List of organisations read"),
    "elsewhere.routed": _("Who takes the reports from elsewhere"),
    "person.added": _("Account added"),
    "accounts.listed": _("List of accounts read"),
    "membership.added": _("Office given to a person"),
    "membership.ended": _("Office of a person ended"),
    "doctor.run": _("Installation examined"),
    "backup.made": _("Backup made"),
    "backup.restored": _("Backup restored"),
    "restore_code.new": _("New restore code drawn"),
    "restore_code.confirm": _("Restore code confirmed"),
    "audit.read": _("Log read"),
    "audit.exported": _("Log taken along as a table"),
    "audit.verified": _("Log verified"),
}
REPORTS: Mapping[str, Words] = {
    "report.submitted": _("Report sent"),
    "report.opened": _("Report read"),
    "report.answered": _("Answer to the person"),
    "report.taken_into_work": _("Report taken into work"),
    "report.closed": _("Report closed, with feedback to the person"),
    "report.forwarded": _("Report handed on with the person's word"),
    "report.reader_added": _("The person let one more organisation read"),
    "report.withdrawn": _("The person took the report back"),
    "report.withdrawal_seen": _("Noted that the report was taken back"),
    "report.given_up": _("Report no longer held"),
    "report.disposed": _("Report disposed of"),
    "report.not_disposed": _("Report not disposed of"),
    "mailbox.message": _("The person wrote"),
    "mailbox.facts": _("The person added what happened"),
    "mailbox.treatment": _("The person said how she was treated"),
    "erasure.requested": _("The person asked to erase the report"),
    "erasure.granted": _("Request to erase granted"),
    "erasure.refused": _("Request to erase refused"),
}
FILES: Mapping[str, Words] = {
    "file.received": _("File received"),
    "file.clean": _("Clean copy of a file made"),
    "file.sealed_only": _("No clean copy of a file: kept sealed"),
    "file.viewed": _("Clean copy of a file opened"),
    "file.original_opened": _("Original of a file opened"),
    "file.shared": _("File shared with another organisation"),
    "file.erased": _("File erased"),
}
CASES: Mapping[str, Words] = {
    "case.opened": _("Case opened"),
    "case.read": _("Case read"),
    "case.renamed": _("Case given another title"),
    "case.assigned": _("Case assigned"),
    "case.work_started": _("Work on a case begun"),
    "case.complaint_not_made": _("Formal complaint: not made"),
    "case.complaint_offered": _("Formal complaint: offered"),
    "case.complaint_made": _("Formal complaint: made"),
    "case.complaint_declined": _("Formal complaint: declined"),
    "case.offence_state_set": _("Offence: decided on"),
    "case.task_added": _("Task set"),
    "case.task_done": _("Task done"),
    "case.task_resumed": _("Task taken up again"),
    "case.answered": _("Message to the person"),
    "case.closed": _("Case closed, with feedback to the person"),
    "case.reopened": _("Case opened again"),
    "case.held": _("Legal hold set"),
    "case.hold_lifted": _("Legal hold lifted"),
    "case.kept_on": _("Case looked at again: still needed"),
    "case.disposed": _("Case disposed of"),
    "case.not_disposed": _("Case not disposed of"),
    "assessment.bias_answered": _("Bias question answered"),
    "assessment.indicator_added": _("Indicator noted"),
    "assessment.indicator_withdrawn": _("Indicator withdrawn"),
    "assessment.ground_added": _("Ground recorded"),
    "assessment.ground_moved": _("Ground: another status"),
}
KEEPING: Mapping[str, Words] = {
    "retention.chosen": _("Time of keeping decided on"),
    "retention.due_listed": _("List of what is due for disposal read"),
    "disposal.proposed": _("Disposal proposed"),
    "disposal.confirmed": _("Disposal confirmed by a second person"),
    "disposal.refused": _("Disposal refused"),
    "disposal.done": _("Disposal carried out"),
}
FIGURES: Mapping[str, Words] = {
    "figures.prepared": _("Table of figures prepared"),
    "figures.released": _("Table of figures released"),
    "facts.imported": _("Facts of an older register brought in"),
    "fact.link_cut": _("Fact cut off from its record"),
}
ACTIONS: Mapping[str, Words] = {**SIGNING_IN, **INSTALLATION, **REPORTS, **FILES, **CASES, **KEEPING, **FIGURES}
"""One entry for each action that the program writes; a test goes over the code."""
