"""Answering a scenario, and writing one."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import BIAS
from proximity.assessment.rules import BiasAnswer
from proximity.learning.forms.fields import CHOOSE, MadeUp, One, Told, add_indicators, indicators_in
from proximity.learning.queries.wording import READERS
from proximity.learning.rules.readers import Readers
from proximity.learning.rules.scenarios import MAX_TITLE, KeySign, Scenario

type Data = Mapping[str, object] | None
QUESTION = _("Is there an indication of bias?")


class AnswerForm(forms.Form):
    """What somebody thinks of a story."""

    bias = One(QUESTION, BIAS)

    def __init__(self, data: Data = None) -> None:
        """Ask for the indicators, then for a reason."""
        super().__init__(data)
        add_indicators(self)
        self.fields["why"] = Told(
            _("Why? In a sentence."), _("Only you read this, beside the trainer's reasons."), rows=2, required=False,
            most=MAX_TITLE * 5,
        )  # fmt: skip

    @property
    def answer(self) -> BiasAnswer:
        """Return the answer to the question."""
        return BiasAnswer(self.cleaned_data["bias"])

    @property
    def indicators(self) -> list[str]:
        """Return the indicators."""
        return indicators_in(self)


class ScenarioForm(forms.Form):
    """A story, its key and the reasons."""

    language = forms.ChoiceField(
        label=_("In which language do you write?"), choices=lambda: settings.LANGUAGES, error_messages=CHOOSE
    )
    title = MadeUp(_("Title"))
    story = MadeUp(
        _("The story, as somebody would report it"),
        _("Made up: no real person, no real place, no case of yours."),
        rows=8,
    )
    bias = One(QUESTION, BIAS, _("Your own answer. Others see it once they have answered."))

    def __init__(self, data: Data = None, initial: dict[str, object] | None = None) -> None:
        """Ask for the indicators of the key, then for the reasons, and who may read it all."""
        super().__init__(data, initial=initial)
        add_indicators(self)
        self.fields["reasons"] = MadeUp(
            _("Your reasons"), _("For each indicator, where you see it; and what speaks against."), rows=5
        )
        self.fields["readers"] = One(_("Who may answer it?"), READERS)
        self.fields["sure"] = forms.BooleanField(
            label=_("I have named nobody and told of no case"),
            error_messages={"required": _("Please read it once more, and say so.")},
        )

    @property
    def scenario(self) -> Scenario:
        """Return the scenario."""
        given = self.cleaned_data
        return Scenario(
            title=given["title"], story=given["story"], bias=BiasAnswer(given["bias"]), reasons=given["reasons"],
            key=tuple(KeySign(code, "") for code in indicators_in(self)),
        )  # fmt: skip

    @property
    def readers(self) -> Readers:
        """Return who may answer."""
        return Readers(self.cleaned_data["readers"])
