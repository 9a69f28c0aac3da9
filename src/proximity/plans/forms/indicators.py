"""The forms of indicators."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.insight.models import Release
from proximity.plans.forms.fields import Day, Number, Radios, Text, seen
from proximity.plans.models import Indicator
from proximity.plans.operations.indicators import ComputedWords, HandWords, Noted
from proximity.plans.queries.wording import COMPUTED, UNIT_HINTS, UNITS
from proximity.plans.rules.indicators import Computed, Unit


class ComputedForm(forms.Form):
    """An indicator that is computed from released figures."""

    seen = seen()
    code = Radios(_("What is computed?"), [(code.value, words) for code, words in COMPUTED.items()])
    baseline_release = forms.TypedChoiceField(
        label=_("Where does it begin?"), required=False, coerce=int, empty_value=None,
        help_text=_("The release whose number is the baseline. It is computed, never typed."),
    )  # fmt: skip
    target = Number(
        _("Target"), _("As the released figures are: counts of incidents in multiples of 5, shares in percent.")
    )

    def offer(self, releases: Iterable[tuple[Release, str]]) -> None:
        """Show the releases of the city."""
        shown = [("", _("no baseline yet")), *((str(release.version), words) for release, words in releases)]
        self.fields["baseline_release"].choices = shown  # type: ignore[attr-defined]  # it is a ChoiceField

    @staticmethod
    def first(one: Indicator) -> dict[str, object]:
        """Return what stands there."""
        return {"seen": one.version, "code": one.code, "baseline_release": one.baseline_release, "target": one.target}

    def words(self) -> ComputedWords:
        """Return what was chosen."""
        given = self.cleaned_data
        return ComputedWords(Computed(given["code"]), given["baseline_release"], given["target"])


class HandForm(forms.Form):
    """An indicator that is noted by hand."""

    HINTS: ClassVar[Mapping[Unit, Words]] = UNIT_HINTS
    seen = seen()
    name = Text(_("What is measured?"))
    unit = Radios(_("What does it count?"), [(unit.value, words) for unit, words in UNITS.items()])
    baseline_number = Number(_("Where does it begin?"), _("Leave it empty where nobody has measured it yet."))
    baseline_few = forms.BooleanField(label=_("It begins with fewer than 5"), required=False)
    baseline_on = Day(_("Day of that number"), required=False)
    baseline_source = Text(_("Where that number comes from"), required=False)
    target = Number(_("Target"))

    @staticmethod
    def first(one: Indicator) -> dict[str, object]:
        """Return what stands there."""
        names = ("name", "unit", "baseline_number", "baseline_few", "baseline_on", "baseline_source", "target")
        return {"seen": one.version} | {name: getattr(one, name) for name in names}

    def clean(self) -> dict[str, object]:
        """Ask for the day of a baseline; a day or a source alone is a baseline without a number."""
        given = self.cleaned_data
        if given.get("baseline_on") is None and "baseline_on" in given and self._begins(given):
            self.add_error("baseline_on", _("Give a day."))
        return given

    @staticmethod
    def _begins(given: Mapping[str, object]) -> bool:
        parts = (given.get("baseline_few"), given.get("baseline_on"), given.get("baseline_source"))
        return given.get("baseline_number") is not None or any(parts)

    def words(self) -> HandWords:
        """Return what was written."""
        given = self.cleaned_data
        baseline = None
        if self._begins(given):
            baseline = Noted(
                given["baseline_number"], given["baseline_on"], given["baseline_source"], given["baseline_few"]
            )
        return HandWords(given["name"], Unit(given["unit"]), baseline, given["target"])


class ReadingForm(forms.Form):
    """A number noted by hand."""

    number = Number(_("How much is it?"))
    few = forms.BooleanField(label=_("Fewer than 5"), required=False)
    on = Day(_("On which day?"))
    source = Text(_("Where does the number come from?"), _("A report, a survey, a register. Everybody reads this."))

    def noted(self) -> Noted:
        """Return what was noted."""
        given = self.cleaned_data
        return Noted(given["number"], given["on"], given["source"], given["few"])
