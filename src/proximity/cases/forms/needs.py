"""The forms of the page of needs."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.forms.fields import DAY_NEEDED, TEXT_NEEDED, Choices, Radios, Text, choices_of
from proximity.cases.queries import need_labels as labels
from proximity.cases.rules.needs import GROUPS, Needs
from proximity.cases.rules.support import ConsentGiven, ConsentWay, PassedOn, SupportState

LONG = _("This is too long. Say it more briefly.")
LATER_DAY = _("Give a day from today on, and no more than a year away.")


def day(label: Words, help_text: Words = "", *, required: bool = True) -> forms.DateField:
    """Return a field for one day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=widget, error_messages=DAY_NEEDED
    )


def words(name: str, help_text: Words = "") -> Text:
    """Return a box for one text of the assessment; none of them is needed."""
    return Text(labels.FIELD[name], help_text, rows=2, required=False)


def sign(name: str, help_text: Words = "") -> forms.ChoiceField:
    """Return a question that may stay open."""
    return forms.ChoiceField(
        label=labels.FIELD[name], help_text=help_text, required=False, choices=[("", "—"), *choices_of(labels.SIGN)]
    )


class NeedsForm(forms.Form):
    """One assessment of needs. Whatever is not known yet may stay empty; only the danger and the next review are asked for."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    personal = words("personal", _("Only what matters for protection. Never whether somebody has papers."))
    crime = words("crime")
    circumstances = words("circumstances")
    bias = words("bias")
    risk = Radios(labels.FIELD["risk"], choices_of(labels.RISK))
    risk_why = words("risk_why")
    fear = sign("fear")
    repeated = sign("repeated")
    dependent = sign("dependent")
    children = sign("children")
    special = sign("special", _("This rests on no list of grounds: whoever needs protection gets it."))
    special_why = words("special_why")
    wishes = words("wishes")
    interpreter = Text(
        labels.FIELD["interpreter"], _("The language, and the dialect if it matters."), rows=0, required=False
    )
    facilitator = sign("facilitator")
    documents = forms.MultipleChoiceField(
        label=labels.FIELD["documents"], choices=choices_of(labels.DOCUMENT), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    place = words("place")
    body = words("body")
    mind = words("mind")
    money = words("money")
    behaviour = words("behaviour")
    situation = words("situation")
    conflict = words("conflict")
    community = words("community")
    notes = words("notes")
    review_on = day(
        _("Look again on"),
        _("Proposed by danger: in a day where there is immediate danger, in a week, in a month."),
        required=False,
    )
    ends = forms.BooleanField(label=_("Nobody has to look again"), required=False)

    def groups(self) -> Iterator[tuple[Words, list[BoundField]]]:
        """Yield what belongs together, with its heading."""
        for group, names in GROUPS.items():
            yield labels.GROUP[group], [self[name] for name in names]

    def needs(self) -> Needs:
        """Return what was answered."""
        given = {name: self.cleaned_data[name] for names in GROUPS.values() for name in names}
        documents = tuple(given.pop("documents"))
        return Needs(documents=documents, **given)


class MeasureForm(forms.Form):
    """One protection measure."""

    what = Text(_("What is done to protect her?"), rows=2)
    who = Text(_("Who does it?"), rows=0)
    due_on = day(_("By when?"))


class SupportForm(forms.Form):
    """A referral to support, with the person's consent."""

    service = forms.ChoiceField(
        label=_("Whom do you ask?"), required=False,
        help_text=_("Services of the list are marked where nobody has checked them yet: call first."),
    )  # fmt: skip
    service_name = Text(_("Or somebody else"), rows=0, required=False)
    need = Text(
        _("What does she need?"), _("Only what she allows you to pass on. Nothing of the case goes with it."), rows=2
    )
    contact = Text(_("How can she be reached?"), _("A number, a time, a code word: as she wants it."), rows=2)
    language = Text(_("Language she speaks"), rows=0, required=False)
    way = Radios(_("How did she consent?"), choices_of(labels.CONSENT_WAY))
    consent_on = day(_("On which day?"))
    scope = Text(_("To what, in a sentence"), _("Such as: my first name and number, that I need a lawyer."), rows=2)
    remind_on = day(_("Ask again, if nobody answers, on"), _("Proposed after a week."))

    def offer(self, services: Choices) -> None:
        """Show whom one can ask; what is sent is judged by the operation."""
        self.fields["service"].choices = [("", "—"), *services]  # type: ignore[attr-defined]  # it is a ChoiceField

    def passed(self) -> PassedOn:
        """Return what is passed on."""
        given = self.cleaned_data
        return PassedOn(contact=given["contact"].strip(), need=given["need"].strip(), language=given["language"])

    def consent(self) -> ConsentGiven:
        """Return what she consented to."""
        given = self.cleaned_data
        return ConsentGiven(ConsentWay(given["way"]), given["consent_on"], given["scope"])


class SupportStateForm(forms.Form):
    """What came of a referral."""

    state = Radios(_("Where does it stand?"), choices_of(labels.SUPPORT))
    outcome = Text(_("What came of it"), rows=2, required=False)
    remind_on = day(_("Ask again on"), _("Only where nobody has answered."), required=False)

    def offer(self, states: tuple[SupportState, ...]) -> None:
        """Show only the steps that may follow."""
        self.fields["state"].choices = choices_of(labels.SUPPORT, states)  # type: ignore[attr-defined]  # a ChoiceField


class ConsentBackForm(forms.Form):
    """That the person took her consent back."""

    way = Radios(_("How did she tell you?"), choices_of(labels.CONSENT_WAY))
    consent_on = day(_("On which day?"))
    scope = Text(_("What she said"), rows=2)

    def consent(self) -> ConsentGiven:
        """Return what she took back."""
        given = self.cleaned_data
        return ConsentGiven(ConsentWay(given["way"]), given["consent_on"], given["scope"])


class AnswerRequestForm(forms.Form):
    """What a partner answers."""

    state = Radios(
        _("Your answer"),
        [(SupportState.ACCEPTED.value, _("We take it on")), (SupportState.DECLINED.value, _("We cannot take it on"))],
    )
    words = Text(_("Anything to add?"), _("Whoever asked you reads this."), rows=2, required=False)


class ExportForm(forms.Form):
    """For which purpose needs leave the system, and in which form."""

    PURPOSES: ClassVar[Mapping[str, Words]] = {
        "asked for by the person": _("The person asks for it herself"),
        "support service, with consent": _("A service that supports her, with her consent"),
        "protection measure": _("Whoever carries out a protection measure"),
        "asked for by prosecution or court": _("The prosecution or a court asks for it"),
    }
    purpose = Radios(_("For which purpose?"), choices_of(PURPOSES))
    kind = Radios(
        _("In which form?"), [("print", _("A page to print")), ("json", _("A file for another system (JSON)"))]
    )


# What a value that the rules refuse is called beside its field.
FAULTS: Mapping[str, Words] = {
    "special_why": _("Say why, and which protection."),
    "ends": _("While there is danger, somebody looks again. Give a day."),
    "review_on": LATER_DAY,
    "remind_on": LATER_DAY,
    "consent_on": _("Give a day up to today: without consent nothing is passed on."),
    "service": _("Choose one from the list, or name somebody else, not both."),
    "what": TEXT_NEEDED["required"],
    "who": TEXT_NEEDED["required"],
    "contact": TEXT_NEEDED["required"],
    "need": TEXT_NEEDED["required"],
    "scope": TEXT_NEEDED["required"],
    "language": LONG,
    "outcome": LONG,
    "words": LONG,
}
