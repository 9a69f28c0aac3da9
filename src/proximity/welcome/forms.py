"""The one form of this area: what help somebody looks for."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.directory.rules.entries import grounds_to_choose
from proximity.directory.rules.languages import CODES, SPOKEN
from proximity.welcome.queries_help import NEED
from proximity.welcome.rules_help import NEEDS


def _needs() -> Iterator[tuple[str, str]]:
    yield "", str(_("Show everything"))
    yield from ((str(place), str(NEED[need])) for place, need in enumerate(NEEDS, start=1))


def _grounds() -> Iterator[tuple[str, str]]:
    yield "", str(_("I do not want to say"))
    yield from ((str(place), one.label(get_language())) for place, one in enumerate(grounds_to_choose(), start=1))


def _languages() -> Iterator[tuple[str, str]]:
    yield "", str(_("Any language"))
    ordered = sorted(enumerate(CODES, start=1), key=lambda one: SPOKEN[one[1]].casefold())
    yield from ((str(place), SPOKEN[code]) for place, code in ordered)


class HelpFilter(forms.Form):
    """What help somebody looks for, sent by GET. Names and values say nothing to whoever reads the history of the browser."""

    n = forms.ChoiceField(label=_("What do you need?"), required=False, choices=lambda: list(_needs()))
    g = forms.ChoiceField(label=_("Why did they target you?"), required=False, choices=lambda: list(_grounds()))
    s = forms.ChoiceField(
        label=_("Which language do you want to speak?"), required=False, choices=lambda: list(_languages())
    )
