"""The forms about rights and the offer of support."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.forms.case import CloseForm
from proximity.cases.forms.fields import NEEDED, Radios, choices_of, language_choices
from proximity.cases.queries import need_labels as labels
from proximity.cases.rules.support import GIVEN, NOT_GIVEN, NoticeWay

WAYS_GIVEN = tuple(way for way in NoticeWay if way in GIVEN)
WAYS_NOT_GIVEN = tuple(way for way in NoticeWay if way in NOT_GIVEN)


class NoticeForm(forms.Form):
    """What she was told, how, and in which language."""

    notices = forms.MultipleChoiceField(
        label=_("What is she told?"), choices=choices_of(labels.NOTICE), widget=forms.CheckboxSelectMultiple,
        error_messages=NEEDED,
    )  # fmt: skip
    way = Radios(_("How?"), choices_of(labels.NOTICE_WAY, WAYS_GIVEN))
    language = forms.ChoiceField(
        label=_("In which language?"), choices=language_choices, error_messages=NEEDED,
        help_text=_("The mailbox takes the languages that the texts of the country are in; for others read them aloud."),
    )  # fmt: skip


class CloseAfterNoticeForm(CloseForm):
    """Feedback to the person, and why she was not told her rights or offered support, where she was not."""

    why_not = forms.ChoiceField(
        label=_("Why was she not told her rights, or not offered support?"), required=False,
        choices=[("", "—"), *choices_of(labels.NOTICE_WAY, WAYS_NOT_GIVEN)],
        help_text=_("Better tell her first, under “Needs and support”. Everybody has these rights, with or without a complaint."),
    )  # fmt: skip

    def all_was_told(self) -> None:
        """Ask for no reason: she was told everything."""
        self.fields.pop("why_not", None)


FAULTS: Mapping[str, Words] = {
    "notices": _("Choose one."),
    "way": _("She can no longer be written to in her mailbox. Choose another way."),
    "language": _("There are no words in this language to send. Choose another, or read them aloud."),
    "why_not": _("She has not been told everything yet. Tell her first, or say why not."),
}
