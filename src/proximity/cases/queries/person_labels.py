"""The words for persons of a case, and for what is asked before a suspect is named."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.persons import AgeBand, PersonRole, Question, SubjectCategory

ROLE: Mapping[str, Words] = {
    PersonRole.VICTIM: _("Victim"),
    PersonRole.INDIRECT_VICTIM: _("Indirect victim"),
    PersonRole.WITNESS: _("Witness"),
    PersonRole.CHILD: _("Child"),
    PersonRole.GUARDIAN: _("Guardian of a child"),
    PersonRole.SUPPORT_PERSON: _("Support person"),
    PersonRole.SUSPECT: _("Suspect"),
    PersonRole.THIRD_PERSON: _("Somebody else"),
}
CATEGORY: Mapping[str, Words] = {
    SubjectCategory.SUSPECT: _("suspected"),
    SubjectCategory.VICTIM: _("targeted or affected"),
    SubjectCategory.OTHER: _("other person"),
}
AGE_BAND: Mapping[str, Words] = {
    AgeBand.UNKNOWN: _("not known or not needed"),
    AgeBand.UNDER_14: _("under 14"),
    AgeBand.FROM_14: _("14 to 17"),
    AgeBand.PERHAPS_CHILD: _("perhaps under 18: protected as a child"),
    AgeBand.FROM_18: _("18 to 24"),
    AgeBand.FROM_25: _("25 to 64"),
    AgeBand.FROM_65: _("65 and over"),
}
QUESTION: Mapping[str, Words] = {
    Question.PURPOSE: _("For which purpose is the name needed?"),
    Question.LESS: _("Why would less not do, such as no name at all?"),
    Question.FAIRNESS: _("What does it mean for the person named, and why is that fair?"),
    Question.RISK: _("What shows the risk that the rule asks for?"),
    Question.TOLD: _("Has the person been told? If not, why not?"),
}
ACTION: Mapping[str, Words] = {
    "case.person_added": _("Person noted"),
    "case.person_changed": _("Person changed"),
    "case.person_removed": _("Person taken out"),
    "case.suspect_kept": _("Suspect: kept longer, after a new test"),
    "case.suspect_deleted": _("Suspect: deleted by itself, as set"),
    "case.rights_given": _("Told her rights"),
    "case.support_offered": _("Offered support"),
    "case.rights_not_given": _("Not told her rights, with a reason"),
    "case.support_not_offered": _("Not offered support, with a reason"),
}
