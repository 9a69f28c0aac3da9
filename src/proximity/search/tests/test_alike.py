"""Cases that are the same are found again: seeded pairs in eight languages, with typing slips, other spellings, other days."""

import html
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from proximity.accounts.actors import enter_as
from proximity.accounts.keys import search_secret
from proximity.audit.models import AuditEvent
from proximity.cases.factories import assess_case, make_case
from proximity.cases.operations.doors import seal_case
from proximity.cases.operations.persons import Described, add_person
from proximity.cases.rules.persons import PersonDetails, PersonRole
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.reporting.factories import TOLD, send_report
from proximity.reporting.models import Report
from proximity.search.models import Posting
from proximity.search.operations.indexing import _numbers
from proximity.search.queries.alike import candidates_of, cases_alike
from proximity.search.rules.likeness import MOST_OPENED, Likeness, Reason, compare, features_of
from proximity.search.rules.sounds import latin, name_keys, sound
from proximity.search.rules.words import Numbering, Passage, Source
from proximity.search.tests.tellings import EVERYWHERE, SPEECHES

pytestmark = pytest.mark.django_db
PAIRS, OTHERS = 30, 150
"""Seeded pairs and other cases for each language."""
DAYS = 730
GROUNDS = ("ORI.ETH", "REL.MUS", "REL.JEW", "GEN.F")


def slip(draw, text, share=0.03):
    """Return a text as somebody types it in a hurry: letters left out, doubled or swapped."""
    out = []
    for sign in text:
        if sign.isalpha() and draw.random() < share:
            out.append(draw.choice(["", sign * 2]))
        else:
            out.append(sign)
    return "".join(out)


def names_of(speech):
    """Return first and family names in two spellings: put together they make some hundred people."""
    whole = [pair for pair in EVERYWHERE + speech.names if all(len(name.split()) > 1 for name in pair)]
    parted = [[name.partition(" ")[::2] for name in pair] for pair in whole if "Nguyen" not in pair[0]]
    return [tuple(zip(*pair, strict=True)) for pair in parted]


def incident(draw, speech):
    """Draw what happened: to whom, where, when, how."""
    first, family = draw.choice(names_of(speech))[0], draw.choice(names_of(speech))[1]
    return {
        "name": [f"{one} {other}" for one, other in zip(first, family, strict=True)], "place": draw.choice(speech.places),
        "number": draw.randrange(1, 90), "day": date(2025, 1, 1) + timedelta(days=draw.randrange(DAYS)),
        "how": draw.randrange(len(speech.told)), "ground": draw.choice(GROUNDS),
    }  # fmt: skip


def telling(draw, speech, what, *, language, second, without=""):
    """Tell an incident, the first time or as somebody else would: other words, slips, another spelling, a day that is near."""
    name = what["name"][second]
    place = f"{what['place']} {what['number']}" if not second or draw.random() < 0.5 else what["place"]
    day = what["day"] + timedelta(days=draw.choice([0, 0, 0, 1, -1, 2, -3]) if second else 0)
    parts = [speech.told[what["how"]][second], *draw.sample(speech.besides, 2)]
    text = " ".join(parts)
    if second:
        text, place, name = slip(draw, text), slip(draw, place, 0.02), slip(draw, name, 0.04)
    passages = [Passage(Source.TOLD, text, language)]
    if without != "place":
        passages.append(Passage(Source.PLACE, place, language))
    if without != "day":
        passages.append(Passage(Source.DAY, day.isoformat()))
    if without != "name":
        passages.append(Passage(Source.NAME, name))
    return passages, {what["ground"]}


def seeded():
    """Return all cases as passages and grounds by id, what happened in each, and which pairs are the same incident."""
    draw, cases, happened, pairs = random.Random(22), {}, {}, []
    for language, speech in SPEECHES.items():
        for _ in range(OTHERS):
            case, what = new_id(), incident(draw, speech)
            happened[case] = what
            cases[case] = telling(draw, speech, what, language=language, second=draw.random() < 0.5)
        for number in range(PAIRS):
            what = incident(draw, speech)
            without = ("", "", "name", "day", "place")[number % 5]
            one, other = new_id(), new_id()
            cases[one] = telling(draw, speech, what, language=language, second=False)
            cases[other] = telling(draw, speech, what, language=language, second=True, without=without)
            pairs.append((language, one, other))
            happened[one] = happened[other] = what
    return cases, happened, pairs


