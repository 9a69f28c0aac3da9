"""Counts of other installations: who may read them, what is believed of them, and the pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.audit.operations import Origin
from proximity.foundation.testing import forget_context, rows
from proximity.learning.factories import answer_as, make_scenario
from proximity.learning.jobs import share_all
from proximity.learning.operations.scenarios import known_codes
from proximity.learning.queries.scenarios import compared, scenario_page
from proximity.learning.queries.shared import joined, sharing_page
from proximity.learning.queries.wording import KINDS
from proximity.learning.rules.agreement import Counts
from proximity.learning.rules.sharing import Shared
from proximity.network.context import enter_everywhere
from proximity.network.database import DatabaseStore, hop_of
from proximity.network.models import Instance, Refusal
from proximity.network.operations.membership import accept_instance, know_instance, this_instance
from proximity.network.registry import schemas
from proximity.network.rules.audience import NETWORK
from proximity.network.rules.envelope import Item, in_milliseconds
from proximity.network.rules.ids import object_id
from proximity.network.rules.kinds import Kind
from proximity.network.rules.markings import Marking
from proximity.network.rules.taking import Reason, ingest
from proximity.network.tests.elsewhere import Elsewhere

pytestmark = pytest.mark.django_db
OPERATOR = Origin(actor="operator")
NOW = datetime.now(UTC)


def shared_all():
    forget_context()
    share_all()


@pytest.fixture
def riga(cast):
    """Return an installation elsewhere that this one has accepted."""
    enter_everywhere()
    this_instance(name="Two cities", by=OPERATOR)
    made = Elsewhere(["lv"])
    know_instance(content=made.card(), by=OPERATOR)
    accept_instance(instance_id=made.id, by=OPERATOR)
    forget_context()
    return made


def wire_of(riga, story, *, people=5, change=None, until=None, kinds=()):
    """Return counts of Riga as they come: all of them see the shouting, and one also the place."""
    city, moment = next(iter(riga.cities)), in_milliseconds(NOW)
    counts = Counts(people, {"yes": people}, {"BI-10": people, "BI-70": 1})
    day = until or (NOW + timedelta(days=30)).date()
    said = Shared(story, tuple(known_codes()), counts, dict.fromkeys(kinds, counts)).as_json(until=day)
    made = riga.put(Item(
        object_id(city), Kind.COUNTS, city, 1, moment, moment, "und", Marking.GREEN, NETWORK,
        office="Academy", office_kind="training_body", content=said | (change or {}),
    ))  # fmt: skip
    return riga.held[made].wire


def take(riga, wire):
    forget_context()
    enter_everywhere()
    hop = hop_of(Instance.objects.get(pk=riga.id))
    outcome = ingest(DatabaseStore(now=NOW), [wire], hop=hop, check=schemas().check)
    forget_context()
    return outcome


def page_of(by, story):
    enter_as(by)
    return compared(scenario_page(story, language="en", by=by), by=by)


def test_who_has_answered_sees_the_other_city_and_all_together(cast, story, people, riga):
    assert take(riga, wire_of(riga, story, kinds=["ngo"])).taken == 1
    ours = people(4)
    answer_as(ours[:3], story, indicators=["BI-70"])
    answer_as(ours[3:], story, bias="no", indicators=[])
    found = page_of(ours[0], story)
    (city,) = found.others.cities
    assert (city.name, city.people, city.agreement.observed < 1) == ("City (LV)", 5, True)
    assert city.kinds == ((KINDS["ngo"], 5),)
    together = found.others.together
    assert (found.people, together.people) == (4, 9)
    assert dict(together.counts.bias) == {"yes": 8, "no": 1}
    by_words = {sign.words: sign for sign in found.signs}
    shouted = next(sign for sign in by_words.values() if sign.people == 0 and sign.together == 5)
    # Of 36 pairs, ten agree that it is there and six that it is not.
    assert shouted.pairs == round(100 * 16 / 36)


def test_before_she_answers_she_reads_nothing_of_it_by_page_or_by_sql(cast, story, people, riga):
    take(riga, wire_of(riga, story))
    (one,) = people(1)
    enter_as(one)
    page = scenario_page(story, language="en", by=one)
    assert (page.knows, page.scenario.key, page.scenario.reasons) == (False, (), "")
    seen = "SELECT count(*) FROM network_sharedobject WHERE kind = 'counts'"
    assert rows(seen) == [(0,)]
    assert joined(story, Counts(0, {}, {}), known_codes(), by=one) is None
    answer_as([one], story)
    assert rows(seen) == [(1,)]
    assert page_of(one, story).others.cities[0].people == 5
    enter_as(cast.teo)
    assert rows(seen) == [(1,)]
    other = make_scenario(cast.teo)
    answer_as([cast.alice], other)
    enter_as(cast.alice)
    assert rows(seen) == [(0,)]


def test_few_and_what_does_not_add_up_is_not_taken_or_not_shown(cast, story, people, riga):
    (one,) = people(1)
    answer_as([one], story)
    assert take(riga, wire_of(riga, story, people=4)).refused == {Reason.NOT_ITS_KIND: 1}
    take(riga, wire_of(riga, story, change={"people": 9}))
    take(riga, wire_of(riga, story, until=(NOW - timedelta(days=3)).date()))
    assert page_of(one, story).others is None


def test_the_own_citys_counts_are_not_counted_twice(cast, story, people):
    ours = people(5)
    answer_as(ours, story)
    shared_all()
    answer_as([cast.charlie], story)
    for by in (ours[0], cast.charlie):
        found = page_of(by, story)
        assert (found.people, found.others) == (6, None)


def test_a_kind_of_a_later_version_waits_and_all_else_of_the_page_comes(cast, story, riga):
    wire = wire_of(riga, story)
    later = wire | {"type": "x-proximity-later", "id": wire["id"].replace("counts", "later")}
    assert take(riga, later).refused == {Reason.UNKNOWN_KIND: 1}
    enter_everywhere()
    assert Refusal.objects.get().wire != ""
    assert take(riga, wire | {"type": "malware"}).refused[Reason.MALFORMED] == 1


def test_the_trainer_reads_what_goes_out(cast, story, people):
    answer_as(people(5), story)
    shared_all()
    enter_as(cast.teo)
    page = sharing_page(cast.teo)
    assert [(row.people, row.title) for row in page.rows] == [(5, "The empty square")]
    enter_as(cast.lars)
    assert (sharing_page(cast.lars).wish is not None, sharing_page(cast.lars).rows) == (True, ())
    with pytest.raises(NotAllowed):
        sharing_page(cast.alice)


# ---- the pages


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_trainer_switches_it_on_and_off_on_its_page(cast, workspace, acting, people):
    teo, story = workspace(cast.teo), make_scenario(acting(cast.teo))
    answer_as(people(5), story)
    forget_context()
    assert "Shared counts" in text_of(teo.get("/learning/"))
    assert "Your city shares nothing." in text_of(teo.get("/learning/sharing/"))
    assert teo.post("/learning/sharing/now/").status_code == 404
    assert teo.post("/learning/sharing/begin/").headers["Location"] == "/learning/sharing/"
    shared_all()
    page = text_of(teo.get("/learning/sharing/"))
    assert "Your city shares since" in page
    assert "The empty square 5 people answered" in page
    assert teo.post("/learning/sharing/now/").status_code == 302
    assert teo.post("/learning/sharing/end/").status_code == 302
    shared_all()
    assert "Your city shares nothing." in text_of(teo.get("/learning/sharing/"))
    alice = workspace(cast.alice)
    assert "Shared counts" not in text_of(alice.get("/learning/"))
    assert alice.get("/learning/sharing/").status_code == 403


def test_the_page_of_a_story_shows_the_other_city_beside_ones_own(cast, workspace, story, people, riga):
    take(riga, wire_of(riga, story))
    answer_as(people(5), story, indicators=["BI-70"])
    forget_context()
    alice, address = workspace(cast.alice), f"/learning/scenarios/{story}/"
    assert "City (LV)" not in text_of(alice.get(address))
    alice.post(address, {"bias": "yes", "family_motive": ["BI-70"], "why": ""})
    page = text_of(alice.get(address))
    assert "City (LV) 5 people answered: yes: 5" in page.lower().replace("city (lv)", "City (LV)")
    # Of eleven people five of Riga see the shouting; the other motive is seen by six here and by one there.
    assert "with other cities: 5 of 11, 45 of 100 pairs agree" in page
    assert "with other cities: 7 of 11, 49 of 100 pairs agree" in page
    assert "11 people answered" in page
    assert page.count("Fleiss' kappa") == 2  # here and all together; the parts say it more briefly
    assert page.count("Kappa:") == 3  # Madrid, its police, the other city
