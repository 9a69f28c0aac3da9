import dataclasses
import datetime as dt
import re
import subprocess
import sys

import pytest

from proximity.packs.checks import says_no_route
from proximity.packs.codes import DATA, UnknownCode
from proximity.packs.loader import available_countries, load_pack
from proximity.packs.rules import Coverage
from proximity.packs.vocabulary import (
    Level,
    OrganisationKind,
    PoliceLevelCode,
    PowerKind,
)

TODAY = dt.date(2026, 11, 24)
LOCAL, STATE = OrganisationKind.LOCAL_POLICE, OrganisationKind.STATE_POLICE
COUNTRIES = available_countries()
WITH_NUMBERS = ("es", "gb")  # the other packs store no telephone number at all


@pytest.mark.parametrize("country", ["es", "gb"])
def test_spanish_texts_call_a_report_and_a_case_file_as_the_pages_do(country):
    """An *aviso* is what a person sends, an *expediente* what the police keep; an *informe* is the physician's."""
    said = " ".join(path.read_text(encoding="utf-8") for path in sorted((DATA / country).glob("*.toml")))
    said = re.sub(r"[\w.]*informesdiscriminacion[\w.]*|el informe médico|médico y pida el informe", "", said)
    assert re.findall(r"\w+ \binformes?\b \w+|\bcasos? (?:ya )?abiertos?\b", said, re.IGNORECASE) == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_emergency_numbers_stand_in_the_order_to_call_them(country):
    assert load_pack(country).emergency_numbers == (("999", "112") if country == "gb" else ("112",))


def test_an_unknown_text_is_refused_by_name():
    with pytest.raises(UnknownCode, match="no_such_text"):
        load_pack("es").text("no_such_text", "en")


@pytest.mark.parametrize(
    ("country", "level", "bodies", "kinds"),
    [
        ("bg", "local", {"bg.sofia.sdvr"}, {LOCAL, STATE}),
        ("bg", "state", {"bg.sofia.sdvr"}, {LOCAL, STATE}),
        ("bg", "unknown", {"bg.sofia.sdvr"}, {LOCAL, STATE}),
        ("es", "local", {"es.madrid.policia_municipal"}, {LOCAL}),
        ("es", "state", {"es.policia_nacional", "es.guardia_civil"}, {STATE}),
        ("es", "unknown", {"es.madrid.policia_municipal", "es.policia_nacional", "es.guardia_civil"}, {LOCAL, STATE}),
        ("fi", "local", {"fi.helsinki.poliisilaitos"}, {LOCAL, STATE}),
        ("fi", "state", {"fi.helsinki.poliisilaitos"}, {LOCAL, STATE}),
        ("fi", "unknown", {"fi.helsinki.poliisilaitos"}, {LOCAL, STATE}),
        ("gb", "local", {"gb.bradford.west_yorkshire_police"}, {LOCAL, STATE}),
        ("gb", "state", {"gb.bradford.west_yorkshire_police"}, {LOCAL, STATE}),
        ("gb", "unknown", {"gb.bradford.west_yorkshire_police"}, {LOCAL, STATE}),
        ("it", "local", {"it.milan.polizia_locale"}, {LOCAL}),
        ("it", "state", {"it.polizia_di_stato", "it.carabinieri"}, {STATE}),
        ("it", "unknown", {"it.milan.polizia_locale", "it.polizia_di_stato", "it.carabinieri"}, {LOCAL, STATE}),
        ("pt", "local", {"pt.lisbon.policia_municipal"}, {LOCAL}),
        ("pt", "state", {"pt.psp", "pt.gnr", "pt.pj"}, {STATE}),
        ("pt", "unknown", {"pt.lisbon.policia_municipal", "pt.psp", "pt.gnr", "pt.pj"}, {LOCAL, STATE}),
        ("lv", "local", {"lv.riga.pasvaldibas_policija"}, {LOCAL}),
        ("lv", "state", {"lv.valsts_policija"}, {STATE}),
        ("lv", "unknown", {"lv.riga.pasvaldibas_policija", "lv.valsts_policija"}, {LOCAL, STATE}),
    ],
)
def test_each_answer_to_which_police_shuts_out_every_force_it_may_mean(country, level, bodies, kinds):
    pack = load_pack(country)
    assert {body.code for body in pack.police_bodies(PoliceLevelCode(level))} == bodies
    assert pack.police_kinds(PoliceLevelCode(level)) == kinds
    assert set(pack.languages) <= set(pack.police_level(PoliceLevelCode(level)).words.languages)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("level", PoliceLevelCode)
