"""What kinds of entries and their access are called, and hours in words: the public reads them in each language of the site."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from proximity.directory.rules.entries import Access, Kind
from proximity.directory.rules.hours import DASH, Week, is_known, runs, told_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Label = "StrOrPromise"

KINDS: Mapping[Kind, Label] = {
    Kind.POLICE_UNIT: _("Police unit"),
    Kind.PROXIMITY: _("Your district's police officer"),
    Kind.CENTRE: _("Reporting centre: you can report there"),
    Kind.PATHWAY: _("Information point: there you learn where to report"),
    Kind.SUPPORT: _("Support"),
}
ACCESS: Mapping[Access, Label] = {
    Access.STEP_FREE: _("no steps"),
    Access.TOILET: _("accessible toilet"),
    Access.HEARING_LOOP: _("hearing loop"),
    Access.SIGN_LANGUAGE: _("sign language"),
    Access.INTERPRETER: _("interpreter if you ask before"),
    Access.EASY_LANGUAGE: _("easy language"),
    Access.WRITING: _("you can write instead of speaking"),
    Access.QUIET_ROOM: _("a room to talk alone"),
    Access.HOME_VISITS: _("they come to you"),
    Access.CHILDREN: _("you can bring children"),
}


def week_lines(week: Week) -> tuple[tuple[str, str], ...]:
    """Return the hours of a week in words, days that are alike together; nothing where none are known."""
    if not is_known(week):
        return ()
    return tuple((_days(first, last), told_day(day) or str(_("closed"))) for first, last, day in runs(week))


def _days(first: int, last: int) -> str:
    return str(WEEKDAYS[first]) if first == last else f"{WEEKDAYS[first]} {DASH} {WEEKDAYS[last]}"