def shares(one, other):
    """Say whether two incidents share the person, or the place and the way of doing it: then proposing a series is right."""
    return one["name"] == other["name"] or (one["place"], one["how"]) == (other["place"], other["how"])


def test_seeded_pairs_are_found_again_in_eight_languages(cast, acting):
    cases, happened, pairs = seeded()
    alice = cast.alice
    numbering = Numbering(search_secret(alice.organisation.pk))
    with as_role("owner"):
        Posting.objects.bulk_create(
            Posting(organisation=alice.organisation, record_id=case, term=term)
            for case, (passages, _) in cases.items()
            for term in _numbers(passages, numbering)
        )
    acting(alice)
    features = {case: features_of(*told) for case, told in cases.items()}
    opened, proposed, same, false, right = Counter(), Counter(), Counter(), [], 0
    for language, one, other in pairs:
        found = candidates_of(other, by=alice)
        assert len(found) <= MOST_OPENED
        opened[language] += one in found
        made = {case: compare(features[other], features[case]) for case in found}
        proposed[language] += made.get(one) is not None
        same[language] += made.get(one) is not None and made[one].likeness is Likeness.SAME
        others = {case: each.likeness for case, each in made.items() if each and case != one}
        right += sum(
            shares(happened[case], happened[other]) and kind is Likeness.SERIES for case, kind in others.items()
        )
        false.append(Counter(
            kind for case, kind in others.items()
            if kind is Likeness.SAME or not shares(happened[case], happened[other])
        ))  # fmt: skip
    print(f"\n{len(cases)} cases, {len(pairs)} pairs; of {PAIRS} pairs each:")
    for language in SPEECHES:
        print(f"  {language}: {opened[language]} opened, {proposed[language]} proposed, {same[language]} as the same")
    total = len(pairs)
    recall = {
        name: sum(which.values()) / total
        for name, which in (("opened", opened), ("proposed", proposed), ("same", same))
    }
    wrong = {kind: sum(each[kind] for each in false) / total for kind in Likeness}
    print(f"  recall: {recall}; wrongly proposed for each case: {wrong}; rightly, as a series: {right / total}")
    assert recall["opened"] >= 0.97
    assert recall["proposed"] >= 0.95
    assert wrong[Likeness.SAME] <= 0.5
    assert wrong[Likeness.SERIES] <= 2


@pytest.mark.parametrize(("one", "other"), EVERYWHERE)
def test_a_name_in_another_spelling_or_script_sounds_alike(one, other):
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize("name", ["", "!", "X", "Ы", "ъь", "محمد", "李明", "a" * 500])
def test_any_name_is_filed_without_failing(name):
    assert all(sound(word) is not None for word in latin(name).split())
    assert isinstance(list(name_keys(name)), list)


def features(**told):
    """Return the features of a case told so."""
    grounds = told.pop("grounds", set())
    return features_of([Passage(Source(source), text, "en") for source, text in told.items()], grounds)


LONG = "Two men shouted slurs at my mother and tore the scarf from her head while we waited"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"told": LONG, "day": "2026-11-20"}, {"told": LONG, "day": "2026-11-21"}, Likeness.SAME),
        ({"told": LONG, "day": "2026-11-20"}, {"told": LONG, "day": "2026-03-01"}, None),
        ({"name": "Yusuf Demir", "day": "2026-11-20"}, {"name": "Youssef Demir", "day": "2026-03-01"}, Likeness.SERIES),
        ({"name": "Yusuf Demir"}, {"name": "Yusuf Alaoui"}, None),
        ({"name": "Yusuf Demir"}, {"name": "Daniel Rosenthal"}, None),
        ({"place": "Oak Square 4", "day": "2026-11-20"}, {"place": "Oak Square", "day": "2026-11-20"}, None),
        (
            {"place": "Oak Square 4", "day": "2026-11-20", "grounds": {"REL.MUS"}},
            {"place": "Oak Square", "day": "2026-11-20", "grounds": {"REL.MUS"}},
            Likeness.SAME,
        ),
        (
            {"place": "Oak Square 4", "told": LONG, "day": "2026-01-20", "grounds": {"REL.MUS"}},
            {"place": "Oak Square", "told": "Two men tore a scarf off a woman and shouted there", "day": "2026-06-01",
             "grounds": {"REL.MUS"}},
            Likeness.SERIES,
        ),
        ({"told": "He hit me"}, {"told": "He hit me"}, None),
        ({"day": "no day"}, {"day": "no day"}, None),
    ],
)  # fmt: skip
def test_what_two_cases_may_be(one, other, expected):
    made = compare(features(**one), features(**other))
    assert (made.likeness if made else None) is expected
    turned = compare(features(**other), features(**one))
    assert (turned.likeness if turned else None) is expected


