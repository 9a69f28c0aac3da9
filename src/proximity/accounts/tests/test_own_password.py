"""One's own new password: only with the old one, not a weak one, told to the log; whoever else was signed in is out."""

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from proximity.accounts import operations
from proximity.accounts.models import Person
from proximity.accounts.operations import change_password
from proximity.accounts.tests.conftest import password_of
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import SideClient, as_role

pytestmark = pytest.mark.django_db
PAGE, NEW = "/account/password/", "cuatro palabras sueltas azules"


def typed(actor, **other):
    return {"password": password_of(actor), "new": NEW, "again": NEW, **other}


def holds(name):
    with as_role("owner"):
        person = Person.objects.get(name=name)
    return "new" if check_password(NEW, person.password) else "old"


def logged():
    with as_role("owner"):
        return list(AuditEvent.objects.filter(action="password.changed"))


def test_she_changes_it_goes_on_where_she_is_and_is_signed_out_elsewhere(cast, workspace):
    here, elsewhere, bob = workspace(cast.alice), workspace(cast.alice), workspace(cast.bob)
    answer = here.post(PAGE, typed(cast.alice))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
    assert holds("Alice") == "new"
    page = here.get("/account/")
    assert page.status_code == 200
    assert "You have a new password." in page.content.decode()
    assert elsewhere.get("/account/").headers["Location"].startswith("/sign-in/")
    assert bob.get("/account/").status_code == 200
    (event,) = logged()
    person = str(cast.people["alice"].pk)
    assert (event.actor, event.target, event.chain, event.label) == (f"person:{person}", person, "instance/staff", "")
    assert NEW not in f"{event.purpose}{event.target}"


def test_who_has_given_the_old_password_alone_gets_no_further(cast, workspace, sit_down):
    browser = workspace(cast.alice)
    desk = sit_down(cast.alice)
    assert desk.give_password().headers["Location"] == "/sign-in/code/"
    browser.post(PAGE, typed(cast.alice))
    assert desk.give_code().headers["Location"].startswith("/sign-in/")
    assert desk.client.get("/account/").headers["Location"].startswith("/sign-in/")
    desk.password = NEW
    desk.sign_in()
    assert desk.client.get("/account/").headers["Location"].startswith("/office/")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password": "not her password"}, "password"),
        ({"password": ""}, "password"),
        ({"new": ""}, "new"),
        ({"again": ""}, "again"),
        ({"again": NEW + " "}, "again"),
        ({"new": "elevenchars", "again": "elevenchars"}, "new"),
        ({"new": "password12345", "again": "password12345"}, "new"),
        ({"new": "alice@example.org", "again": "alice@example.org"}, "new"),
        ({"new": "alice has a long password", "again": "alice has a long password"}, "new"),
        ({"new": "x" * 201, "again": "x" * 201}, "new"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(cast, workspace, wrong, field):
    browser = workspace(cast.alice)
    answer = browser.post(PAGE, typed(cast.alice, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert NEW not in page
    assert holds("Alice") == "old"
    assert logged() == []
    assert browser.get("/account/").status_code == 200


def test_a_wrong_old_password_is_logged_and_counted_as_at_sign_in(cast, workspace):
    browser = workspace(cast.alice)
    answers = [browser.post(PAGE, typed(cast.alice, password="wrong")).status_code for _ in range(6)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert browser.post(PAGE, typed(cast.alice)).status_code == 429
    assert holds("Alice") == "old"
    with as_role("owner"):
        assert AuditEvent.objects.filter(action="sign_in.failed").count() >= 4


def test_the_page_speaks_spanish_and_stands_on_the_account_page(cast, workspace):
    with as_role("owner"):
        Person.objects.filter(name="Alice").update(language="es")
    browser = workspace(cast.alice)
    assert f'href="{PAGE}"' in browser.get("/account/").content.decode()
    page = browser.post(PAGE, typed(cast.alice, new="corta", again="corta")).content.decode()
    assert "Contraseña nueva" in page
    assert "12 caracteres" in page


def test_nobody_signed_in_is_asked_to_sign_in(cast):
    assert SideClient().get(PAGE).headers["Location"].startswith("/sign-in/")


def test_a_weak_password_is_refused_by_the_operation_too(cast):
    for weak in ("short", password_of(cast.alice)):
        with pytest.raises(ValidationError):
            change_password(person=cast.people["alice"], password=weak)
    assert holds("Alice") == "old"


def test_without_the_log_nothing_changes(cast, workspace, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no log")

    workspace(cast.alice)
    before = Session.objects.count()
    monkeypatch.setattr(operations, "record_event", broken)
    with pytest.raises(RuntimeError, match="no log"):
        change_password(person=cast.people["alice"], password=NEW)
    assert holds("Alice") == "old"
    assert Session.objects.count() == before
