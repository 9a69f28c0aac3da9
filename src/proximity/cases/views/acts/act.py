"""What one act of the case page is: everything the page has to know about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from proximity.accounts.actors import Actor
from proximity.assessment.queries.labels import Words
from proximity.cases.models import Case
from proximity.cases.queries.page import CasePage
from proximity.cases.rules.states import MovedOn

__all__ = ["Act", "Asked", "Conflict", "Initial", "MovedOn", "nothing"]

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
    only, and no form of its own. `prepare` gives a form what depends on the case. An act that may collide carries the version
    that somebody has before her eyes in a hidden field `seen`, which `fill` gives; `other` is what another wrote meanwhile, for
    the entry that is meant. `when_closed`: a closed case allows it too. `faults` names in words what the rules refuse of this
    act, by field.
    """

    section: str
    form: type[forms.Form]
    button: Words
    do: Callable[[Case, Actor, Asked], object]
    fill: Callable[[CasePage, UUID | None], Initial | None] | None = None
    prepare: Callable[[forms.Form, CasePage, UUID | None], None] | None = None
    other: Callable[[CasePage, UUID | None], Conflict | None] | None = None
    when_closed: bool = False
    whole_page: bool = False
    faults: Mapping[str, Words] = field(default_factory=dict)


def nothing(_page: CasePage, _entry: UUID | None) -> Initial:
    """Begin a form with nothing in it."""
    return {}
