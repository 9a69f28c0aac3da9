"""A certificate is checked without asking anybody: valid, changed, or signed with a key that is not known."""

import io
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pikepdf
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proximity.foundation.testing import as_role, forget_context
from proximity.learning.commands import NotToRead, keys_from, token_of, verify
from proximity.learning.drawing.draw import draw
from proximity.learning.factories import make_course
from proximity.learning.models import Certificate
from proximity.learning.operations import certificates, cohorts
from proximity.learning.operations.taking_part import reply
from proximity.learning.queries.keys import known_keys
from proximity.learning.rules.questions import ITEMS, KEY, Moment
from proximity.learning.rules.statements import FILE, Statement, Verdict, check
from proximity.network.commands import own_card
from proximity.network.context import enter_everywhere
from proximity.network.operations.membership import SYSTEM, this_instance
from proximity.network.rules.cards import KeyState
from proximity.network.rules.signing import SigningKey, canonical

CITY, OTHER = UUID(int=1), UUID(int=2)
MINE = SigningKey.generate()
SAID = Statement(
    number="0123456789ABCDEF", name="Ана Pērkone", course="Course of the test", office="Academy", city="City",
    city_id=str(CITY), first_on="2026-11-01", last_on="2026-11-20", given_on="2026-11-21",
    check_at="https://tell.example/en/certificate/0123-4567-89AB-CDEF/",
)  # fmt: skip
TOKEN = SAID.signed(MINE)


def keys(city=CITY, key=MINE, state=KeyState.ACTIVE):
    return {key.public.kid: (city, key.public, state)}


def altered(token, **change):
    """Return a token with other words and the old signature."""
    header, content, signature = token.split(".")
    said = json.loads(urlsafe_b64decode(content + "=="))
    other = urlsafe_b64encode(canonical(said | change)).decode().rstrip("=")
    return f"{header}.{other}.{signature}"


def heard(path, known):
    lines = []
    return verify(path, lines.append, keys=known), "\n".join(lines)


def test_what_was_signed_is_valid_and_says_what_a_signature_cannot_know(tmp_path):
    path = tmp_path / "code.txt"
    path.write_text(TOKEN + "\n")
    code, said = heard(path, keys())
    assert code == 0
    assert "name: Ана Pērkone" in said
    assert "not known without a network" in said
    assert SAID.check_at in said
    assert check(TOKEN, keys(state=KeyState.RETIRED)).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "change", [{"name": "Ана Perkone"}, {"course": "Another"}, {"given_on": "2026-11-22"}, {"city_id": str(OTHER)}]
)
def test_a_changed_name_is_found(tmp_path, change):
    path = tmp_path / "code.txt"
    path.write_text(altered(TOKEN, **change))
    assert heard(path, keys()) == (1, "NOT VALID: something in it was changed after it was signed.")


def test_a_key_that_is_not_known_a_stolen_one_and_one_of_another_city(tmp_path):
    path = tmp_path / "code.txt"
    path.write_text(TOKEN)
    code, said = heard(path, {})
    assert (code, said.splitlines()[0][:11]) == (3, "NOT CHECKED")
    assert "VALID" not in said
    assert "stolen" in check(TOKEN, keys(state=KeyState.REVOKED)).problem
    assert "another city" in check(TOKEN, keys(city=OTHER)).problem
    assert check(SAID.signed(SigningKey.generate()), keys()).verdict is Verdict.KEY_UNKNOWN


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: f"a.{urlsafe_b64encode(raw).decode()}.b"))
def test_any_other_text_is_no_certificate(text):
    assert check(text, keys()).verdict is Verdict.CHANGED


def test_what_else_the_key_signs_is_no_certificate():
    content = canonical({"type": "x-proximity-scenario", "name": "Ana"})
    header, _none, signature = MINE.sign(content).split(".")
    token = f"{header}.{urlsafe_b64encode(content).decode().rstrip('=')}.{signature}"
    assert check(token, keys()).verdict is Verdict.CHANGED
    spaced = json.dumps(json.loads(canonical({"type": "x"}))).encode()
    assert check(f"{header}.{urlsafe_b64encode(spaced).decode()}.{signature}", keys()).verdict is Verdict.CHANGED


def test_nothing_in_a_file_steers_the_terminal(tmp_path):
    path = tmp_path / "code.txt"
    path.write_text(replace(SAID, name="A\x1b[2J\nVALID").signed(MINE))
    _code, said = heard(path, keys())
    assert "\x1b" not in said
    assert "name: A?[2J?VALID" in said


@pytest.mark.parametrize("content", [b"%PDF-1.7\nbroken", b""])
def test_what_is_no_file_of_ours_is_said_and_not_taken_for_valid(tmp_path, content):
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert heard(path, keys())[0] in {1, 2}
    assert heard(tmp_path / "nowhere", keys())[0] == 2
    with pytest.raises(NotToRead):
        keys_from(path, str)


@pytest.mark.parametrize("long", [False, True])
def test_its_pdf_embeds_it_and_is_still_one_page_for_a_screen_reader(tmp_path, long):
    said = replace(SAID, name="Щ" * 120, course="Щ " * 100) if long else SAID
    words = {"text": "x"}
    pdf = draw(
        {"lang": "en", "made_at": 0, "plain_title": "T", "address": said.check_at, "title": words, "name": {"text": said.name},
         "took_part": words, "course": {"text": said.course}, "facts": [{"name": words, "value": words}] * 6, "check": words,
         "shown_address": words, "statement": said.signed(MINE), "offline": words, "qr_alt": "Code", "no_mark": words}
    )  # fmt: skip
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        assert (len(document.pages), meta["pdfuaid:part"]) == (1, "1")
        assert list(document.attachments) == [FILE]
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf)
    assert heard(path, keys())[0] == 0


@pytest.mark.django_db
def test_a_certificate_that_was_given_is_checked_with_the_card_of_its_installation(cast, acting, tmp_path):
    made = make_course(cast, acting, starts_at=timezone.now() - timedelta(hours=1))
    seat = made.seats.get(state="accepted")
    answers = {str(item): "3" if item not in KEY else "unsure" for item in ITEMS}
    reply(seat_id=seat.pk, moment=Moment.AFTER, answers=answers, by=acting(cast.alice))
    acting(cast.teo)
    cohorts.note_attendance(session_id=made.sessions.get().pk, seats=[seat.pk], by=cast.teo)
    certificates.give_certificates(cohort_id=made.pk, by=cast.teo)
    one = Certificate.objects.get()
    code, card = tmp_path / "code.txt", tmp_path / "card.json"
    code.write_text(one.statement)
    forget_context()
    assert heard(code, known_keys())[0] == 0
    enter_everywhere()
    this_instance(name="Two cities", by=SYSTEM)
    forget_context()
    card.write_text(json.dumps(own_card()))
    lines = []
    known = keys_from(card, lines.append)
    assert "fingerprint" in lines[0]
    found = check(token_of(code), known)
    assert (found.verdict, found.statement.name, found.statement.city) == (Verdict.VALID, "Alice", "Madrid")
    assert date.fromisoformat(found.statement.given_on)
    code.write_text(altered(one.statement, name="Bob"))
    assert heard(code, known)[0] == 1
    with as_role("owner"):
        assert "Alice" not in Certificate.objects.values_list("number", flat=True).get()
