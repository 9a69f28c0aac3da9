"""Forms of evidence: adding a file, saying what an original is opened for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.evidence.rules.kinds import PURPOSE_LENGTH
from proximity.evidence.uploads import FIELD

NOTE_LENGTH = 500


class SeveralFiles(forms.FileInput):
    """The input of several files."""

    allow_multiple_selected = True


class TakenFileField(forms.FileField):
    """Draws the input of a file that the upload handler takes; there is never anything for Django to check."""

    def clean(self, data: object, initial: object = None) -> None:
        """Take nothing."""


class AddFileForm(forms.Form):
    """A file and a line on what it shows."""

    file = TakenFileField(label=_("File"), help_text=_("A photo, a film, a recording, a PDF or a text, up to 200 MB."))
    note = forms.CharField(
        label=_("What does it show?"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
    # The note must be read before the file comes: what stands behind it is lost when the line breaks.
    field_order = ["note", FIELD]


class AnswerForm(forms.Form):
    """What somebody says to a hand-over; a refusal says why."""

    reason = forms.CharField(
        label=_("Remark"), required=False, max_length=PURPOSE_LENGTH,
        help_text=_("Needed where you refuse it: say why. Where you confirm it: its state, a number on the bag."),
    )  # fmt: skip


class PurposeForm(forms.Form):
    """Why somebody opens an original."""

    purpose = forms.CharField(
        label=_("What do you need the original for?"),
        help_text=_("Kept with the file and in the audit log. For example: the court asks where the photo was taken."),
        max_length=PURPOSE_LENGTH,
        error_messages={"required": _("Say what you need the original for.")},
    )
