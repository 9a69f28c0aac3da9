"""Forms of the workspace: words to the person, handing on, deciding on erasure, a report entered for somebody."""

from collections.abc import Mapping, Sequence

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.accounts.models import Organisation
from proximity.reporting.forms.fields import VerbatimField, one_of, some_of
from proximity.reporting.rules.states import Channel

LONGEST_WORDS = 10_000
LONGEST_NOTE = 2_000
YES, NO = "yes", "no"


class StaffForm(forms.Form):
    """A form of the workspace, its labels without a colon."""

    def __init__(self, data: QueryDict | None = None) -> None:
        """Take what was typed."""
        super().__init__(data, label_suffix="")


class AnswerForm(StaffForm):
    """A message to the person."""

    text = VerbatimField(
        label=_("Write to the person"),
        help_text=_("The person reads it with the code. Nobody else can open it but your organisation."),
        missing=_("Write something first."), rows=5, longest=LONGEST_WORDS,
    )  # fmt: skip


class FeedbackForm(StaffForm):
    """What was done, which closes the report."""

    text = VerbatimField(
        label=_("What was done?"),
        help_text=_("In plain words: what you did, what came of it, what the person can still do. It is read with the code."),
        missing=_("Tell the person what was done: it was promised."), rows=6, longest=LONGEST_WORDS,
    )  # fmt: skip


class PurposeForm(StaffForm):
    """Why something that was taken back is read all the same."""

    purpose = VerbatimField(
        label=_("Why do you need to read it?"), help_text=_("It is kept in the audit log. Write no content of the report."),
        missing=_("Say why: what was taken back is not read without a reason."), rows=0, longest=200,
    )  # fmt: skip


class ForwardForm(StaffForm):
    """Handing a report on to the police, on the person's recorded word."""

    consent = VerbatimField(
        label=_("How and when did the person agree?"),
        help_text=_(
            "For example: by phone today, after I explained that the police may have to act. The person can read this note."
        ),
        missing=_("Write down how and when the person agreed. Without that nothing is handed on."), rows=3,
        longest=LONGEST_NOTE,
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, police: Sequence[Organisation]) -> None:
        """Take the police that can be chosen; a single one is chosen already."""
        super().__init__(data)
        self._police = police
        chooser = one_of(
            _("To whom?"), *((str(body.pk), body.name) for body in police), missing=_("Choose to whom it goes.")
        )
        if len(police) == 1:
            chooser.initial = str(police[0].pk)
        self.fields = {"organisation": chooser, **self.fields}

    def chosen(self) -> Organisation:
        """Return to whom it goes. Only for a form that is valid."""
        return next(body for body in self._police if str(body.pk) == self.cleaned_data["organisation"])


class ErasureForm(StaffForm):
    """Deciding on a request to erase."""

    granted = one_of(
        _("Do you erase it?"),
        (YES, _("Yes: nobody here can open it any more")),
        (NO, _("No: we keep it, for the reason below")),
        missing=_("Choose yes or no."),
    )
    reason = VerbatimField(
        label=_("What do you tell the person?"),
        help_text=_("If you keep it: which law obliges or allows you, until when, and where to complain."),
        missing=_("Tell the person what you decided and why."), rows=5, longest=LONGEST_WORDS,
    )  # fmt: skip


class EntryForm(StaffForm):
    """What staff add to the person's answers when they enter her report: how it came, in which language, on whose word."""

    channel = one_of(
        _("How did the person come to you?"),
        (Channel.DESK.value, _("At our desk")),
        (Channel.PHONE.value, _("By phone")),
        missing=_("Choose how the report came."),
    )
    language = one_of(
        _("In which language will the person read answers?"),
        *settings.PUBLIC_LANGUAGES,
        missing=_("Choose a language."),
    )
    consent = VerbatimField(
        label=_("How did the person agree that you write this down and keep it?"),
        help_text=_("For example: asked for it at the desk today. The person can read this note with the code."),
        missing=_("Write down how the person agreed. Without that nothing is kept."), rows=2, longest=LONGEST_NOTE,
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None, *, others: Sequence[Organisation]) -> None:
        """Take who else can be given the report, besides one's own organisation."""
        super().__init__(data)
        self._others = others
        if others:
            self.fields["others"] = some_of(
                _("Who else may read it? Ask the person."), *((str(body.pk), body.name) for body in others),
                help_text=_("Your own organisation can always read it. Tick only those the person agreed to."),
            )  # fmt: skip

    def chosen(self) -> list[Organisation]:
        """Return who else may read it. Only for a form that is valid."""
        ticked = self.cleaned_data.get("others", ())
        return [body for body in self._others if str(body.pk) in ticked]


def typed_values(data: QueryDict) -> Mapping[str, Sequence[str]]:
    """Return what was typed in a posted form, field by field, as the pages of the public form take it."""
    return dict(data.lists())


class SwitchForm(forms.Form):
    """The text tool on or off, as two buttons say."""

    on = forms.TypedChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda given: given == "yes")
