"""The calendar that opens without signing in: what it gives away, to whom, and everything that ends it. Attacks included."""

import logging
import re
from datetime import date
from uuid import uuid4

import pytest

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.accounts.addresses import SECRET_BYTES, address_of, end_address, make_address, open_address
from proximity.accounts.models import Person, SecretAddress
from proximity.accounts.operations import end_membership, reset_access
from proximity.accounts.rules import Capability
from proximity.audit.models import AuditEvent
from proximity.exchange.operations.moderating import hide
from proximity.exchange.operations.taking_part import come, plan_visit
from proximity.exchange.rules.readers import Readers
from proximity.exchange.rules.visits import Coming, Visit
from proximity.exchange.rules.vocabulary import VisitKind, VisitRole
from proximity.exchange.views import calendars
from proximity.foundation.logs import LineFormatter
from proximity.foundation.pure import slowing
from proximity.foundation.pure.slowing import WrongCodes
from proximity.foundation.testing import PUBLIC, SideClient, as_role, changed, forget_context, refused, rows

pytestmark = pytest.mark.django_db
CANARY = "Zqxcanary"
NEEDS = Capability.READ_EXCHANGE


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Count wrong secrets anew for each test, and let nobody wait."""
    monkeypatch.setattr(calendars, "wrong_secrets", WrongCodes())
    monkeypatch.setattr(slowing, "LONGEST_WAIT", 0.01)


@pytest.fixture
def visit(cast, acting):
    """Let Madrid offer a visit with words in it that must not come out, and Bradford come."""
    planned = Visit(
        VisitKind.OFFER, f"{CANARY} title", f"{CANARY} agenda", f"{CANARY} place", date(2027, 6, 11), date(2027, 6, 13),
        (VisitRole.OFFICERS,), f"{CANARY} outcome",
    )  # fmt: skip
    made = plan_visit(visit=planned, readers=Readers.NETWORK, by=acting(cast.alice))
    come(coming=Coming(made, {VisitRole.OFFICERS: 3}), by=acting(cast.charlie))
    return made


def address(secret):
    return f"/exchange/visits/calendar/{secret}.ics"


def ask(secret):
    """Ask as a calendar program does: no cookie, nobody signed in."""
    forget_context()
    return SideClient().get(address(secret))


def unfolded(answer):
    return answer.content.decode().replace("\r\n ", "")


def test_it_gives_days_cities_and_the_page_and_not_a_word_more(cast, acting, visit):
    answer = ask(make_address(by=acting(cast.charlie)))
    assert answer.status_code == 200
    text = unfolded(answer)
    assert re.findall(r"^(\w[\w-]*)", text, re.MULTILINE) == [
        "BEGIN", "VERSION", "PRODID", "X-WR-CALNAME", "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "URL",
        "END", "END",
    ]  # fmt: skip
    assert r"SUMMARY:Visit: Madrid\, Bradford" in text
    assert "DTSTART;VALUE=DATE:20270611\r\nDTEND;VALUE=DATE:20270614" in text
    assert f"/exchange/visits/{visit}/\r\n" in text
    for word in (CANARY, "Alice", "Charlie", "Officers", "Policía", "Police", "3"):
        assert word not in re.sub(r"\d{8}T?\d*Z?|[0-9a-f]{8}-[0-9a-f-]{27}", "", text).replace("X-WR", "")


def test_nobody_keeps_it_on_the_way_and_no_cookie_is_set(cast, acting, visit):
    for answer in (ask(make_address(by=acting(cast.charlie))), ask("nothing")):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert dict(answer.cookies) == {}


def test_the_public_site_has_no_such_address(cast, acting, request):
    secret = make_address(by=acting(cast.charlie))
    # Worn only now: the public process writes no log of the workspace.
    public = request.getfixturevalue("public")
    assert public.get(address(secret)).status_code == 404


def test_it_is_read_in_her_language_whoever_asks(cast, acting, visit):
    with as_role("owner"):
        Person.objects.filter(pk=cast.charlie.person_id).update(language="fi")
    secret = make_address(by=acting(cast.charlie))
    forget_context()
    answer = SideClient().get(address(secret), headers={"Accept-Language": "es"})
    assert "SUMMARY:Visit" not in unfolded(answer)
    assert "Madrid" in unfolded(answer)


def test_only_what_she_may_see_stands_in_it(cast, acting, visit):
    plan_visit(
        visit=Visit(VisitKind.OFFER, "x", "x", "", date(2027, 7, 1), None), readers=Readers.CITY, by=acting(cast.alice)
    )
    hers, his = make_address(by=acting(cast.bob)), make_address(by=acting(cast.charlie))
    assert ask(hers).content.count(b"BEGIN:VEVENT") == 2
    assert ask(his).content.count(b"BEGIN:VEVENT") == 1
    hidden = _of_bradford(cast, acting)
    assert ask(hers).content.count(b"BEGIN:VEVENT") == 3
    hide(object_id=hidden, reason="Off topic.", by=acting(cast.bob))
    assert ask(hers).content.count(b"BEGIN:VEVENT") == 2


def _of_bradford(cast, acting):
    planned = Visit(VisitKind.REQUEST, "x", "x", "", date(2027, 8, 1), None)
    return plan_visit(visit=planned, readers=Readers.NETWORK, by=acting(cast.charlie))


def test_somebody_else_who_is_signed_in_reads_by_it_what_its_holder_sees_and_stays_who_she_is(
    cast, acting, workspace, visit
):
    secret = make_address(by=acting(cast.charlie))
    browser = workspace(cast.petra)
    assert browser.get(address(secret)).content.count(b"BEGIN:VEVENT") == 1
    assert browser.get("/exchange/visits/").status_code == 403


def test_what_is_wrong_ended_or_of_the_wrong_shape_gets_one_and_the_same_answer(cast, acting, visit):
    secret = make_address(by=acting(cast.charlie))
    digest = bytes(address_of(cast.charlie).digest).hex()
    wrong = [
        secret[:-1], f"{secret}A", secret.swapcase(), secret[::-1], digest, str(visit), str(cast.memberships["charlie"].pk),
        "%00", "%ff%fe", "A" * 43, "A" * 5000, "' OR 1=1 --", "%27%20OR%20true--", "..", "a%5C",
    ]  # fmt: skip
    answers = [ask(one) for one in wrong]
    assert {answer.status_code for answer in answers} == {404}
    ours = [answer for answer in answers if answer.headers.get("Referrer-Policy") == "no-referrer"]
    assert len(ours) >= len(wrong) - 1
    assert {answer.content for answer in ours} == {b""}
    assert ask(secret).status_code == 200


@pytest.mark.parametrize("how", ["ended", "renewed", "office", "reset", "inactive", "role"])
def test_it_ends_with_all_that_gave_it(cast, acting, visit, how, monkeypatch):
    secret = make_address(by=acting(cast.charlie))
    assert ask(secret).status_code == 200
    match how:
        case "ended":
            end_address(by=acting(cast.charlie))
        case "renewed":
            assert ask(make_address(by=acting(cast.charlie))).status_code == 200
        case "office":
            with as_role("owner"):
                end_membership(membership=cast.memberships["charlie"])
        case "reset":
            with as_role("owner"):
                reset_access(person=cast.people["charlie"], password="another long password")
        case "inactive":
            with as_role("owner"):
                Person.objects.filter(pk=cast.charlie.person_id).update(is_active=False)
        case "role":
            with as_role("owner"):
                changed(
                    "UPDATE accounts_membership SET role = 'prosecutor' WHERE id = %s", cast.memberships["charlie"].pk
                )
    answer = ask(secret)
    assert (answer.status_code, answer.content) == (404, b"")


def test_making_and_ending_are_logged_and_the_secret_stands_nowhere(cast, acting, workspace, visit):
    browser = workspace(cast.charlie)
    page = browser.post("/exchange/visits/calendar/")
    (secret,) = re.findall(r"/calendar/([\w-]{43})\.ics", page.content.decode())
    assert page.headers["Cache-Control"] == "private, no-store"
    assert secret not in browser.get("/exchange/visits/").content.decode()
    assert "not shown again" in browser.get("/exchange/visits/").content.decode()
    browser.post("/exchange/visits/calendar/")
    assert browser.post("/exchange/visits/calendar/end/").status_code == 302
    browser.post("/exchange/visits/calendar/end/")
    with as_role("owner"):
        told = list(
            AuditEvent.objects.filter(action__startswith="calendar.").order_by("pk").values_list("action", "label")
        )
        everything = str(list(AuditEvent.objects.values_list())) + str(list(SecretAddress.objects.values_list()))
    assert sorted(told) == [
        ("calendar.address_ended", ""), ("calendar.address_made", ""), ("calendar.address_made", "anew"),
    ]  # fmt: skip
    assert secret not in everything
    assert len(secret) == 43
    assert SECRET_BYTES * 8 == 256


def test_the_operator_who_takes_the_office_away_is_told_of_in_the_log(cast, acting):
    make_address(by=acting(cast.charlie))
    forget_context()
    with as_role("owner"):
        end_membership(membership=cast.memberships["charlie"], purpose="left")
        assert SecretAddress.objects.count() == 0
        assert AuditEvent.objects.get(action="calendar.address_ended").purpose == "left"


def test_no_line_of_the_log_holds_it(cast, acting, visit, caplog):
    caplog.set_level(logging.DEBUG)
    secret = make_address(by=acting(cast.charlie))
    ask(secret)
    end_address(by=acting(cast.charlie))
    ask(secret)
    forget_context()
    SideClient().post(address(secret))
    lines = [LineFormatter().format(record) for record in caplog.records]
    assert not [line for line in lines if secret in line]


def test_guessing_is_slowed_and_then_asked_to_wait_and_the_right_one_always_opens(cast, acting, visit, monkeypatch):
    secret = make_address(by=acting(cast.charlie))
    waited = []
    monkeypatch.setattr(calendars.time, "sleep", waited.append)
    assert {ask(f"guess{number}").status_code for number in range(slowing.FREE_TRIES)} == {404}
    assert waited == []
    assert ask("guess").status_code == 404
    assert len(waited) == 1
    with calendars.wrong_secrets.seat(), calendars.wrong_secrets.seat():
        busy = ask("guess")
        assert (busy.status_code, busy.headers["Retry-After"]) == (429, "60")
        assert ask(secret).status_code == 200


def test_only_she_herself_sees_and_makes_hers(cast, acting):
    make_address(by=acting(cast.alice))
    (kept,) = rows("SELECT digest FROM accounts_secretaddress")
    for other in (cast.bob, cast.nadia, cast.charlie):  # a colleague, another office, another city
        enter_as(other)
        assert rows("SELECT 1 FROM accounts_secretaddress") == []
        assert changed("DELETE FROM accounts_secretaddress") == 0
        with refused("row-level security"):
            changed(
                "INSERT INTO accounts_secretaddress (id, city_id, organisation_id, membership_id, digest, made_at)"
                " VALUES (%s, %s, %s, %s, %s, now())",
                uuid4(), other.city_id, other.organisation.pk, cast.memberships["alice"].pk, b"x" * 32,
            )  # fmt: skip
    with refused("permission denied"):
        changed("UPDATE accounts_secretaddress SET digest = %s", b"x" * 32)
    with as_role(PUBLIC):
        with refused("permission denied"):
            rows("SELECT 1 FROM accounts_secretaddress")
        with refused("permission denied"):
            rows("SELECT * FROM accounts_secret_address(%s)", bytes(kept[0]))


@pytest.mark.parametrize("who", ["petra", "ines", "sol"])
def test_who_does_not_read_the_exchange_makes_none(cast, acting, workspace, who):
    with pytest.raises(NotAllowed):
        make_address(by=acting(getattr(cast, who)))
    browser = workspace(getattr(cast, who))
    assert browser.post("/exchange/visits/calendar/").status_code == 403
    assert SecretAddress.objects.count() == 0


def test_the_context_of_who_asks_is_hers_and_of_a_wrong_one_nobodys(cast, acting):
    secret = make_address(by=acting(cast.charlie))
    forget_context()
    assert open_address("nothing", needs=NEEDS) is None
    assert rows("SELECT current_setting('app.person', true)") == [("",)]
    assert open_address(secret, needs=Capability.WORK_CASES).actor.person_id == cast.charlie.person_id
    assert open_address(secret, needs=Capability.RELEASE_FIGURES) is None
    assert rows("SELECT current_setting('app.person', true)") == [(str(cast.charlie.person_id),)]
