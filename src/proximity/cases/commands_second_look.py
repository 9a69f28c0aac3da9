"""The second look at the command line: in the name of a supervisor, whose wall it keeps. No word of a report is written out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from proximity.accounts.actors import Actor, enter_as
from proximity.accounts.models import Membership
from proximity.accounts.queries import actor_from
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.assessment.identify.reasons import REASONS
from proximity.assessment.rules import NotNow
from proximity.assessment.suggesting import Pointed
from proximity.audit.operations import Origin, record_event
from proximity.cases.operations.second_look import look_again
from proximity.cases.queries.second_look import SecondLook

type Say = Callable[[str], None]
OPERATOR = "operator"


class NobodyLooks(LookupError):
    """There is no such supervisor of the police; in words for the operator."""


def say_second_look(say: Say, *, since: date, account: str, city: str = "", purpose: str = "") -> None:
    """Say for each office of a supervisor which open cases nobody flagged, with places, rules and reasons. Raises `NobodyLooks`.

    The words themselves she reads on the page “Second look”: whoever runs the machine is not meant to.
    """
    offices = _offices(account, city)
    with transaction.atomic():
        record_event(
            "case.second_look_asked", origin=Origin(actor=OPERATOR), target=offices[0].person_id or "",
            label=str(since), purpose=purpose,
        )  # fmt: skip
    for by in offices:
        say(f"{by.organisation.city.name}, {by.organisation.name}:")
        _office(say, by, since, purpose)
    say("None found does not mean that there is none. The words stand on the page “Second look”.")


def _offices(account: str, city: str) -> list[Actor]:
    works = Membership.objects.filter(person__email__iexact=account, person__is_active=True, ended_at__isnull=True)
    works = works.filter(organisation__city__slug=city) if city else works
    actors = map(actor_from, works.select_related("person", "organisation__city").order_by("organisation__city__name"))
    found = [one for one in actors if one.may(Capability.SUPERVISE_CASES) and one.organisation.kind in POLICE_KINDS]
    if not found:
        raise NobodyLooks(f"{account} is no supervisor of the police{f' in {city!r}' if city else ''}.")
    return found


def _office(say: Say, by: Actor, since: date, purpose: str) -> None:
    after: UUID | None = None
    read = shown = 0
    while True:
        try:
            with transaction.atomic():
                enter_as(by)
                page = look_again(
                    since=since, by=by, after=after, purpose=purpose, origin=replace(by.origin, actor=OPERATOR)
                )
        except NotNow:
            say("  The text tool is switched off in this city.")
            return
        _page(say, page)
        read, shown, after = read + len(page.read), shown + len(page.rows), page.after
        if after is None:
            break
    say(f"  {read} reports read, {shown} cases to look at.")


def _page(say: Say, page: SecondLook) -> None:
    for row in page.rows:
        say(f"  {row.case.reference}: {'nobody has answered the bias question' if row.is_unanswered else row.answer}")
        for one in (*row.telling, *row.weak):
            say(f"    {_place(one)}")


def _place(one: Pointed) -> str:
    found = one.suggestion
    return f"{one.part} {one.span.start}-{one.span.end} {found.indicator} {found.weight} [{found.rule}] {REASONS[found.reason]}"
