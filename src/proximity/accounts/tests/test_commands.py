"""The operator's commands: what they do, what they say, and what the log keeps of them."""

import re
from datetime import date

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session

from proximity.accounts import commands, operations
from proximity.accounts.models import City, ElsewhereRoute, GuessCount, Membership, Organisation, Person
from proximity.accounts.operations import NotSound
from proximity.accounts.queries import elsewhere_organisation
from proximity.accounts.rules import OFFICES, OrganisationKind, Role, city_fault, goes_with
from proximity.accounts.second_factor import has_second_factor, unused_codes
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import SideClient, as_role

pytestmark = pytest.mark.django_db
WHY = "ticket 7"
PASSWORD = re.compile(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}")


class Operator:
    """Somebody at the command line, with what was said to her."""

    def __init__(self):
        self.said = []

    def __call__(self, command, **typed):
        with as_role("owner"):
            getattr(commands, command)(self.said.append, purpose=WHY, **typed)
        return "\n".join(self.said)

    def logged(self, action):
        with as_role("owner"):
            events = list(AuditEvent.objects.filter(action=action, purpose=WHY, actor="operator"))
        assert {event.chain for event in events} <= {"instance/staff"}
        return events

    @property
    def password(self):
        (found,) = [line.strip() for line in self.said if PASSWORD.fullmatch(line.strip())]
        return found


@pytest.fixture
def operator(db, _behind_the_wall):
    return Operator()


LEEDS = {"slug": "leeds", "name": "Leeds", "country": "gb", "time_zone": "Europe/London", "prefix": "LEE"}
MADRID = {"slug": "madrid", "latitude": None, "longitude": None, "source": "GeoNames", "seen_on": None}
POLICE = {
    "city": "leeds", "name": "Police", "kind": OrganisationKind.LOCAL_POLICE, "body": "", "takes_reports": True,
    "elsewhere": None, "acknowledge_days": 2, "feedback_days": 10,
}  # fmt: skip
ADA = {
    "email": " Ada@Leeds.example", "name": "Ada", "city": "leeds", "organisation": "Police", "role": Role.OFFICER,
    "language": "en",
}  # fmt: skip