def test_an_independent_complaint_route_comes_first_for_every_police(country, level):
    pack = load_pack(country)
    first = next(iter(pack.complaint_routes_about(level)), None)
    if says_no_route(pack):
        assert first is None or not first.independent
        return
    assert first is not None
    assert first.independent
    assert pack.body(first.body).kind is OrganisationKind.COMPLAINTS_BODY


def test_italy_says_that_no_independent_complaints_body_was_found():
    assert says_no_route(load_pack("it"))
    assert not any(says_no_route(load_pack(country)) for country in ("es", "gb", "pt"))


def test_the_inspectorate_of_a_ministry_is_independent_of_the_police_of_the_city_only():
    pack = load_pack("pt")
    about = {
        level: {route.body: route.independent for route in pack.complaint_routes_about(level)}
        for level in PoliceLevelCode
    }
    assert about[PoliceLevelCode.LOCAL]["pt.igai"] is True
    assert about[PoliceLevelCode.STATE]["pt.igai"] is about[PoliceLevelCode.UNKNOWN]["pt.igai"] is False
    assert all(routes["pt.provedor"] for routes in about.values())


def test_the_police_of_lisbon_investigate_nothing_and_those_of_milan_do():
    lisbon, milan = load_pack("pt").body("pt.lisbon.policia_municipal"), load_pack("it").body("it.milan.polizia_locale")
    assert lisbon.may(PowerKind.INVESTIGATE) is False
    assert lisbon.may(PowerKind.RECEIVE) is None
    assert milan.may(PowerKind.INVESTIGATE) is True
    assert {way.to for way in lisbon.refer_to if way.confirmed} == {"pt.psp", "pt.ministerio_publico"}
    assert {way.to for way in milan.refer_to if way.confirmed} == {"it.procura"}


@pytest.mark.parametrize("country", [one for one in COUNTRIES if one not in {"es", "gb"}])
def test_a_right_that_other_countries_tell_of_is_told_or_named_as_a_gap(country):
    pack, told = load_pack(country), {text.key for one in ("es", "gb") for text in load_pack(one).rights("en")}
    missing = told - {text.key for text in pack.rights("en")}
    assert [key for key in missing if not any(key.split(".")[1] in gap.missing for gap in pack.gaps)] == []


def test_the_ministry_hears_no_complaint_about_the_municipal_police():
    routes = load_pack("es").complaint_routes_about(PoliceLevelCode.LOCAL)
    assert [route.body for route in routes] == ["es.defensor_del_pueblo"]


def test_in_finland_two_independent_guardians_of_the_law_come_before_the_prosecutor_with_police_investigators():
    routes = load_pack("fi").complaint_routes_about(PoliceLevelCode.UNKNOWN)
    assert [route.body for route in routes] == ["fi.oikeusasiamies", "fi.oikeuskansleri", "fi.poliisirikosyksikko"]
    assert [route.independent for route in routes] == [True, True, False]


def test_a_body_says_what_it_may_do_and_none_where_nobody_knows():
    madrid = load_pack("es").body("es.madrid.policia_municipal")
    bradford = load_pack("gb").body("gb.bradford.west_yorkshire_police")
    assert madrid.may(PowerKind.INVESTIGATE) is True
    assert bradford.may(PowerKind.CHARGE) is False
    assert madrid.may(PowerKind.CHARGE) is None
    assert {handover.to for handover in madrid.refer_to} == {"es.policia_nacional", "es.guardia_civil", "es.fiscalia"}


def test_bodies_of_a_level_are_those_of_the_city_and_of_the_whole_country():
    pack = load_pack("gb")
    assert [body.code for body in pack.bodies_at(Level.COMPLAINTS)] == ["gb.iopc"]
    assert len(pack.bodies_at(Level.COMPLAINTS, "bradford")) == 2
    assert pack.bodies_at(Level.LOCAL, "bradford") == pack.bodies_at(Level.STATE, "bradford")


