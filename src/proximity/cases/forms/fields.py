"""The fields that forms of cases are made of, and what a value that the rules refuse is called beside its field."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.assessment.rules import MAX_TEXT
from proximity.cases.rules.states import MAX_TITLE
from proximity.packs import codes
from proximity.packs.codes import Entry, Indicator

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


def kind_choices() -> Choices:
    """Return the types of incident, in the language of the page, and that nobody has coded it."""
    lang = get_language() or "en"
    return [("", _("not coded")), *((one.code, one.label(lang)) for one in codes.incident_types())]


def _grouped(families: Sequence[Entry], entries: Sequence[codes.Indicator] | Sequence[codes.Ground]) -> Groups:
    lang = get_language() or "en"
    return [
        (family.label(lang), [(one.code, one.label(lang)) for one in entries if one.family == family.code])
        for family in families
    ]


def indicator_cards() -> list[tuple[Entry, list[Indicator]]]:
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
            error_messages=TEXT_NEEDED, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}) if rows else forms.TextInput(),
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


class EntryForm(forms.Form):
    """Which entry is meant."""

    entry = forms.UUIDField(widget=forms.HiddenInput)


class NothingForm(forms.Form):
    """A step that needs no more than its button."""


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
    "name": _("Say what it is."),
    "url": _("Give the address of the page."),
    "holder": _("Say who has it."),
    "days": _("Give a number of days from 1 to 366."),
    "collected_by": _("Choose somebody of your organisation, or give a name."),
    "standing": _("Choose one."),
    "to": _("Choose somebody who can receive it."),
    "outside": _("Give the name of somebody outside. What is outside already has to come back first."),
    "place": _("Say where it is kept."),
    "waiting": _("Another hand-over of this piece still waits for an answer."),
    "consent": _("Write when and how the person agreed."),
    "too_large": _("For a body without an account the files may have 64 MB together. Choose fewer."),
    "along": _("Choose files of this case."),
    "on": _("This day has not come yet."),
    "source": _("Name the document that says so, in at most 200 characters."),
    "authority": _("Say who asks for it or allows it."),
    "amount": _("This is longer than the law allows, or no time at all."),
    "offence": _("This provision stands in the case already, or was not in force on that day."),
    "elements": _(
        "Write each element, and the fact that each one you tick rests on. What is proposed needs one that is met."
    ),
    "basis": _("Write what the suspicion rests on."),
    "person": _("Choose a colleague who works on cases and is not in the list already."),
    "reader": _("Choose a colleague who sees this case and was not asked yet."),
    "purpose": _("Write what you need it for, in at most 200 characters."),
    "substitute": _("Choose another colleague who works on cases. Nobody names herself for somebody else."),
    "until_on": _("The last day lies before the first, or has passed."),
}
