"""What one act of the case page is: everything the page has to know about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from proximity.accounts.actors import Actor
from proximity.assessment.queries.labels import Words
from proximity.cases.models import Case
from proximity.cases.queries.page import CasePage

type Asked = Mapping[str, Any]
type Initial = dict[str, object]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else wrote meanwhile, who and when. `answer` is the word for what was chosen, where there is one."""

    text: str
    answer: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do on a case.

    `do` gets what the form accepted and, as `changed`, the names of the fields that somebody changed. `fill` gives what the form
    begins with, for the entry that is meant, or None where it cannot be begun here and now; without `fill` the act has a button
    only, and no form of its own. `prepare` gives a form what depends on the case. `seen` is the version that somebody has before
    her eyes, `other` what another wrote meanwhile: both for acts that may collide. `when_closed`: a closed case allows it too.
    """

    section: str
    form: type[forms.Form]
    button: Words
    do: Callable[[Case, Actor, Asked], object]
    fill: Callable[[CasePage, UUID | None], Initial | None] | None = None
    prepare: Callable[[forms.Form, CasePage, UUID | None], None] | None = None
    seen: Callable[[CasePage], int] | None = None
    other: Callable[[CasePage], Conflict | None] | None = None
    when_closed: bool = False
    whole_page: bool = False


def nothing(_page: CasePage, _entry: UUID | None) -> Initial:
    """Begin a form with nothing in it."""
    return {}
