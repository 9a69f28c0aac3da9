"""What the forms of the case page and of the list accept. They parse and say what is missing; operations decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Person
from proximity.assessment.queries import labels as assessment_labels
from proximity.assessment.queries.labels import Words
from proximity.assessment.rules import (
    FIRST_STATUSES,
    GROUND_TRANSITIONS,
    MAX_TEXT,
    GroundStatus,
)
from proximity.cases.queries import labels
from proximity.cases.queries.lists import ALL, ME, NOBODY, OPEN, Filters
from proximity.cases.rules import MAX_TITLE
from proximity.foundation.pure.ids import uuid_or_none
from proximity.packs import codes
from proximity.packs.codes import Described, Entry

type Choices = list[tuple[str, Words]]
type Groups = list[tuple[str, list[tuple[str, str]]]]

OTHER_LANGUAGE = "und"
NEEDED = {"required": _("Choose one.")}
TEXT_NEEDED = {"required": _("Write a few words."), "max_length": _("This is too long. Say it more briefly.")}
DAY_NEEDED = {"required": _("Give a day."), "invalid": _("Give a day that exists, such as 2026-11-30.")}


def choices_of(words: Mapping[str, Words], only: Iterable[str] | None = None) -> Choices:
    """Return choices from the words of codes, all or some."""
    return [(str(code), words[code]) for code in (words if only is None else only)]


def indicator_choices() -> Groups:
    """Return the indicators, grouped by family, in the language of the page."""
    return [("", [("", "—")]), *_grouped(codes.indicator_families(), codes.indicators())]


def ground_choices() -> Groups:
    """Return the grounds, grouped by family, in the language of the page."""
    return [("", [("", "—")]), *_grouped(codes.ground_families(), codes.grounds())]


def _grouped(families: Sequence[Entry], entries: Sequence[codes.Indicator] | Sequence[codes.Ground]) -> Groups:
    lang = get_language() or "en"
    return [
        (family.label(lang), [(one.code, one.label(lang)) for one in entries if one.family == family.code])
        for family in families
    ]


def indicator_cards() -> list[tuple[Entry, list[Described]]]:
    """Return the cards that say what each indicator means, by family (R47)."""
    return [
        (family, [one for one in codes.indicators() if one.family == family.code])
        for family in codes.indicator_families()
    ]


def language_choices() -> Choices:
    """Return the languages by their own names, and one for all others."""
    return [*((one.code, one.own_name) for one in codes.languages()), (OTHER_LANGUAGE, _("another language"))]


class Text(forms.CharField):
    """A text kept as it was typed. The box takes more than fits: with `maxlength` a browser cuts what is pasted in silence."""

    def __init__(self, label: Words, help_text: Words = "", *, rows: int = 3, required: bool = True) -> None:
        """Take label, hint, the lines of the box (0: one line), and whether words are needed."""
        super().__init__(
            label=label, help_text=help_text, required=required, max_length=MAX_TEXT if rows else MAX_TITLE,
            error_messages=TEXT_NEEDED, widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        )  # fmt: skip

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Return what the box says of itself, without a length."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class Radios(forms.ChoiceField):
    """One of a few, all of them to be seen."""

    def __init__(self, label: Words, choices: Choices, help_text: Words = "") -> None:
        """Take label, choices and hint."""
        super().__init__(
            label=label, help_text=help_text, choices=choices, widget=forms.RadioSelect, error_messages=NEEDED
        )


class HeadForm(forms.Form):
    """Title, who works on it, where the formal complaint stands.

    Each field sends along what it showed at first, so that only what somebody changed is written over what others wrote.
    """

    title = Text(_("Title"), rows=0)
    assignee = forms.UUIDField(label=_("Works on it"), required=False, widget=forms.Select)
    complaint = forms.ChoiceField(
        label=_("Formal complaint"), choices=choices_of(labels.COMPLAINT), error_messages=NEEDED,
        help_text=_("The person decides. The case goes on either way."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "assignee", "complaint"):
            self.fields[name].show_hidden_initial = True

    def offer(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation; who is chosen is judged by the operation."""
        named = [(str(person.pk), person.name) for person in people]
        self.fields["assignee"].widget = forms.Select(choices=[("", _("nobody yet")), *named])