def test_from_an_empty_installation_to_an_officer_who_signs_in(operator):
    operator("add_city", **LEEDS)
    operator("add_organisation", **POLICE)
    operator("add_account", **ADA)
    person = Person.objects.get(email="ada@leeds.example")
    assert check_password(operator.password, person.password)
    assert person.memberships.get().organisation.city.slug == "leeds"
    answer = SideClient().post("/sign-in/", {"login": "ada@leeds.example", "password": operator.password}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/second-factor/")
    for action in ("city.added", "organisation.added", "person.added", "membership.added"):
        assert len(operator.logged(action)) == 1
    with as_role("owner"):
        assert operator.password not in str(list(AuditEvent.objects.values_list()))


def test_the_lists_say_what_is_there_and_are_logged(operator, cast):
    assert re.search(r"madrid +Madrid +es +Europe/Madrid +MAD +none", operator("list_cities"))
    assert re.search(r"madrid +Acogida Madrid +ngo +yes", operator("list_organisations"))
    with as_role("owner"):
        operations.set_second_factor(person=cast.people["alice"])
        operations.end_membership(membership=cast.memberships["bob"])
        Person.objects.filter(pk=cast.people["alice"].pk).update(last_login="2026-11-24T10:00:00Z")
    said = operator("list_accounts")
    assert re.search(r"alice@example.org +Alice +madrid +Policía Municipal +officer +yes +2026-11-24", said)
    assert re.search(r"nadia@example.org +Nadia +madrid +Acogida Madrid +ngo_worker +no +never", said)
    assert re.search(r"bob@example.org +Bob +no office +no +never", said)
    for action in ("cities.listed", "organisations.listed", "accounts.listed"):
        assert len(operator.logged(action)) == 1


def test_a_city_is_put_on_maps_to_two_decimals_with_its_source_and_taken_off_again(operator, cast):
    operator("add_city", **LEEDS, latitude=53.7965, longitude=-1.5478, source="GeoNames", seen_on=date(2026, 11, 27))
    city = City.objects.get(slug="leeds")
    assert (city.latitude, city.longitude, city.place_source) == (53.8, -1.55, "GeoNames")
    assert operator("place_city", **(MADRID | {"latitude": 40.4165, "longitude": -3.70256})).endswith(
        "Madrid: 40.42 -3.70"
    )
    assert re.search(r"madrid +Madrid +es +Europe/Madrid +MAD +40.42 -3.70", operator("list_cities"))
    assert operator("place_city", **MADRID).endswith("Madrid: none")
    city = City.objects.get(slug="madrid")
    assert (city.latitude, city.longitude, city.place_source, city.place_seen_on) == (None, None, "", None)
    assert [event.label for event in operator.logged("city.placed")] == ["placed", "no place"]


def test_who_has_an_account_is_given_one_more_office_and_keeps_her_password(operator, cast):
    before = Person.objects.get(email="lars@example.org").password
    office = {"city": "bradford", "organisation": "City Hall", "role": Role.CITY_OFFICIAL}
    said = operator("add_account", email="Lars@example.org", name="ignored", language="en", **office)
    person = Person.objects.get(email="lars@example.org")
    assert (person.name, person.password, person.memberships.count()) == ("Lars", before, 2)
    assert "Her password stays" in said
    with pytest.raises(NotSound, match="works there already"):
        operator("add_account", email="lars@example.org", name="", language="en", **office)


def test_an_office_is_ended_and_only_one_that_is_open(operator, cast):
    typed = {"email": "alice@example.org", "city": "madrid", "organisation": "Policía Municipal"}
    operator("end_office", **typed)
    assert Membership.objects.get(pk=cast.memberships["alice"].pk).ended_at is not None
    assert len(operator.logged("membership.ended")) == 1
    with pytest.raises(NotSound, match="does not work for"):
        operator("end_office", **typed)


@pytest.mark.parametrize(
    ("command", "typed", "words"),
    [
        ("add_city", LEEDS | {"country": "UK"}, "two small letters"),
        ("add_city", LEEDS | {"time_zone": "Leeds"}, "no time zone"),
        ("add_city", LEEDS | {"prefix": "leeds"}, "two to four capitals"),
        ("add_city", LEEDS | {"slug": "madrid"}, "slug: .*already exists"),
        ("add_city", LEEDS | {"slug": "L eeds"}, "slug: "),
        ("add_city", LEEDS | {"latitude": 53.8}, "both --latitude and --longitude"),
        ("place_city", MADRID | {"latitude": 91.0, "longitude": 0.0}, "a latitude"),
        ("place_city", MADRID | {"latitude": float("nan"), "longitude": 0.0}, "a latitude"),
        ("place_city", MADRID | {"latitude": 1.0, "longitude": 1.0, "source": " "}, "where the place was seen"),
        ("place_city", MADRID | {"slug": "leeds"}, "no city 'leeds'"),
        ("add_organisation", POLICE, "no city 'leeds'"),
        ("add_organisation", POLICE | {"city": "madrid", "name": "Fiscalía"}, "already exists"),
        ("add_organisation", POLICE | {"city": "madrid", "takes_reports": False, "elsewhere": ""}, "takes no reports"),
        ("add_account", ADA, "no city 'leeds'"),
        ("add_account", ADA | {"city": "madrid"}, "no organisation 'Police'"),
        ("add_account", ADA | {"city": "madrid", "organisation": "Fiscalía"}, "The role officer goes with"),
        ("add_account", ADA | {"city": "madrid", "organisation": "Policía Municipal", "email": "ada"}, "email: "),
        ("reset_account", {"email": "nobody@example.org"}, "no account"),
    ],
)
def test_what_is_not_sound_is_refused_in_a_sentence_and_changes_nothing(operator, cast, command, typed, words):
    with as_role("owner"):
        before = [model.objects.count() for model in (City, Organisation, Person, Membership, AuditEvent)]
    with pytest.raises(NotSound, match=words):
        operator(command, **typed)
    with as_role("owner"):
        assert [model.objects.count() for model in (City, Organisation, Person, Membership, AuditEvent)] == before


def test_an_organisation_takes_the_reports_from_elsewhere_in_place_of_another(operator, cast):
    operator("add_organisation", **POLICE | {"city": "bradford", "elsewhere": ""})
    assert elsewhere_organisation("pt").name == "Police"
    assert ElsewhereRoute.objects.count() == 1
    assert [event.label for event in operator.logged("elsewhere.routed")] == [""]


def test_a_reset_gives_a_new_password_and_takes_second_factor_and_sessions(operator, cast, sit_down):
    desk, pending, other = sit_down(cast.alice), sit_down(cast.alice), sit_down(cast.nadia)
    desk.factor = pending.factor
    desk.sign_in()
    pending.give_password()
    other.sign_in()
    GuessCount.objects.create(account="0" * 32, wrong=99, last_at="2026-11-24T10:00:00Z")
    pending.client.post("/sign-in/", {"login": desk.email, "password": "wrong"})
    operator("reset_account", email=desk.email)
    person = Person.objects.get(email=desk.email)
    assert check_password(operator.password, person.password)
    assert not has_second_factor(person)
    assert unused_codes(person) == 0
    assert desk.client.get("/account/").headers["Location"].startswith("/sign-in/")
    # Who had given the old password and not yet a code is not let in without one either.
    assert pending.client.get("/sign-in/code/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")
    assert pending.client.get("/account/").headers["Location"].startswith("/sign-in/")
    assert "nadia@example.org" in other.client.get("/account/", follow=True).content.decode()
    assert str(person.pk) not in str([session.get_decoded() for session in Session.objects.all()])
    assert list(GuessCount.objects.values_list("account", flat=True)) == ["0" * 32]
    assert desk.give_password().status_code == 200
    assert desk.give_password(operator.password).headers["Location"] != "/sign-in/code/"
    assert desk.client.get("/", follow=True).redirect_chain[-1][0].startswith("/account/second-factor/")
    (event,) = operator.logged("access.reset")
    assert event.target == str(person.pk)


def test_what_cannot_be_logged_is_not_done(operator, cast, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    before = Person.objects.get(email="alice@example.org").password
    monkeypatch.setattr(operations, "record_event", broken)
    for command, typed in (
        ("reset_account", {"email": "alice@example.org"}),
        ("add_city", LEEDS),
        ("add_organisation", POLICE | {"city": "madrid"}),
        ("add_account", ADA | {"city": "madrid", "organisation": "Policía Municipal"}),
        ("end_office", {"email": "bob@example.org", "city": "madrid", "organisation": "Policía Municipal"}),
    ):
        with pytest.raises(RuntimeError, match="no log"):
            operator(command, **typed)
    with as_role("owner"), pytest.raises(RuntimeError, match="no log"):
        operations.route_elsewhere(organisation=cast.organisations["bradford.ngo"])
    assert Person.objects.get(email="alice@example.org").password == before
    assert elsewhere_organisation("pt") == cast.organisations["madrid.ngo"]
    assert not City.objects.filter(slug="leeds").exists()
    assert not Organisation.objects.filter(name="Police").exists()
    assert not Person.objects.filter(email="ada@leeds.example").exists()
    assert Membership.objects.get(pk=cast.memberships["bob"].pk).ended_at is None


def test_every_role_has_its_kinds_of_organisation():
    assert set(OFFICES) == set(Role)
    assert goes_with(Role.AUDITOR, OrganisationKind.OVERSIGHT)
    assert [kind for kind in OrganisationKind if goes_with(Role.AUDITOR, kind)] == [OrganisationKind.OVERSIGHT]
    assert city_fault(country="es", time_zone="Europe/Madrid", reference_prefix="MAD") is None


def test_no_two_passwords_are_the_same():
    drawn = {commands.draw_password() for _ in range(50)}
    assert len(drawn) == 50
    assert all(PASSWORD.fullmatch(one) for one in drawn)
