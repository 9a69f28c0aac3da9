"""How a centre looks at itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.directory.forms.fields import Day, Radios, listed
from proximity.directory.queries.labels import ANSWERS, QUESTIONS
from proximity.directory.rules.assessment import MOST_STAFF, Answer, Looked, Question


def asked(question: Question) -> str:
    """Return the name of a question's field."""
    return f"q_{question.value}"


class AssessmentForm(forms.Form):
    """Every question under its heading, and the numbers on staff."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Draw up the questions as the rules have them."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as any form
        for question, words in QUESTIONS.items():
            self.fields[asked(question)] = Radios(words, listed(ANSWERS.items()))
        for name, label in (
            ("staff", _("How many people take reports with you?")),
            ("trained", _("How many of them were trained for it in the last twelve months?")),
        ):
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_STAFF, widget=forms.NumberInput(attrs={"data-short": ""}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), _("Give a whole number.")
                ),
            )  # fmt: skip
        self.fields["trained_on"] = Day(_("Day of the last training"))

    def looked(self) -> Looked:
        """Return what the centre says of itself."""
        given = self.cleaned_data
        answers = {question: Answer(given[asked(question)]) for question in Question}
        return Looked(answers, given["staff"], given["trained"], given["trained_on"])
