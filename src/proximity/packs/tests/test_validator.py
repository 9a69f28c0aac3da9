import pytest

from proximity.packs.checks import telephone_like
from proximity.packs.validator import check_packs


def test_the_shipped_packs_have_no_fault():
    assert [str(finding) for finding in check_packs()] == []


GOLDEN = "es/golden.csv"
SAFETY = "codes/safety.toml"
UNTRANSLATED = 'words = { en = "age", es = "edad" }'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("es/texts.toml", 'code = "after_withdrawal"', 'code = "after"', "after_withdrawal: the text is missing"),
        ("es/texts.toml", 'code = "after_withdrawal"', 'code = "after"', "after: no page asks for this text"),
        ("es/texts.toml", "ante la fiscalía", "en el 091", "091 looks like a telephone number"),
        (SAFETY, 'code = "no_night_watch"', 'code = "night"', "no_night_watch: the safety sentence is missing"),
        (SAFETY, 'code = "no_night_watch"', 'code = "night"', "night: no page asks for this safety sentence"),
        (SAFETY, 'code = "rights"', 'code = "emergency"', "emergency: stands there twice"),
        (SAFETY, '[[inside]]\ncode = "bg"', '[[inside]]\ncode = "fr"', "inside bg: the country is missing"),
        (SAFETY, ', uk = "в Естонії"', "", "inside ee: has no text in 'uk'"),
        (SAFETY, 'ar = "أو"', 'nn = "eller"', "number_joint: has no text in 'ar'"),
        (SAFETY, "{feedback_days} días", "30 días", "answer_times: in 'es': {feedback_days} is missing"),
        (SAFETY, "Call {numbers}.", "Call 112.", "emergency: in 'en': {numbers} is missing"),
        (SAFETY, "Call {numbers}.", "Call {number}.", "emergency: in 'en': no pack fills {number}"),
        (SAFETY, "Llame al {numbers}. Esta", "Llame al {numbers} o al 091. Esta", "091 looks like a telephone number"),
        (SAFETY, 'ar = "{in_country}: ', 'ar = "{country}: ', "named: in 'ar': no pack fills {country}"),
        (SAFETY, 'evidence = "K" }', 'evidence = "K" }\n[reviewed]\nes = "me"', "reviewed es: must read"),
        ("gb/help.toml", '"Galop"', '"Galop 0800 999 5428"', "08009995428 looks like a telephone number"),
        (
            "es/country.toml",
            'complaint = ["denuncia"]',
            "complaint = []",
            "the name of the formal complaint is missing",
        ),
        ("es/country.toml", '["Policía Nacional", ', '["091", ', "in 'uk': 091 looks like a telephone number"),
        ("es/country.toml", '"cameras.three_months"', '"cameras.year"', "cameras.year: unknown addition"),
        ("fi/country.toml", '["fi", "en"]', '["fi", "sv", "en"]', "the pack speaks 'sv', the safety sentences do not"),
        ("es/country.toml", 'code = "112"', 'code = "091"', "emergency numbers must be among 112, 999"),
        ("es/country.toml", "feedback_days = 14", "feedback_days = 1", "feedback would come before"),
        ("es/country.toml", 'default_jurisdiction = "es"', 'default_jurisdiction = "fr"', "unknown jurisdiction 'fr'"),
        ("es/country.toml", 'cities = ["madrid"]', 'cities = ["sevilla"]', "unknown city 'madrid'"),
        ("es/country.toml", '["es.madrid.policia_municipal"]', '["es.cedre"]', "'es.cedre' is no police body"),
        ("es/country.toml", 'municipal", "es.policia_nacional", ', 'municipal", ', "must name every police body"),
        ("es/bodies.toml", 'to = "es.fiscalia"', 'to = "es.fiscal"', "unknown body 'es.fiscal'"),
        ("es/bodies.toml", "independent = true", "independent = false", "has no independent complaint route"),
        ("it/bodies.toml", '"independent police', '"police', "has no independent complaint route"),
        ("es/bodies.toml", 'body = "es.defensor_del_pueblo"', 'body = "es.x"', "unknown body 'es.x'"),
        ("es/bodies.toml", 'code = "es.guardia_civil"', 'code = "es.policia_nacional"', "stands there twice"),
        ("es/bodies.toml", '"https://www.madrid.es"', '"http://www.madrid.es"', "is no https address"),
        ("es/bodies.toml", 'evidence = "N"', 'evidence = "K"', "evidence K will not do"),
        ("es/texts.toml", 'date = 2026-11-24, evidence = "M"', 'date = 2026-11-24, evidence = "K"', "K will not do"),
        ("es/help.toml", 'state = "seen"', 'state = "seen"\nverified_by = "me"', "verified_by must read"),
        ("es/offences.toml", "valid_to = 2022-07-13", "valid_to = 2022-07-14", "overlaps es.cp.22.4/2021"),
        ("es/offences.toml", "valid_to = 2022-07-13", "valid_to = 2021-07-13", "ends before it begins"),
        (
            "ee/offences.toml",
            'becomes = "ee.kars.151.2"',
            'becomes = "ee.kars.160"',
            "becomes unknown provision 'ee.kars.160'",
        ),
        ("ee/offences.toml", 'gravity = "crime"', 'gravity = "sin"', "gravity: must be one of crime, misdemeanour"),
        ("es/grounds.toml", UNTRANSLATED, 'words = { en = "age" }', "has no text in 'es': 'age'"),
        ("es/grounds.toml", '"RACE.ROMA"', '"RACE.ROM"', "unknown ground 'RACE.ROM'"),
        (GOLDEN, "RACE.ROMA,es.cp.22.4,wider", "RACE.ROMA,es.cp.22.4,no", "the pack says 'wider'"),
        (GOLDEN, "IDEO,,no not_a_category", "IDEO,,no no_bias", "the pack says 'no not_a_category'"),
        (GOLDEN, "IDEO,,no not_a_category", "IDEO,,yes ODIHR-UNS", "the pack says 'no not_a_category'"),
        (GOLDEN, "NONE,,no no_bias", "NONE,,yes ODIHR-RAX", "the pack says 'no no_bias'"),
        (GOLDEN, "REL.MUS,,yes ODIHR-MUS", "REL.MUS,,yes ODIHR-REL", "the pack says 'yes ODIHR-MUS'"),
        (GOLDEN, 'BI-02,,"recorded, not proven"', "BI-02,,proven", "the pack says 'recorded, not proven'"),
        (GOLDEN, "BI-02,", "BI-60,", "the pack says 'noted'"),
        (GOLDEN, "BI-02,", "BI-99,", "unknown code BI-99"),
        (
            GOLDEN,
            "association,2026-11-24,,es.cp.22.4,not_known",
            "association,2026-11-24,,es.cp.22.4,yes",
            "says 'not_known'",
        ),
        (GOLDEN, "mistaken,2026-11-24,,es.cp.22.4,yes", "mistaken,2026-11-24,,es.cp.22.4,no", "the pack says 'yes'"),
        (GOLDEN, "mistaken,2026-11-24,,es.cp.22.4,yes", "mistaken,2020-11-24,,es.cp.22.4,yes", "says 'not_known'"),
        (GOLDEN, "1 incident: ODIHR-MUS ODIHR-GEN", "2 incidents: ODIHR-MUS ODIHR-GEN", "the pack says '1 incident"),
        (GOLDEN, "REL.MUS GEN.F,", "NONE,", "the pack says '0 incidents'"),
        (GOLDEN, "SO.GAY,,es.orientacion_identidad", "SO.GAY,,", "the pack says 'es.orientacion_identidad'"),
        (GOLDEN, ",rights.support,yes", ",rights.support,no", "the pack says 'yes'"),
        (GOLDEN, ",rights.support,yes", ",rights.status,yes", "the pack says 'no'"),
        (GOLDEN, ",age is not in 510", ",", "why the answer is expected is missing"),
        (GOLDEN, "S1,recorded", ",recorded", "no row answers S1"),
        (GOLDEN, "covers,2022-07-13", "covers,2022-13-07", "'2022-13-07' is not a day"),
        (GOLDEN, "covers,2022-07-13", "guess,2022-07-13", "unknown question 'guess'"),
        (GOLDEN, "covers,2022-07-13,RACE.ROMA", "covers,2022-07-13,ROMA", "unknown code ROMA"),
        (GOLDEN, ",,es.cp.510.1,no", ",,es.cp.51,no", "unknown code es.cp.51"),
        (GOLDEN, "only as ethnic group", "only, as ethnic group", "too many columns"),
        (GOLDEN, "question,date", "question,day", "the columns must be scenario,question,date"),
        ("es/help.toml", "state =", "estate =", "state: is missing"),
        ("es/clocks.toml", 'binds = ["local_police", "state_police"]', "binds = []", "es.lecrim.295: binds nobody"),
        ("es/clocks.toml", "amount = 24", "amount = 48", "says other hours than clocks.toml"),
        ("es/clocks.toml", 'unit = "hours"', 'unit = "moons"', "must be one of hours"),
        ("es/retention.toml", 'kinds = ["recordings"]', "kinds = []", "is about no kind of records"),
        ("es/retention.toml", 'unit = "years"', 'unit = "hours"', "nobody reviews by the hour"),
        (GOLDEN, "hand_over,24 hours", "hand_over,48 hours", "the pack says '24 hours'"),
        (GOLDEN, "incident,review,3 years", "incident,revise,3 years", "unknown code revise"),
        ("codes/grounds.toml", 'family = "RACE"', 'family = "RASE"', "RACE.BLACK: unknown family 'RASE'"),
        ("codes/grounds.toml", 'odihr = "ODIHR-ROM"', 'odihr = "ODIHR-ROMA"', "unknown ODIHR category or reason"),
        ("codes/channels.toml", 'code = "phone"', 'code = "web"', "channel: 'web' stands there twice"),
        ("codes/channels.toml", "gaps = []", 'gaps = []\nverified_by = "me"', "channels: verified_by must read"),
        ("codes/indicators.toml", 'family = "contra"', 'family = "pro"', "BI-80: unknown family 'pro'"),
        ("codes/channels.toml", ', es = "Por teléfono, anotado por el personal"', "", "phone: has no text in 'es'"),
        ("codes/channels.toml", "[[channel]]", "[[canal]]", "codes/channels.toml: unknown key canal"),
    ],
)
def test_each_fault_is_found_and_named(packs, change, file, old, new, message):
    change(file, old, new)
    findings = [str(finding) for finding in check_packs(packs)]
    assert [finding for finding in findings if message in finding], findings
    assert all(finding.startswith(f"{file.split('/')[0]}: ") for finding in findings)


def test_a_pack_without_golden_rows_is_a_fault(packs):
    (packs / "gb" / "golden.csv").unlink()
    assert [str(finding) for finding in check_packs(packs)] == ["gb: golden.csv: the file is missing"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 999 or 112.", ()),
        ("LO 7/2021, art. 18, since 14 July 2022", ()),
        ("24 h, 10 working days", ()),
        ("Call 021", ("021",)),
        ("0113 348 1740", ("01133481740",)),
        ("628-860-507", ("628860507",)),
    ],
)
def test_numbers_that_might_be_dialled_are_seen(text, numbers):
    assert telephone_like(text) == numbers
