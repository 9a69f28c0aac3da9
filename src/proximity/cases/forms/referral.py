"""The forms of referrals: what is sent and on what it rests, what the two sides write, what is entered of the proceedings."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.forms.fields import DAY_NEEDED, FAULTS, NEEDED, Radios, Text, choices_of
from proximity.cases.operations.referring import Plan
from proximity.cases.queries import referral_labels as labels
from proximity.cases.queries.ways import Offer
from proximity.cases.rules.proceedings import ENTERED, MAX_SOURCE, StepKind
from proximity.cases.rules.referrals import LegalBasis, PersonsShown
from proximity.evidence.queries.files import FileLine


class ReferForm(forms.Form):
    """To whom, on what it rests, how the person is shown, which files go along."""

    way = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect, error_messages=NEEDED)
    basis = Radios(_("What does it rest on?"), choices_of(labels.BASIS))
    consent = Text(
        _("If the person agreed: when, to whom, in which words"),
        _("She must know what will be seen: show her the next page, or read it to her."), rows=2, required=False,
    )  # fmt: skip
    persons = Radios(_("How is the person shown?"), choices_of(labels.PERSONS))
    along = forms.MultipleChoiceField(
        label=_("Which files go along?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The receiver gets clean copy and original. The original opens only for a purpose that is noted."),
    )  # fmt: skip

    def offer(self, offers: Iterable[Offer], files: Iterable[FileLine]) -> None:
        """Show the open ways of a case and its files; what is sent is judged by the operation."""
        self.fields["way"].choices = [(offer.code, offer.name) for offer in offers]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["along"].choices = [(str(line.id), line.name) for line in files]  # type: ignore[attr-defined]  # one too
        if not self.fields["along"].choices:  # type: ignore[attr-defined]  # one too
            del self.fields["along"]

    def plan(self) -> Plan:
        """Return what was chosen."""
        said = self.cleaned_data
        return Plan(
            way=said["way"], basis=LegalBasis(said["basis"]), persons=PersonsShown(said["persons"]), consent=said["consent"],
            files=tuple(UUID(one) for one in said.get("along", ())),
        )  # fmt: skip


class AskForm(forms.Form):
    """A question to the sender."""

    text = Text(_("What do you need to know?"), _("The sender sees the question, and you see the answer here."))


class ReturnForm(forms.Form):
    """Why a referral goes back."""

    text = Text(_("Why does it go back?"), _("Say what is missing, so that it can be sent again."))


class ReplyForm(forms.Form):
    """The answer to a question on a referral."""

    referral = forms.UUIDField(widget=forms.HiddenInput)
    text = Text(_("Your answer"), _("Only the receiver of the referral sees it, not the person."))


class OneReferralForm(forms.Form):
    """Which referral is meant."""

    referral = forms.UUIDField(widget=forms.HiddenInput)


class ReceiptForm(forms.Form):
    """Who signed for a file, and when."""

    referral = forms.UUIDField(widget=forms.HiddenInput)
    name = Text(_("Who signed the receipt?"), rows=0)
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_NEEDED,
    )


class StepForm(forms.Form):
    """One step of the proceedings with its day and its source."""

    kind = forms.ChoiceField(
        label=_("What was decided or done?"), error_messages=NEEDED, choices=choices_of(labels.STEP, ENTERED)
    )
    on = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY_NEEDED,
    )
    source = forms.CharField(
        label=_("By which document?"),
        help_text=_("Its name and number. The person never sees it."),
        max_length=MAX_SOURCE,
        error_messages={"required": _("Name the document that says so.")},
    )
    reasons = Text(
        _("Why, and how much"),
        _("Needed where something was decided about charge, bias or sentence. The person does not see it."), required=False,
    )  # fmt: skip

    def offer(self, kinds: Iterable[StepKind]) -> None:
        """Show only the steps that may be entered here; what is sent is judged by the operation."""
        self.fields["kind"].widget = forms.Select(choices=[("", "—"), *choices_of(labels.STEP, kinds)])


class CorrectionForm(StepForm):
    """What takes the place of a step that was entered wrongly, and why."""

    step = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is right?"), error_messages=NEEDED, choices=choices_of(labels.STEP, (*ENTERED, StepKind.MISTAKE))
    )
    reasons = Text(
        _("Why is it corrected?"), _("The wrong entry stays readable, marked, with your reason."), required=False
    )


# What the rules of referring refuse, in words of their own; the rest is called as everywhere.
REFERRAL_FAULTS: Mapping[str, Words] = {
    **FAULTS,
    "basis": _(
        "The legal duty is about offences. Say first that an offence is suspected, or record that the person agreed."
    ),
    "name": _("Write who signed."),
}
