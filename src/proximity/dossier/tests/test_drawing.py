import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proximity.dossier.drawing.draw import draw
from proximity.dossier.rules.paths import paths_of
from proximity.dossier.rules.record import evidence_json
from proximity.dossier.rules.values import Coded, Told, Words
from proximity.dossier.sheet.document import document_of
from proximity.dossier.tests.any import any_dossier
from proximity.dossier.tests.sample import HEAD, sample

ANY_CHARACTER = st.characters(exclude_categories=["Cs"])
# Scripts whose letters sit on each other, beside marks and joiners of all kinds: where shaping fails if it ever does.
MIXED = st.text(
    st.one_of(
        st.sampled_from(
            "aé\u0301\u0327\u064b\u05b0\u200d\u200c\ufe0f\u0915\u094d\u093f\u25cc\u202e\u2066\0\x1b\t\r\n \u00ad"
        ),
        st.characters(min_codepoint=0x590, max_codepoint=0x9FF),
        ANY_CHARACTER,
    ),
    max_size=60,
)


def drawn(dossier):
    evidence = evidence_json(dossier, paths_of(dossier.evidence))
    return draw(document_of(dossier, paths_of(dossier.evidence), evidence=evidence, fingerprint="7K3Q")), evidence


def saying(text, language="und"):
    return replace(sample(), told=(Told(Coded("what", text), text, Words(text, language)),))


def attached(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.attachments["evidence.json"].get_file().read_bytes()


MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)


def of_a_city(dossier, language):
    """What an installation can make: a language it has words in, a zone that there is, a day that a calendar has."""
    return replace(
        dossier,
        head=replace(
            dossier.head, language=language, time_zone="Europe/Madrid", made_at=datetime(2026, 11, 24, tzinfo=UTC)
        ),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(dossier=any_dossier(), language=st.sampled_from(["es", "en"]))
def test_any_dossier_is_drawn_and_its_exact_words_are_embedded(dossier, language):
    dossier = of_a_city(dossier, language)

    pdf, evidence = drawn(dossier)

    assert attached(pdf) == evidence
    said = [(one["place"], one["text"]) for one in json.loads(evidence)["words"]]
    assert said == [(place, words.text) for place, words in dossier.literal_words()]


@pytest.mark.parametrize("code", ["", " ", "\u3000", "\x1c", "\u200b"])
def test_an_offence_without_words_still_has_a_heading(code):
    [qualification, *_] = sample().qualifications
    nameless = replace(sample(), qualifications=(replace(qualification, offence=Coded(code, "")),))

    pdf, evidence = drawn(nameless)

    assert attached(pdf) == evidence


@settings(max_examples=80, deadline=None)
@given(text=MIXED, language=st.sampled_from(["und", "ar", "he", "hi", "es-MX", "", "x-klingon", "zh-Hans-CN", "§"]))
def test_any_text_in_any_language_is_drawn(text, language):
    pdf, evidence = drawn(saying(text, language))

    assert pdf.startswith(b"%PDF-")
    assert json.loads(evidence)["dossier"]["told"][0]["words"]["text"] == text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_pdf_is_marked_as_readable_and_as_an_archive(language):
    pdf, evidence = drawn(sample(language))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root, meta = opened.Root, opened.open_metadata()
        assert meta["pdfaid:part"] == "3"
        assert meta["pdfaid:conformance"] == "A"
        assert meta["pdfuaid:part"] == "1"
        assert str(root.Lang) == language
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert HEAD.reference in str(meta["dc:title"])
        [spec] = root.AF
        assert spec.AFRelationship == pikepdf.Name.Data
        assert spec.UF == "evidence.json"
        assert spec.EF.F.Subtype == pikepdf.Name("/application/json")
        assert spec.EF.F.read_bytes() == evidence
        assert all(font_is_embedded(font) for page in opened.pages for font in page.Resources.Font.values())


def font_is_embedded(font):
    [descendant] = font.DescendantFonts
    return any(name in descendant.FontDescriptor for name in ("/FontFile2", "/FontFile3"))


def structure(element, found):
    kids = element.get("/K")
    found.append((str(element.get("/S", "")), str(element.get("/Lang", ""))))
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            structure(kid, found)
    return found


def test_headings_tables_and_quotes_are_tagged_and_words_carry_their_language():
    pdf, _ = drawn(sample())

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = structure(opened.Root.StructTreeRoot, [])

    tags = {tag for tag, _ in found}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/TOC", "/Quote"} <= tags
    assert {"ar", "en"} <= {language.partition("-")[0] for _, language in found}


def test_the_tool_has_a_section_only_where_it_was_used():
    with_tool, without = sample("en"), replace(sample("en"), suggestions=())

    said = [json.dumps(document_of(one, {}, evidence=b"{}", fingerprint="")) for one in (with_tool, without)]

    assert ["What the text tool suggested" in one for one in said] == [True, False]


def test_the_process_draws_what_comes_in_and_falls_over_nonsense():
    dossier = sample()
    document = document_of(dossier, {}, evidence=b"{}", fingerprint="")
    argv = [sys.executable, "-IB", "-m", "proximity.dossier.drawing"]

    good = subprocess.run(argv, input=json.dumps(document).encode(), capture_output=True, check=False)
    bad = subprocess.run(argv, input=b"{}", capture_output=True, check=False)

    assert (good.returncode, good.stdout[:5]) == (0, b"%PDF-")
    assert bad.returncode != 0
    assert bad.stdout == b""
