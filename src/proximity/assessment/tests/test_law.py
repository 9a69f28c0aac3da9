"""What a country's pack states, as staff read it: every fact, with its source, in their language, and to staff only."""

import dataclasses
from datetime import date

import pytest
from django.conf import settings
from django.utils.translation import override

from proximity.assessment.queries import law
from proximity.assessment.queries import law_words as said
from proximity.assessment.queries.law_words import Chapter
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.vocabulary import (
    ClockKind,
    ClockStart,
    Evidence,
    Gravity,
    KeepingAct,
    KeptKind,
    OffenceKind,
    OffenceStatus,
    Operation,
    PoliceLevelCode,
    PowerKind,
    TextKey,
    TextNature,
)

DAY = date(2026, 11, 24)
COUNTRIES = available_countries()


def shown(country, lang="en", chapter=None):
    reader = law.read(country, lang, DAY)
    chapters = [chapter] if chapter else list(Chapter)
    return [entry for one in chapters for entry in law.entries(reader, one)]


def entry(country, code, lang="en"):
    return next(one for one in shown(country, lang) if one.code == code)


def said_of(one):
    return {(line.label, line.text) for line in one.lines}


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_fact_of_a_pack_is_left_out_and_each_has_its_source(country):
    sources = [source for one in shown(country) for source in one.sources]
    assert len(sources) == len(tuple(load_pack(country).facts())) + len(TextKey)
    where = {(source.where, source.seen_on) for source in sources}
    assert where >= {(fact.seen_at.source, fact.seen_at.date) for fact in load_pack(country).facts()}
    assert {source.verified_by for source in sources} == {None}


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_gap_of_a_pack_is_told(country):
    told = [note for _file, notes in law.gaps(law.read(country, "en", DAY)) for note in notes]
    assert sorted(told) == sorted(gap.missing for gap in load_pack(country).gaps)


@pytest.mark.parametrize("lang", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_can_be_read_in_every_language_of_the_workspace(country, lang):
    with override(lang):
        found = shown(country, lang)
        assert [section.count for section in law.sections(law.read(country, lang, DAY)) if section.chapter == "gaps"]
    assert all(one.title.text and all(line.text for line in one.lines) for one in found)
    assert {line.lang for one in found for line in one.lines} <= {"", "en", lang}


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (said.CHAPTER, Chapter), (said.EVIDENCE, Evidence), (said.OFFENCE, OffenceKind), (said.STATUS, OffenceStatus),
        (said.GRAVITY, Gravity), (said.POWER, PowerKind), (said.OPERATION, Operation), (said.POLICE, PoliceLevelCode),
        (said.CLOCK, ClockKind), (said.START, ClockStart), (said.ACT, KeepingAct), (said.KEPT, KeptKind),
        (said.NATURE, TextNature), (said.TEXT, TextKey),
    ],
)  # fmt: skip
def test_every_code_has_words(words, members):
    assert set(words) == set(members)


def test_a_wording_says_from_when_to_when_what_is_to_be_shown_and_whether_it_binds_today():
    old, new = entry("es", "es.cp.22.4/2021"), entry("es", "es.cp.22.4/2022")
    assert (old.mark, new.mark) == ("not in force today", "")
    assert ("Who was taken to belong", "covered") in said_of(new)
    assert any(label == "Days" and "wording until" in text for label, text in said_of(old))
    gb = entry("gb", "gb.cda1998.28-32")
    assert [source.of for source in gb.sources] == ["", "To be shown (1)", "To be shown (2)", "To be shown (3)"]
    assert [source.of for source in gb.seen] == ["", "To be shown (1), To be shown (2), To be shown (3)"]
    assert ("Where it holds", "England and Wales") in said_of(gb)


def test_a_misdemeanour_says_what_it_becomes_and_a_doubtful_law_says_look_first():
    told = dict(said_of(entry("ee", "ee.kars.151.1/2006")))
    assert told["A breach is"] == "a misdemeanour"
    assert "s. 151(2)" in told["Graver, it falls under"]
    assert entry("fi", "fi.rl.11.10b").mark == "may be in force: look first"


def test_a_way_that_nobody_confirmed_and_a_power_that_a_body_lacks_are_told():
    lisbon = entry("pt", "pt.lisbon.policia_municipal")
    assert any(label == "may not" and text.startswith("investigate") for label, text in said_of(lisbon))
    ways = shown("es", chapter=Chapter.REFERRAL)
    confirmed = {way.code: way.confirmed for body in load_pack("es").bodies for way in body.refer_to}
    assert {one.code: not one.mark for one in ways} == confirmed
    assert any(label == "Within" and text == "24 hours" for one in ways for label, text in said_of(one))


def test_words_that_are_not_in_the_readers_language_say_which_they_are_in():
    lines = entry("lv", "lv.kl.78/2024", "bg").lines
    assert {line.lang for line in lines} == {"", "en"}


def test_staff_see_numbers_that_the_public_does_not():
    told = said_of(entry("gb", "gb.help.stop_hate_uk"))
    assert ("Telephone", "0800 138 1625") in told


def test_a_signed_fact_names_who_vouches_for_it():
    reader = law.read("es", "en", DAY)
    role = dataclasses.replace(reader.pack.municipal_role, verified_by="N. Name, Madrid, 2027-01-31")
    signed = dataclasses.replace(reader, pack=dataclasses.replace(reader.pack, municipal_role=role))
    first = law.entries(signed, Chapter.POLICE)[0]
    assert first.sources[0].verified_by == "N. Name, Madrid, 2027-01-31"
    assert law.sections(signed)[0].unverified == law.sections(reader)[0].unverified - 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["alice", "bob", "nadia", "petra", "lars", "ines"])
def test_all_staff_read_the_law_of_their_city(name, cast, workspace):
    page = workspace(getattr(cast, name)).get("/law/")
    assert page.status_code == 200
    assert "Spain" in page.content.decode()
    assert "not verified" in workspace(getattr(cast, name)).get("/law/provisions/").content.decode()


@pytest.mark.django_db
def test_each_chapter_opens_and_none_is_heavy(cast, workspace):
    browser = workspace(cast.alice)
    for chapter in Chapter:
        answer = browser.get(f"/law/{chapter}/")
        assert answer.status_code == 200, chapter
        assert len(answer.content) < 60_000
    assert browser.get("/law/nothing/").status_code == 404


@pytest.mark.django_db
def test_a_city_of_a_country_without_a_pack_finds_nothing(cast, workspace, monkeypatch):
    monkeypatch.setattr("proximity.packs.loader.available_countries", lambda: ("gb",))
    load_pack.cache_clear()
    try:
        assert workspace(cast.alice).get("/law/").status_code == 404
    finally:
        load_pack.cache_clear()
