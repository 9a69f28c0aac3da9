"""The words of what learning speaks of in codes."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.accounts.rules import OrganisationKind
from proximity.assessment.queries.labels import Words
from proximity.assessment.queries.law_words import ORGANISATION
from proximity.learning.rules.cohorts import Module, SeatState
from proximity.learning.rules.questions import Known, Sure, Verdict
from proximity.learning.rules.readers import Readers

KINDS: Mapping[str, Words] = {
    **ORGANISATION,
    OrganisationKind.STAKEHOLDER: _("schools, landlords, transport and others"),
}
READERS: Mapping[str, Words] = {
    Readers.NETWORK: _("All cities of the network"),
    Readers.COUNTRY: _("Cities of my country"),
    Readers.CITY: _("Only my own city"),
}
MODULES: Mapping[str, Words] = {
    Module.ORGANISATION: pgettext_lazy("part of a course", "Organisation"),
    Module.TRAINING: pgettext_lazy("part of a course", "Training"),
    Module.VICTIMS: _("Treatment of victims and coordination"),
}
SEATS: Mapping[str, Words] = {
    SeatState.INVITED: _("invited"),
    SeatState.ACCEPTED: _("takes part"),
    SeatState.DECLINED: _("declined"),
}
QUESTIONS: Mapping[str, Words] = {
    Sure.RECOGNISE: _("I recognise when bias may be behind an incident."),
    Sure.SPEAK: _("I know how to speak with the person it happened to."),
    Sure.CALL_IN: _("I know whom to call in: an NGO, victim support, other police."),
    Sure.WRITE_DOWN: _("I can write down what a court needs."),
    Known.PERCEPTION: _("If the person targeted sees bias, that is enough to record it and look into it."),
    Known.ONE_SIGN: _("One indicator proves bias."),
    Known.MONEY: _("Where money was taken, bias is ruled out."),
    Known.AGAINST: _("What speaks against bias is written down, too."),
}
VERDICTS: Mapping[str, Words] = {
    Verdict.RIGHT: _("That is right"),
    Verdict.WRONG: _("That is wrong"),
    Verdict.UNSURE: _("I am not sure"),
}
STEPS: Mapping[str, Words] = {
    "1": _("1, not at all"),
    "2": "2",
    "3": "3",
    "4": "4",
    "5": _("5, fully"),
}
