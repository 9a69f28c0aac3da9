"""Acts on who of the organisation sees a case."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.assessment.rules import NotNow
from proximity.cases.forms.doors import BlockForm, DeclareForm, PersonForm, SealForm
from proximity.cases.forms.fields import EntryForm, NothingForm
from proximity.cases.models import Case
from proximity.cases.operations import doors
from proximity.cases.queries.page import CasePage
from proximity.cases.views.acts.act import Act, Asked, Initial, nothing


def _declare(case: Case, by: Actor, asked: Asked) -> None:
    if by.person_id is None:
        raise NotNow("nobody acts")
    doors.block_person(case=case, person=by.person_id, reason=asked["reason"], by=by)


def _if_supervisor(page: CasePage, _entry: UUID | None) -> Initial | None:
    return {} if page.access.supervises else None


def _to_seal(page: CasePage, _entry: UUID | None) -> Initial | None:
    return {} if page.access.supervises and page.access.seal is None else None


def _to_name(page: CasePage, _entry: UUID | None) -> Initial | None:
    return {} if page.access.seal is not None and page.access.outside else None


def _offer_blockable(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, BlockForm):
        form.offer(person for person in page.access.assignable if person.pk != page.access.me)


def _offer_outside(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, PersonForm):
        form.offer(page.access.outside)


ACTS: Mapping[str, Act] = {
    "declare": Act(
        "access", DeclareForm, _("Shut this case to me"), _declare, fill=nothing, when_closed=True, whole_page=True
    ),
    "block": Act(
        "access", BlockForm, _("Shut the case to this colleague"),
        lambda case, by, asked: doors.block_person(case=case, person=asked["person"], reason=asked["reason"], by=by),
        fill=_if_supervisor, prepare=_offer_blockable, when_closed=True,
    ),
    "unblock": Act(
        "access", EntryForm, _("Lift the block"),
        lambda case, by, asked: doors.lift_block(case=case, person=asked["entry"], by=by), when_closed=True,
    ),
    "seal": Act(
        "access", SealForm, _("Seal this case"),
        lambda case, by, asked: doors.seal_case(case=case, reason=asked["reason"], by=by), fill=_to_seal, when_closed=True,
    ),
    "unseal": Act(
        "access", NothingForm, _("Lift the seal"), lambda case, by, _asked: doors.unseal_case(case=case, by=by),
        when_closed=True,
    ),
    "name": Act(
        "access", PersonForm, _("Let this colleague see it"),
        lambda case, by, asked: doors.name_reader(case=case, person=asked["person"], by=by),
        fill=_to_name, prepare=_offer_outside, when_closed=True,
    ),
    "unname": Act(
        "access", EntryForm, _("No longer named"),
        lambda case, by, asked: doors.unname_reader(case=case, person=asked["entry"], by=by),
        when_closed=True, whole_page=True,
    ),
}  # fmt: skip
