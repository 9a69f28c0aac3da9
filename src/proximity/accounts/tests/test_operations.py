"""What can be done to accounts, told to the log or not done."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from proximity.accounts import operations
from proximity.accounts.actors import NotAllowed
from proximity.accounts.models import Membership, Person
from proximity.accounts.operations import OfficeNotOpen, add_person, end_membership, enter_office, set_language
from proximity.accounts.queries import actor_of, cities, elsewhere_organisation, receiving_organisations
from proximity.accounts.requests import actor_at_work, person_signed_in
from proximity.accounts.rules import CAPABILITIES, Capability, Role, may
from proximity.accounts.trail import signed_out
from proximity.audit.models import AuditEvent
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_log(monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    monkeypatch.setattr(operations, "record_event", broken)


def test_every_role_is_in_the_table_and_brings_what_it_says():
    assert set(CAPABILITIES) == set(Role)
    assert [role for role in Role if may(role, Capability.READ_AUDIT)] == [Role.AUDITOR]


def test_an_actor_may_what_her_role_brings(cast):
    assert cast.ines.may(Capability.READ_AUDIT)
    cast.ines.check_may(Capability.READ_AUDIT)
    with pytest.raises(NotAllowed):
        cast.alice.check_may(Capability.READ_AUDIT)


def test_entering_an_office_gives_the_actor(cast):
    alice = enter_office(person=cast.people["alice"], membership_id=cast.memberships["alice"].pk)
    assert alice == cast.alice


@pytest.mark.parametrize("which", ["another's", "ended", "none"])
def test_an_office_that_is_not_open_looks_the_same_whyever(cast, which):
    if which == "ended":
        with as_role("owner"):
            end_membership(membership=cast.memberships["alice"])
    wanted = {"another's": cast.memberships["bob"].pk, "ended": cast.memberships["alice"].pk, "none": new_id()}[which]
    with pytest.raises(OfficeNotOpen):
        enter_office(person=cast.people["alice"], membership_id=wanted)


def test_nobody_signed_in_has_no_office(cast):
    assert actor_of(object(), cast.memberships["alice"].pk) is None


def test_what_cannot_be_logged_is_not_done(cast, no_log):
    for act in (
        lambda: add_person(email="new@example.org", name="New", password="a long password"),
        lambda: end_membership(membership=cast.memberships["alice"]),
        lambda: set_language(person=cast.people["alice"], language="es"),
        lambda: operations.set_second_factor(person=cast.people["alice"]),
    ):
        with as_role("owner"), pytest.raises(RuntimeError, match="no log"):
            act()
    assert not Person.objects.filter(email="new@example.org").exists()
    assert Membership.objects.get(pk=cast.memberships["alice"].pk).ended_at is None
    assert Person.objects.get(email="alice@example.org").language == "en"


def test_a_language_the_interface_does_not_speak_is_refused(cast):
    with pytest.raises(ValueError, match="language"):
        set_language(person=cast.people["alice"], language="xx")


def test_acts_are_logged_with_labels_only(cast):
    set_language(person=cast.people["alice"], language="es")
    with as_role("owner"):
        event = AuditEvent.objects.get(action="language.chosen")
    assert (event.target, event.label) == (str(cast.alice.person_id), "es")


def test_who_receives_reports(cast):
    assert [city.slug for city in cities()] == ["bradford", "madrid"]
    found = receiving_organisations(cast.cities["madrid"])
    assert [one.kind for one in found] == ["ngo", "local_police"]
    assert elsewhere_organisation("pt") == cast.organisations["madrid.ngo"]
    with as_role("owner"):
        cast.organisations["madrid.ngo"].elsewhere_routes.all().delete()
    assert elsewhere_organisation("pt") is None


def test_a_request_without_anybody_is_nobodys(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    for ask in (person_signed_in, actor_at_work):
        with pytest.raises(PermissionDenied):
            ask(request)


def test_a_sign_out_of_nobody_is_not_logged(rf):
    signed_out(sender=None, request=rf.get("/"), user=None)
    with as_role("owner"):
        assert not AuditEvent.objects.filter(action="sign_out").exists()