class BiasForm(forms.Form):
    """The bias question. It has no answer until somebody gives one (R13)."""

    answer = Radios(_("Is there an indication of bias?"), choices_of(assessment_labels.BIAS))
    reasons = Text(_("Why?"), _("What you rest this on, for and against. Others read it and may disagree."))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class IndicatorForm(forms.Form):
    """One sign for or against bias and what it rests on."""

    code = forms.ChoiceField(label=_("Indicator"), choices=indicator_choices, error_messages=NEEDED)
    quote = Text(_("Rests on"), _("The literal words, or what was seen, and by whom."))
    direction = Radios(_("Speaks"), choices_of(assessment_labels.DIRECTION))
    strength = Radios(_("Strength"), choices_of(assessment_labels.STRENGTH))
    basis = Radios(_("Is it a fact?"), choices_of(assessment_labels.BASIS))
    language = forms.ChoiceField(label=_("Language of the words"), choices=language_choices, error_messages=NEEDED)

    def show_cards_from(self, address: str) -> None:
        """Fetch, where there is script, the card of the indicator that is chosen; it is drawn in `#indicator-card`."""
        self.fields["code"].widget.attrs |= {
            "hx-get": address, "hx-trigger": "change", "hx-target": "#indicator-card", "hx-swap": "innerHTML",
            "hx-select": "unset", "hx-select-oob": "unset", "hx-replace-url": "false",
        }  # fmt: skip


class WithdrawForm(forms.Form):
    """Why an indicator is taken back."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    reason = Text(_("Why is it withdrawn?"), _("It stays readable, marked as withdrawn, with your reason."))


class GroundForm(forms.Form):
    """One ground, what ties the person to it, who says so, how far it has come."""

    code = forms.ChoiceField(label=_("Ground"), choices=ground_choices, error_messages=NEEDED)
    basis = Radios(_("The person"), choices_of(assessment_labels.GROUND_BASIS))
    alleged_by = Radios(_("Said by"), choices_of(assessment_labels.ALLEGED_BY))
    status = Radios(_("Stands as"), choices_of(assessment_labels.GROUND_STATUS, FIRST_STATUSES))


class GroundStatusForm(forms.Form):
    """The next status of a ground."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    status = Radios(_("Stands as"), choices_of(assessment_labels.GROUND_STATUS))

    def offer(self, current: GroundStatus) -> None:
        """Show only the steps that may follow; what is sent is judged by the operation."""
        following = [status for status in GroundStatus if status in GROUND_TRANSITIONS[current]]
        self.fields["status"].widget = forms.RadioSelect(choices=choices_of(assessment_labels.GROUND_STATUS, following))


class OffenceForm(forms.Form):
    """Whether the police suspect an offence."""

    state = Radios(_("Is an offence suspected?"), choices_of(labels.OFFENCE))


class TaskForm(forms.Form):
    """One task with its day."""

    title = Text(_("What is to be done?"), rows=0)
    due_on = forms.DateField(
        label=_("By when?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_NEEDED,
    )
    kind = Radios(_("What sort of task?"), choices_of(labels.TASK_KIND))


class EntryForm(forms.Form):
    """Which task is meant."""

    entry = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """Words to the person."""

    text = Text(_("Your message to the person"))


class CloseForm(forms.Form):
    """What came of it, told to the person. Nothing is needed where she can no longer be told."""

    feedback = Text(
        _("What came of it, in plain words to the person"),
        _("Say what was done, what was not, why, and what she can still do."), required=False,
    )  # fmt: skip


class NothingForm(forms.Form):
    """A step that needs no more than its button."""


class FilterForm(forms.Form):
    """What the list of cases is narrowed to; every value stands in the address."""

    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[(OPEN, pgettext_lazy("cases", "Open")), *choices_of(labels.STATUS), (ALL, _("All"))],
    )  # fmt: skip
    assignee = forms.CharField(label=_("Works on it"), required=False, widget=forms.Select)
    since = forms.DateField(label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Opened until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label=_("Reference"), required=False, max_length=20)

    def offer(self, people: Iterable[Person]) -> None:
        """Show the people of one organisation to filter by."""
        named = [(str(person.pk), person.name) for person in people]
        anybody: Choices = [("", _("anybody")), (ME, _("me")), (NOBODY, _("nobody yet"))]
        self.fields["assignee"].widget = forms.Select(choices=[*anybody, *named])

    def clean_assignee(self) -> str:
        """Return `me`, `nobody` or the id of somebody; whatever else was asked for means anybody."""
        asked: str = self.cleaned_data["assignee"]
        return asked if asked in {ME, NOBODY} or uuid_or_none(asked) else ""

    def filters(self) -> Filters:
        """Return what was asked for; what could not be read leaves the list wide."""
        asked = self.cleaned_data
        return Filters(
            status=asked.get("status") or OPEN, assignee=asked.get("assignee", ""), since=asked.get("since"),
            until=asked.get("until"), reference=asked.get("reference", "").strip(),
        )  # fmt: skip


# What a value that the rules refuse is called beside its field.
FAULTS: Mapping[str, Words] = {
    "title": _("Give a title of at most 120 characters."),
    "assignee": _("Choose somebody who works on cases in your organisation."),
    "reasons": _("Write a few words."),
    "reason": _("Write a few words."),
    "quote": _("Write a few words."),
    "direction": _("This indicator is evidence against bias. Choose “against bias”."),
    "code": _("This stands there already. Change its status instead."),
    "text": _("Write a few words."),
    "feedback": _("Tell the person what came of it. This closes her report too."),
    "status": _("Choose one."),
}
