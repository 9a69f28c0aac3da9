"""What the codes of the register are called in the workspace; what the public reads too stands in `words`."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.directory.models import Note
from proximity.directory.queries.words import Label
from proximity.directory.rules.assessment import Answer, Heading, Question
from proximity.directory.rules.verifying import How, Standing
from proximity.packs.vocabulary import HelpNeed

HOW: Mapping[How, Label] = {
    How.OWN: _("It is our own service"),
    How.CALLED: _("We called there"),
    How.VISITED: _("We went there"),
}
STANDINGS: Mapping[Standing, Label] = {
    Standing.NEW: _("not confirmed: not public"),
    Standing.TRUE: _("confirmed"),
    Standing.DUE: _("to be confirmed"),
    Standing.LAPSED: _("lapsed: not public"),
    Standing.ENDED: _("no longer there"),
}
STANDING_KINDS = {
    Standing.NEW: "warning", Standing.TRUE: "success", Standing.DUE: "warning", Standing.LAPSED: "danger", Standing.ENDED: "",
}  # fmt: skip
NOTES: Mapping[Note, Label] = {
    Note.ADDED: _("Added"),
    Note.CHANGED: pgettext_lazy("history of an entry", "Changed"),
    Note.CONFIRMED: _("Confirmed: still true"),
    Note.DOUBTED: _("Somebody says that it is not true"),
    Note.HIDDEN: _("Taken off the public page until it is confirmed"),
    Note.ASKED: _("The owner was asked whether it is still true"),
    Note.ENDED: _("Ended: it is no longer there"),
}
NEEDS: Mapping[HelpNeed, Label] = {
    HelpNeed.MEDICAL: _("Injuries"),
    HelpNeed.TALK: _("Somebody to talk to"),
    HelpNeed.LEGAL: _("Legal advice"),
    HelpNeed.REPORT: _("Reporting without the police"),
    HelpNeed.POLICE: _("Police"),
    HelpNeed.CHILDREN: _("Children and young people"),
    HelpNeed.ONLINE: _("On the internet"),
    HelpNeed.RIGHTS: _("Reading what happens next"),
}
FIELDS: Mapping[str, Label] = {
    "kind": _("What it is"),
    "name": _("Name"),
    "language": _("Language of this text"),
    "about": _("What they do for people"),
    "run_by": _("Who runs it"),
    "needs": _("What people find there"),
    "grounds": _("For whom"),
    "languages": _("Languages spoken there"),
    "access": _("Access"),
    "without_name": _("People can come without giving a name"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "web": _("Web page"),
    "address": _("Address"),
    "district": _("District"),
    "serves": _("Districts it is there for"),
    "place": _("Place on the map"),
    "week": _("Opening hours"),
    "hours_note": _("Note on the hours"),
    "by_appointment": _("Only by appointment"),
    "source": _("Where this comes from"),
    "source_on": _("Seen there on"),
}
HEADINGS: Mapping[Heading, Label] = {
    Heading.AWARENESS: _("Known"),
    Heading.CAPABILITY: _("Able"),
    Heading.CAPACITY: _("Equipped"),
    Heading.OVERSIGHT: _("Looked after"),
}
ANSWERS: Mapping[Answer, Label] = {
    Answer.YES: pgettext_lazy("self-assessment", "Yes"),
    Answer.PARTLY: pgettext_lazy("self-assessment", "Partly"),
    Answer.NO: pgettext_lazy("self-assessment", "No"),
    Answer.UNKNOWN: pgettext_lazy("self-assessment", "We do not know"),
}
QUESTIONS: Mapping[Question, Label] = {
    Question.KNOWN_BY_PEOPLE: _("Do the people you are there for know that they can report with you?"),
    Question.NOTICE_RIGHT: _(
        "Are your name, address, telephone and hours right everywhere they stand: door, leaflets, web?"
    ),
    Question.KNOWN_BY_PARTNERS: _("Do police, schools, clinics and other organisations send people to you?"),
    Question.TRAINED: _("Has everybody who takes reports been trained for it in the last twelve months?"),
    Question.KNOWS_INDICATORS: _("Do they know the signs of a motive of hate, and ask about them without leading?"),
    Question.KNOWS_CONSENT: _("Do they explain who reads a report, and send nothing on without the person's word?"),
    Question.LANGUAGES: _("Can you take a report in the languages of the people you are there for?"),
    Question.SOMEBODY_THERE: _("Is somebody who takes reports there during all the hours you have published?"),
    Question.PRIVATE_ROOM: _("Is there a room where nobody else hears the conversation?"),
    Question.TIME_AND_MONEY: _("Do you have the time and the money for it, for the whole year to come?"),
    Question.STAND_IN: _("Does somebody stand in during holidays and illness?"),
    Question.ONE_ANSWERS: _("Does one named post answer for the centre?"),
    Question.HEARS_BACK: _("Do the police tell you what came of the reports that you sent on?"),
    Question.NUMBERS_LOOKED_AT: _("Does somebody look at how many reports come, and why none come?"),
    Question.STAFF_CARED_FOR: _("Do those who listen all day have somebody to talk to themselves?"),
}
