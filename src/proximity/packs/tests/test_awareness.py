"""Faults in the awareness words and in what the cards are made of are found and named."""

import pytest

from proximity.packs.awareness import PageCode, awareness, read_awareness
from proximity.packs.reader import PackError
from proximity.packs.validator import check_packs

RACE = 'code = "RACE"\nwords = { en = "A black man is told'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("codes/awareness.toml", 'code = "distract"', 'code = "help"', "witness: 'help' stands there twice"),
        ("codes/awareness.toml", 'et = "Ütle midagi", ', "", "witness.speak: has no text in 'et'"),
        (
            "codes/awareness.toml",
            'en = "Not because',
            'en = "Call 116 111. Not because',
            "116111 looks like a telephone",
        ),
        ("codes/awareness.toml", 'en = "Draw attention', 'en = "091 Draw attention', "091 looks like a telephone"),
        ("codes/awareness.toml", RACE, RACE.replace("RACE", "RASE"), "examples.RACE: the family has no example"),
        ("codes/awareness.toml", RACE, RACE.replace("RACE", "UNK"), "examples.UNK: there is no such family"),
        (
            "codes/awareness.toml",
            'code = "young"\n',
            'code = "young"\nverified_by = "me"\n',
            "young: verified_by must read",
        ),
        ("codes/awareness.toml", 'code = "young"', 'code = "old"', "must be one of examples, incident, witness, young"),
        ("codes/awareness.toml", "step = true", "stop = true", "unknown key stop"),
        ("codes/awareness.toml", "title = { en", "label = { en", "unknown key label"),
        ("codes/indicators.toml", "example = {", "instance = {", "example: is missing"),
        ("codes/indicators.toml", "secure = {", "keep = {", "secure: is missing"),
        (
            "codes/indicators.toml",
            "[examples]\n",
            '[examples]\nverified_by = "me"\n',
            "indicators: examples: verified_by",
        ),
        ("es/help.toml", 'needs = ["police"]', "needs = []", "es.help.ugd: is for no need"),
        ("es/help.toml", 'needs = ["police"]', 'needs = ["officer"]', "'officer' is not for a service"),
        ("es/help.toml", 'needs = ["police"]', 'needs = ["cake"]', "must be one of danger, medical"),
        ("es/help.toml", 'grounds = ["RACE", "XENO"]', 'grounds = ["RASE"]', "es.help.021: unknown ground 'RASE'"),
        ("es/country.toml", "[bias_question]", "[bias_questions]", "bias_question: is missing"),
    ],
)
def test_each_fault_is_found_and_named(packs, change, file, old, new, message):
    change(file, old, new)
    findings = [str(finding) for finding in check_packs(packs)]
    assert [finding for finding in findings if message in finding], findings
    assert all(finding.startswith(f"{file.split('/')[0]}: ") for finding in findings)


def test_a_page_without_a_title_is_a_fault(packs):
    path = packs / "codes" / "awareness.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    title = next(number for number, line in enumerate(lines) if line.startswith("title ="))
    path.write_text("\n".join(lines[:title] + lines[title + 1 :]), encoding="utf-8")
    assert "codes: incident.small: has no title" in [str(finding) for finding in check_packs(packs)]


def test_a_missing_page_is_an_error(packs):
    path = packs / "codes" / "awareness.toml"
    path.write_text(path.read_text(encoding="utf-8").split('[[page]]\ncode = "young"')[0], encoding="utf-8")
    with pytest.raises(PackError, match="once for each"):
        read_awareness(packs / "codes")


def test_nobody_has_signed_them_yet_and_each_says_where_it_comes_from():
    assert {page.verified_by for page in awareness().pages} == {None}
    assert all(page.seen_at.source for page in awareness().pages)
    assert sum(passage.step for passage in awareness().page(PageCode.WITNESS).passages) == 5
