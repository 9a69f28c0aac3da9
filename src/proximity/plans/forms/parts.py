"""The forms of a plan's head, its objectives and measures."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Organisation
from proximity.assessment.queries.labels import Words
from proximity.plans.forms.fields import Day, Radios, Text, seen
from proximity.plans.models import Measure, Objective, Plan
from proximity.plans.models.draft import URL_LENGTH
from proximity.plans.operations.drafting import Head
from proximity.plans.operations.measures import Looked, MeasureWords
from proximity.plans.operations.objectives import ObjectiveWords
from proximity.plans.queries.wording import STATES
from proximity.plans.rules.measures import PLAN_MEASURE_TRANSITIONS, MeasureState
from proximity.plans.rules.template import first_plan

TEMPLATE, EMPTY = "template", "empty"


class BeginForm(forms.Form):
    """How a plan begins."""

    HINTS: ClassVar[Mapping[str, Words]] = {
        TEMPLATE: _("Ten objectives with measures and indicators, after the ten points of the European Coalition of Cities"
            " against Racism and the indicators of the Macpherson report. You change everything."),
        EMPTY: _("You write every objective yourself."),
    }  # fmt: skip
    how = Radios(_("How do you begin?"), [(TEMPLATE, _("From the template")), (EMPTY, _("With an empty plan"))])
    language = forms.ChoiceField(
        label=_("In which language is the plan written?"), choices=lambda: settings.LANGUAGES, widget=forms.RadioSelect,
        help_text=_("The page around it speaks every language; what you write stays in this one."),
        error_messages={"required": _("Choose one.")},
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """Refuse the template where it does not speak the language."""
        given = self.cleaned_data
        if given.get("how") == TEMPLATE and given.get("language", "") not in ("", *first_plan().languages):
            self.add_error(
                "language", _("The template does not speak this language yet. Choose another, or begin empty.")
            )
        return given


class HeadForm(forms.Form):
    """What stands at the head of a plan."""

    seen = seen()
    title = Text(_("Title"))
    diagnosis = Text(
        _("What you know of your city"), _("What the figures and people say, and what nobody knows yet. Name nobody."),
        rows=8, required=False,
    )  # fmt: skip
    starts_on = Day(_("First day of the plan"))
    ends_on = Day(_("Last day of the plan"))

    @staticmethod
    def first(plan: Plan) -> dict[str, object]:
        """Return what stands there."""
        return {
            "seen": plan.version, "title": plan.title, "diagnosis": plan.diagnosis, "starts_on": plan.starts_on,
            "ends_on": plan.ends_on,
        }  # fmt: skip

    def head(self) -> Head:
        """Return what was written."""
        given = self.cleaned_data
        return Head(given["title"], given["diagnosis"], given["starts_on"], given["ends_on"])


class ObjectiveForm(forms.Form):
    """An objective."""

    seen = seen()
    title = Text(_("What do you want to reach?"), _("In a few words."))
    text = Text(_("What it means"), rows=3, required=False)
    after = Text(_("Modelled on"), _("The document or plan that it follows, if any."), required=False)
    after_url = forms.URLField(
        label=_("Address of that document"), required=False, max_length=URL_LENGTH, assume_scheme="https",
        error_messages=dict.fromkeys(("invalid", "max_length"), _("Give a web address, such as https://example.org/.")),
    )  # fmt: skip

    @staticmethod
    def first(one: Objective) -> dict[str, object]:
        """Return what stands there."""
        return {
            "seen": one.version, "title": one.title, "text": one.text, "after": one.after, "after_url": one.after_url,
        }  # fmt: skip

    def words(self) -> ObjectiveWords:
        """Return what was written."""
        given = self.cleaned_data
        return ObjectiveWords(given["title"], given["text"], given["after"], given["after_url"])


class MeasureForm(forms.Form):
    """What a measure says."""

    seen = seen()
    text = Text(_("What is done?"), rows=3)
    organisation = forms.ChoiceField(label=_("Which organisation answers for it?"), required=False)
    body = Text(_("Or another body"), _("Name an office, not a person."), required=False)
    due_on = Day(_("By when?"))
    review_on = Day(_("First review on"), _("Then somebody looks whether it goes on. Two years off at most."))

    def offer(self, bodies: Iterable[Organisation]) -> None:
        """Show the organisations of the city."""
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", "—"), *((str(body.pk), body.name) for body in bodies),
        ]  # fmt: skip

    @staticmethod
    def first(one: Measure) -> dict[str, object]:
        """Return what stands there."""
        return {
            "seen": one.version, "text": one.text, "organisation": str(one.organisation_id or ""), "body": one.body,
            "due_on": one.due_on,
        }  # fmt: skip

    def words(self) -> MeasureWords:
        """Return what was written."""
        given = self.cleaned_data
        chosen = given["organisation"]
        return MeasureWords(given["text"], given["due_on"], UUID(chosen) if chosen else None, given["body"])


class ReviewForm(forms.Form):
    """What a review found."""

    seen = seen()
    found = Text(_("What did you look at, and what did you see?"), _("Everybody reads this. Name nobody."), rows=4)
    state = Radios(_("How far has it come?"), [])
    reason = Text(_("Why is it dropped?"), _("Only where it is dropped. Everybody reads this."), required=False)
    review_on = Day(_("Next review on"), _("Not needed where it is done or dropped."), required=False)

    def offer(self, state: MeasureState) -> None:
        """Show what may follow a state, and staying."""
        found = [one for one in MeasureState if one == state or one in PLAN_MEASURE_TRANSITIONS[state]]
        self.fields["state"].choices = [(one.value, STATES[one]) for one in found]  # type: ignore[attr-defined]  # ChoiceField

    def looked(self) -> Looked:
        """Return what was found."""
        given = self.cleaned_data
        return Looked(given["found"], MeasureState(given["state"]), given["review_on"], given["reason"])
