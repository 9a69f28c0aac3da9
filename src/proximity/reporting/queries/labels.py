"""The words for reporting's codes: states, to the person and to staff; kinds of message, of organisation, of channel."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from proximity.accounts.rules import OrganisationKind
from proximity.reporting.rules.answers import Perceived
from proximity.reporting.rules.states import Channel, MessageKind, RecipientStatus

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Words = "StrPromise"

TO_PERSON: dict[RecipientStatus, Words] = {
    RecipientStatus.RECEIVED: _("It has arrived. Nobody there has opened it yet."),
    RecipientStatus.BEING_READ: _("They have opened it and are reading it."),
    RecipientStatus.IN_WORK: _("They are working on it."),
    RecipientStatus.CLOSED: _("They have told you what was done. You can still write to them."),
    RecipientStatus.SET_ASIDE: _(
        "They could not see an incident in what was written. If this is wrong, write to them here."
    ),
    RecipientStatus.WITHDRAWN: _("You took it back. They had opened it before, and were told to stop using it."),
    RecipientStatus.ERASED: _("They have erased it and can no longer open it."),
}
TAKEN_BACK_UNOPENED = _("You took it back before anybody there opened it. It is locked for them.")

BROKEN = _("cannot be opened: it was changed. Tell whoever runs Proximity")
"""Stands in a list for what is not what was sealed; the other rows stay readable."""

TO_STAFF: dict[RecipientStatus, tuple[Words, str]] = {
    RecipientStatus.RECEIVED: (_("New"), "info"),
    RecipientStatus.BEING_READ: (_("Being read"), ""),
    RecipientStatus.IN_WORK: (_("In work"), ""),
    RecipientStatus.CLOSED: (_("Closed"), "success"),
    RecipientStatus.SET_ASIDE: (_("Not a report"), ""),
    RecipientStatus.WITHDRAWN: (_("Taken back"), "danger"),
    RecipientStatus.ERASED: (_("Erased"), ""),
}

CHANNELS: dict[Channel, Words] = {
    Channel.ONLINE: _("online"),
    Channel.DESK: _("at a desk"),
    Channel.PHONE: _("by phone"),
}

KINDS: dict[MessageKind, Words | str] = {
    MessageKind.MESSAGE: "",
    MessageKind.FACTS: _("More about what happened"),
    MessageKind.FEEDBACK: _("What was done"),
    MessageKind.WITHDRAWAL: _("Report taken back"),
    MessageKind.ERASURE: _("Answer to the request to erase"),
    MessageKind.TREATMENT: _("How I was treated"),
    MessageKind.PROCEEDINGS: _("What came of it"),
}

ROLES: dict[OrganisationKind, Words] = {
    OrganisationKind.LOCAL_POLICE: _("city police"),
    OrganisationKind.STATE_POLICE: _("state police"),
    OrganisationKind.PROSECUTION: _("prosecution"),
    OrganisationKind.NGO: _("support organisation"),
    OrganisationKind.CITY_HALL: _("city hall"),
    OrganisationKind.COMPLAINTS_BODY: _("complaints body"),
    OrganisationKind.NATIONAL_BODY: _("national body"),
    OrganisationKind.OVERSIGHT: _("data protection"),
    OrganisationKind.TRAINING_BODY: _("training body"),
    OrganisationKind.STAKEHOLDER: _("partner of the city"),
}

# Short, for lists; the page of a report shows the words that the person chose from.
PERCEIVED: dict[str, Words] = {
    Perceived.YES: _("perceived as hate"),
    Perceived.NOT_SURE: _("not sure whether hate"),
    Perceived.NO: _("not perceived as hate"),
    "": _("not said whether hate"),
}
WISHES: dict[str, Words] = {
    "support": _("support"),
    "contact": _("contact"),
    "police": _("police to act"),
    "counted": _("only to be counted"),
}

RESPECT: dict[int, Words] = {
    5: _("yes, fully"),
    4: _("mostly"),
    3: _("partly"),
    2: _("hardly"),
    1: _("not at all"),
}


def status_to_person(status: RecipientStatus, *, had_been_opened: bool) -> Words:
    """Return where a report stands, in the words the person reads."""
    if status is RecipientStatus.WITHDRAWN and not had_been_opened:
        return TAKEN_BACK_UNOPENED
    return TO_PERSON[status]
