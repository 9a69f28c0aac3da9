import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from proximity.dossier.rules.encoding import NotADossier
from proximity.dossier.rules.values import (
    Coded,
    Dossier,
    DossierHead,
    EvidenceRow,
    Hashed,
    MadeBy,
    Told,
    Translation,
    Words,
)
from proximity.dossier.tests.any import any_dossier

AT = datetime(2026, 11, 24, 10, 30, 5, 123, UTC)
HEAD = DossierHead("ES-2026-0001", "Policía Municipal", "Madrid", "ES", "es", "Europe/Madrid", AT, AT, "Alice")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_dossier())
def test_any_dossier_goes_through_json_and_back_unchanged(dossier):
    assert Dossier.from_json(json.loads(json.dumps(dossier.as_json()))) == dossier


def test_an_instant_of_another_offset_stays_the_same_instant():
    dossier = Dossier(replace(HEAD, made_at=AT.astimezone(timezone(timedelta(hours=5, minutes=45)))))

    assert Dossier.from_json(dossier.as_json()).head.made_at == AT


@pytest.mark.parametrize("version", [0, 2, "1", None, True, 1.5])
def test_another_version_is_refused(version):
    with pytest.raises(NotADossier, match="version"):
        Dossier.from_json(Dossier(HEAD).as_json() | {"version": version})


def test_a_dossier_without_version_is_refused():
    values = Dossier(HEAD).as_json()
    del values["version"]

    with pytest.raises(NotADossier, match="version"):
        Dossier.from_json(values)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"needs": []}, "dossier"),
        ({"facts": {}}, r"dossier\.facts"),
        ({"facts": ["x"]}, r"dossier\.facts\[0\]"),
        ({"law_note": 3}, r"dossier\.law_note"),
        ({"law_note": None}, r"dossier\.law_note"),
        ({"head": None}, r"dossier\.head"),
        ({"perception": []}, r"dossier\.perception"),
    ],
)
def test_what_has_another_form_is_refused_by_its_place(change, place):
    with pytest.raises(NotADossier, match=f"^{place}$"):
        Dossier.from_json(Dossier(HEAD).as_json() | change)


def test_a_missing_name_is_refused():
    values = Dossier(HEAD).as_json()
    del values["facts"]

    with pytest.raises(NotADossier):
        Dossier.from_json(values)


@pytest.mark.parametrize("at", ["", "2026-11-24", "2026-11-24T10:30:05", "2026-11-24T10:30:05Z", "soon", 5, None])
def test_an_instant_is_read_only_as_it_is_written(at):
    values = Dossier(HEAD).as_json()
    values["head"]["made_at"] = at

    with pytest.raises(NotADossier, match="made_at"):
        Dossier.from_json(values)


@pytest.mark.parametrize("size", [True, 1.0, "1", None])
def test_a_size_is_a_whole_number(size):
    row = EvidenceRow("1", "a.jpg", Coded("image/jpeg", "Picture"), "Alice", AT, original=Hashed("0" * 64, 1))
    values = Dossier(HEAD, evidence=(row,)).as_json()
    values["evidence"][0]["original"]["size"] = size

    with pytest.raises(NotADossier, match="size"):
        Dossier.from_json(values)


def test_an_unknown_member_of_an_enumeration_is_refused():
    words = Words("guiri", "es", (Translation("foreigner", "en", MadeBy.MACHINE, ""),))
    values = Dossier(HEAD, told=(Told(Coded("what", "What happened"), "Dana", words),)).as_json()
    values["told"][0]["words"]["translations"][0]["made"] = "oracle"

    with pytest.raises(NotADossier, match="made"):
        Dossier.from_json(values)


def test_literal_words_are_found_wherever_they_stand():
    told = Told(Coded("what", "What happened"), "Dana", Words("<b>ﷺ\x00</b>", "ar"))
    row = EvidenceRow("1", "a.jpg", Coded("image/jpeg", "Picture"), "Alice", AT, note=Words("my arm"))
    dossier = Dossier(HEAD, told=(told,), evidence=(row,))

    assert dossier.literal_words() == (("told[0].words", told.words), ("evidence[0].note", row.note))