def test_an_unknown_body_is_refused_by_name():
    with pytest.raises(UnknownCode, match=r"es\.no_such"):
        load_pack("es").body("es.no_such")


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_public_gets_a_link_and_nothing_else_of_an_unsigned_service(country):
    pack = load_pack(country)
    shown = pack.help_entries(city=pack.cities[0])
    assert shown
    for entry in shown:
        assert entry.contact.link
        assert (entry.contact.phone, entry.contact.email, entry.contact.address, entry.contact.hours) == (None,) * 4
    for body in pack.bodies:
        assert body.for_public().contact == body.contact.link_only()


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_stored_number_or_address_appears_anywhere_in_what_the_public_gets(country):
    pack = load_pack(country)
    contacts = [fact.contact for fact in (*pack.help, *pack.bodies)]
    stored = [way for contact in contacts for way in (contact.phone, contact.email, contact.address) if way]
    shown = repr([pack.help_entries(city=pack.cities[0]), [body.for_public() for body in pack.bodies]])
    shown += repr([text.words for text in pack.texts])
    assert stored or country not in {"es", "gb"}
    assert [phone for phone in stored if f"'{phone}'" in shown or f" {phone} " in shown] == []


def test_staff_see_every_service_with_its_number():
    phones = {entry.contact.phone for entry in load_pack("gb").help_entries(for_public=False)}
    assert {"0800 138 1625", "0808 800 0082"} <= phones


def test_the_public_sees_no_service_without_a_link():
    assert "gb.help.stop_hate_uk" not in {entry.code for entry in load_pack("gb").help_entries()}


def test_a_service_of_one_city_is_not_offered_elsewhere():
    pack = load_pack("es")
    assert "es.help.ugd" in {entry.code for entry in pack.help_entries(city="madrid")}
    assert "es.help.ugd" not in {entry.code for entry in pack.help_entries()}


def test_a_signed_service_keeps_its_number_in_public():
    entry = next(entry for entry in load_pack("gb").help if entry.code == "gb.help.eass")
    signed = dataclasses.replace(entry, verified_by="N. Name, Bradford, 2027-01-31")
    pack = dataclasses.replace(load_pack("gb"), help=(entry, signed))
    assert pack.help_entries() == (signed,)
    body = dataclasses.replace(load_pack("es").body("es.policia_nacional"), verified_by="N. Name, Madrid, 2027-01-31")
    assert body.for_public() is body


def test_the_law_of_a_day_has_the_wordings_of_that_day():
    pack = load_pack("es")
    before = {offence.code for offence in pack.offences_on(dt.date(2022, 7, 13))}
    after = {offence.code for offence in pack.offences_on(dt.date(2022, 7, 14))}
    assert {"es.cp.22.4/2021", "es.cp.22.4/2022"} & before == {"es.cp.22.4/2021"}
    assert {"es.cp.22.4/2021", "es.cp.22.4/2022"} & after == {"es.cp.22.4/2022"}


def test_the_grounds_of_a_day_follow_its_wordings():
    pack = load_pack("es")
    assert "es.anti_roma" not in {ground.code for ground in pack.grounds_on(dt.date(2022, 7, 13))}
    assert "es.anti_roma" in {ground.code for ground in pack.grounds_on(TODAY)}


def test_a_jurisdiction_sees_its_own_law_only():
    pack = load_pack("gb")
    assert {offence.code for offence in pack.offences_on(TODAY, "gb.sct")} == {"gb.sct.hcpo2021"}
    assert "gb.cpa2026" not in {offence.code for offence in pack.offences_on(TODAY)}
    assert "gb.sct.age" not in {ground.code for ground in pack.grounds_on(TODAY)}


def test_five_strands_are_monitored_in_england_and_wales():
    assert len(load_pack("gb").categories_on(TODAY)) == 5
    assert len(load_pack("es").categories_on(TODAY)) == 12
    assert len(load_pack("es").categories_on(dt.date(2018, 1, 1))) == 10
    assert len(load_pack("it").categories_on(TODAY)) == 5
    assert load_pack("pt").categories_on(TODAY) == ()


def test_questions_about_unknown_codes_are_refused():
    pack = load_pack("es")
    with pytest.raises(UnknownCode, match=r"es\.cp\.999"):
        pack.coverage("es.cp.999", "AGE", TODAY)
    with pytest.raises(UnknownCode, match="NO-SUCH"):
        pack.category_of("NO-SUCH", TODAY)
    assert pack.coverage("es.cp.510.1", "AGE", TODAY) is Coverage.NO
    assert pack.odihr_category("RACE.ROMA") == "ODIHR-ROM"
    assert pack.odihr_category("IDEO") is None


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_fact_has_a_source_and_nobody_has_signed_yet(country):
    facts = tuple(load_pack(country).facts())
    assert len({fact.code for fact in facts}) == len(facts)
    assert all(fact.seen_at.source and fact.verified_by is None for fact in facts)


def test_the_packs_load_without_django():
    script = (
        "import sys; from proximity.packs import commands; from proximity.packs.loader import load_pack;"
        "load_pack('es'); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
