"""The form of a practice record, of what is asked before it is submitted, and of a translation."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.exchange.forms.fields import CHOOSE, Choices, Day, One, Several, Sure, Told, offer, seen
from proximity.exchange.queries import wording
from proximity.exchange.queries.wording import FIELDS, Words
from proximity.exchange.rules.practices import TEXTS, TRANSLATED, Practice
from proximity.exchange.rules.vocabulary import Category, Criterion, Evidence, PracticeType, Scope
from proximity.foundation.pure.json import JSONObject
from proximity.packs import codes

NOT_KNOWN = _("not known")
NOT_HERE = _("Then it does not belong into this catalogue. Keep it as a draft, or ask others about it.")
UNSAID = frozenset({"UNK", "NONE"})
"""Answers to a question about an incident that say nothing of a practice."""
LINES = ("title", "english_title", "organisation")


def grounds() -> Choices:
    """Return the coarse grounds, in the language of the page."""
    lang = get_language() or "en"
    return [(one.code, one.label(lang)) for one in codes.ground_families() if one.code not in UNSAID]


def countries() -> Choices:
    """Return the countries, in the language of the page."""
    lang = get_language() or "en"
    return sorted(((one.code, one.label(lang)) for one in codes.countries()), key=lambda one: one[1])


class PracticeForm(forms.Form):
    """A practice record in FRA's form. Only a title is needed to keep it; what is not known stays empty."""

    seen = seen()
    language = forms.ChoiceField(
        label=_("In which language do you write?"), choices=lambda: settings.LANGUAGES, error_messages=CHOOSE,
        help_text=_("Your own. Others read it in theirs once somebody has translated it."),
    )  # fmt: skip
    title = Told(wording.TITLE)
    english_title = Told(wording.ENGLISH_TITLE, _("So that others find it before it is translated."), required=False)
    summary = Told(FIELDS["summary"], rows=3, required=False)
    country = forms.ChoiceField(label=FIELDS["country"], required=False, error_messages=CHOOSE)
    organisation = Told(FIELDS["organisation"], _("An office, not a person."), required=False)
    type = One(FIELDS["type"], wording.TYPES, open_words=NOT_KNOWN)
    categories = Several(FIELDS["categories"], [(one.value, wording.CATEGORIES[one]) for one in Category])
    grounds = Several(FIELDS["grounds"], [])
    starts_on = Day(FIELDS["starts_on"])
    ends_on = Day(FIELDS["ends_on"], _("Leave it empty where it still runs."))
    scope = One(FIELDS["scope"], wording.SCOPES, open_words=NOT_KNOWN)
    target_groups = Told(FIELDS["target_groups"], rows=2, required=False)
    objectives = Told(FIELDS["objectives"], rows=3, required=False)
    steps = Told(FIELDS["steps"], _("So that another city could do the same."), rows=6, required=False)
    stakeholders = Told(FIELDS["stakeholders"], rows=3, required=False)
    funding = Told(FIELDS["funding"], rows=2, required=False)
    amount = Told(FIELDS["amount"], _("With the currency, such as 12,000 EUR a year."), rows=2, required=False)
    evaluation = Told(FIELDS["evaluation"], rows=3, required=False)
    evidence = One(FIELDS["evidence"], wording.EVIDENCE, open_words=NOT_KNOWN)
    transfer = Told(
        FIELDS["transfer"], _("People, law, money, partners: without what would it fail?"), rows=3, required=False
    )

    def __init__(self, data: Mapping[str, object] | None = None, initial: dict[str, object] | None = None) -> None:
        """Take what was sent or what stands there."""
        super().__init__(data, initial=initial)
        offer(self, "grounds", grounds())
        offer(self, "country", [("", NOT_KNOWN), *countries()])

    @staticmethod
    def first(practice: Practice, *, language: str, version: int) -> dict[str, object]:
        """Return what stands there."""
        return asdict(practice) | {"language": language, "seen": version}

    def practice(self, before: Practice) -> Practice:
        """Return the record as it was written; what the form does not ask for stays as it was."""
        given = self.cleaned_data
        return replace(
            before,
            **{name: given[name] for name in (*LINES, *TEXTS, "country", "starts_on", "ends_on")},
            type=PracticeType(given["type"]) if given["type"] else None,
            scope=Scope(given["scope"]) if given["scope"] else None,
            evidence=Evidence(given["evidence"]) if given["evidence"] else None,
            categories=tuple(Category(one) for one in given["categories"]),
            grounds=tuple(given["grounds"]),
        )


class SubmitForm(forms.Form):
    """PROXIMITY's three conditions, who may read the practice, and that nobody is named in it."""

    seen = seen()
    readers = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    sure = Sure()

    def __init__(self, data: Mapping[str, object] | None = None, initial: dict[str, object] | None = None) -> None:
        """Ask each condition with its reason, before the rest."""
        super().__init__(data, initial=initial)
        for one in Criterion:
            self.fields[one.value] = One(wording.CRITERIA[one], YES_NO, wording.CRITERIA_HINTS[one])
            self.fields[f"{one.value}_why"] = Told(_("Why? In a sentence."), rows=2)
        self.order_fields(["seen", *(f"{one.value}{end}" for one in Criterion for end in ("", "_why"))])

    def clean(self) -> dict[str, object]:
        """Refuse beside its field what does not belong into the catalogue."""
        given = self.cleaned_data
        for one in Criterion:
            if given.get(one.value) == NO:
                self.add_error(one.value, NOT_HERE)
        return given

    @staticmethod
    def first(practice: Practice, *, readers: str, version: int) -> dict[str, object]:
        """Return what was said before."""
        said: dict[str, object] = {"seen": version, "readers": readers}
        for one, why in practice.criteria.items():
            said |= {one.value: YES, f"{one.value}_why": why}
        return said

    def reasons(self) -> dict[Criterion, str]:
        """Return why each condition is met."""
        return {one: self.cleaned_data[f"{one.value}_why"] for one in Criterion}


YES, NO = "yes", "no"
YES_NO: Mapping[str, Words] = {YES: _("Yes"), NO: _("No")}


class TranslationForm(forms.Form):
    """A practice in another language."""

    HINTS: ClassVar[Mapping[str, Words]] = {"machine": _("Readers are told that no person has checked it.")}
    language = forms.ChoiceField(label=_("Into which language?"), error_messages=CHOOSE)
    made = One(_("Who translated it?"), {"human": _("A person"), "machine": _("A machine")})

    def __init__(
        self, practice: Practice, languages: Choices, data: Mapping[str, object] | None = None,
        initial: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """Ask for each text that the record has."""
        super().__init__(data, initial=initial)
        offer(self, "language", languages)
        for name in TRANSLATED:
            if getattr(practice, name):
                label = _("Title") if name == "title" else FIELDS[name]
                self.fields[name] = Told(label, rows=3 if name in TEXTS else 0)

    def words(self) -> JSONObject:
        """Return the translated texts."""
        return {name: self.cleaned_data[name] for name in TRANSLATED if name in self.fields}