@pytest.fixture
def two(cast, acting, indexed):
    """Return two cases of one incident and a third that is none, read for the index."""
    made = []
    for what, place, day in (
        (
            "Two men shouted slurs at my mother and tore the scarf from her head on the bus.",
            "Calle Zurita 4",
            "2026-11-20",
        ),
        ("I saw two men tear a scarf off a woman's head on a bus, they shouted slurs.", "calle Zurita", "2026-11-21"),
        ("My bicycle was stolen from the yard by somebody who left a note.", "Plaza del Olmo", "2026-02-02"),
    ):
        with as_role(PUBLIC):
            answers = replace(TOLD, what=what, why="", place=place, when_date=day)
            sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"], answers=answers)
        forget_context()
        acting(cast.alice)
        made.append(make_case(Report.objects.get(pk=sent.report.pk), by=cast.alice))
    for case, name in zip(made, ("Fatima Benali", "Fatma Ben Ali", "Daniel Rosenthal"), strict=True):
        add_person(case=case, described=Described(PersonRole.VICTIM, details=PersonDetails(name=name)), by=cast.alice)
    indexed(cast.alice)
    return made


def test_the_same_incident_is_proposed_with_its_reasons(two, cast):
    (found,) = cases_alike(two[0], by=cast.alice)
    assert found.row.reference == two[1].reference
    assert found.proposal.likeness is Likeness.SAME
    assert {Reason.NAME, Reason.NEAR_DAY, Reason.PLACE} <= set(found.proposal.reasons)
    assert cases_alike(two[2], by=cast.alice) == []


def test_a_case_that_is_shut_to_somebody_is_not_proposed_to_her(two, cast, eva):
    enter_as(eva)
    seal_case(case=two[1], reason="An officer's relative.", by=eva)
    enter_as(cast.bob)
    assert cases_alike(two[0], by=cast.bob) == []


@pytest.mark.parametrize(
    ("kind", "leads", "again"),
    [("same", "/cases/", False), ("series", "/cases/", False), ("different", "/search/alike/", False)],
)
def test_a_person_decides_and_is_not_asked_again(two, cast, workspace, kind, leads, again):
    browser, here = workspace(cast.alice), f"/search/alike/{two[0].reference}/"
    page = browser.get(here).content.decode()
    assert two[1].reference in page
    assert "a person's name is alike" in html.unescape(page)
    answer = browser.post(here, {"other": two[1].reference, "kind": kind})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(leads)
    assert (two[1].reference in browser.get(here).content.decode()) is again
    assert (
        two[0].reference not in browser.get(f"/search/alike/{two[1].reference}/").content.decode().partition("<h1>")[2]
    )


def test_what_cannot_be_decided_any_more_is_said(two, cast, workspace):
    browser, here = workspace(cast.alice), f"/search/alike/{two[0].reference}/"
    for fields in (
        {"other": "MAD-2026-9999", "kind": "same"},
        {"other": two[0].reference, "kind": "same"},
        {"kind": "same"},
        {},
    ):
        assert browser.post(here, fields).status_code == 302
    assert "This is not possible any more" in browser.get(here).content.decode()
    assert browser.get("/search/alike/MAD-2026-9999/").status_code == 404


def test_the_log_tells_which_cases_were_compared_and_no_name(two, cast, workspace):
    workspace(cast.alice).get(f"/search/alike/{two[0].reference}/")
    with as_role("owner"):
        event = AuditEvent.objects.get(action="search.compared")
    assert event.label == f"{two[0].reference}: {two[1].reference}"


def test_grounds_that_were_recorded_count(two, cast):
    for case in two[:2]:
        assess_case(case, by=cast.alice)
    (found,) = cases_alike(two[0], by=cast.alice)
    assert Reason.GROUND in found.proposal.reasons
