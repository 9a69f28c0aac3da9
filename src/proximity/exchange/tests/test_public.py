"""Practices on the public site: what is for everybody and not hidden, in the reader's language, with a feed; and nothing else."""

import re
from xml.etree import ElementTree as ET

import pytest

from proximity.exchange.factories import make_practice, make_review
from proximity.exchange.operations.drafting import translate_practice
from proximity.exchange.operations.moderating import hide, take_back
from proximity.exchange.rules.readers import Readers
from proximity.foundation.testing import PUBLIC, as_role, forget_context, refused, rows
from proximity.network.rules.envelope import Made

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def visit(request):
    """Return what opens a page as the public process does. It is worn late: what is done before is done at work."""

    def get(address):
        forget_context()
        return request.getfixturevalue("public").get(address)

    return get


@pytest.fixture
def shown(cast, acting):
    """Return a practice for everybody, and leave nobody at work."""
    practice = make_practice(acting(cast.alice), readers=Readers.PUBLIC)
    make_practice(cast.alice, readers=Readers.NETWORK, title="Only for the network")
    forget_context()
    return practice


def test_everybody_reads_what_is_for_everybody_and_nothing_else(shown, visit):
    page = visit("/en/practices/")
    assert "Ventanilla abierta" in text_of(page)
    assert "Only for the network" not in text_of(page)
    assert not page.cookies
    one = text_of(visit(f"/en/practices/{shown}/"))
    assert "Policía Municipal · Madrid" in one
    assert "How much it costs not known" in one
    assert "Así es desde el principio." in one


def test_nobody_reads_a_review_there(shown, cast, acting, visit):
    make_review(shown, acting(cast.charlie))
    assert "We read it twice." not in text_of(visit(f"/en/practices/{shown}/"))


def test_it_is_read_in_the_readers_language_and_a_persons_words_come_before_a_machines(shown, cast, acting, visit):
    alice = acting(cast.alice)
    for who, title, made in ((alice, "By hand", Made.HUMAN), (acting(cast.charlie), "By machine", Made.MACHINE)):
        acting(who)
        translate_practice(object_id=shown, words={"title": title}, language="en", made=made, by=who)
    assert "By hand" in text_of(visit("/en/practices/"))
    page = visit(f"/en/practices/{shown}/")
    assert "A person translated this." in text_of(page)
    assert "Ventanilla abierta" in text_of(visit(f"/en/practices/{shown}/?lang=es"))
    assert "Ventanilla abierta" in text_of(visit("/fi/practices/"))


def test_the_feed_is_read_by_any_reader_of_feeds(shown, visit):
    answer = visit("/en/practices/feed.xml")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    entry = ET.fromstring(answer.content).find("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  (our own answer)
    assert entry.find("{http://www.w3.org/2005/Atom}id").text == f"urn:uuid:{shown}"
    assert entry.find("{http://www.w3.org/2005/Atom}title").text == "Ventanilla abierta"


def test_what_is_withdrawn_or_hidden_by_a_city_here_is_gone(shown, cast, acting, visit):
    other = make_practice(acting(cast.charlie), readers=Readers.PUBLIC, title="Second look")
    hide(object_id=other, reason="It names somebody.", by=acting(cast.bob))
    take_back(object_id=shown, by=acting(cast.alice))
    assert "No city has published a practice for everybody yet." in text_of(visit("/en/practices/"))
    for one in (shown, other):
        assert visit(f"/en/practices/{one}/").status_code == 404


def test_the_public_process_has_the_function_and_no_table(shown):
    with as_role(PUBLIC):
        assert len(rows("SELECT id FROM exchange_public_practices(NULL)")) == 1
        with refused("permission denied"):
            rows("SELECT * FROM exchange_hidden")
    with refused("permission denied"):
        rows("SELECT id FROM exchange_public_practices(NULL)")
