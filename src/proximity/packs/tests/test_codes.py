import pytest

from proximity.packs import codes


@pytest.mark.parametrize(
    ("ground", "category"),
    [
        ("RACE.BLACK", "ODIHR-RAX"),
        ("RACE.ROMA", "ODIHR-ROM"),
        ("XENO.MIGRANT", "ODIHR-RAX"),
        ("REL.JEW", "ODIHR-ASM"),
        ("REL.MUS", "ODIHR-MUS"),
        ("REL.ORTH", "ODIHR-CHR"),
        ("REL.SIKH", "ODIHR-REL"),
        ("REL.NONE", "ODIHR-REL"),
        ("SO.GAY", "ODIHR-LGB"),
        ("GI.NB", "ODIHR-LGB"),
        ("GEN.F", "ODIHR-GEN"),
        ("DIS.MENT", "ODIHR-DIS"),
        ("OTHER", "ODIHR-UNS"),
        ("UNK", "ODIHR-UNS"),
    ],
)
def test_a_ground_rolls_up_to_its_odihr_category(ground, category):
    found = codes.odihr_category(ground)
    assert found is not None
    assert found.code == category
    assert codes.odihr_reason(ground) is None


@pytest.mark.parametrize(
    ("ground", "reason"),
    [
        ("AGE", "not_a_category"),
        ("APO", "not_a_category"),
        ("ILL", "not_a_category"),
        ("IDEO", "not_a_category"),
        ("NONE", "no_bias"),
    ],
)
def test_a_ground_that_stays_national_says_why(ground, reason):
    assert codes.odihr_category(ground) is None
    found = codes.odihr_reason(ground)
    assert found is not None
    assert found.code == reason
    assert found.label("es") != found.label("en")


def test_odihr_shows_nine_categories_and_the_unspecified_one_in_its_own_words():
    assert [category.label("en") for category in codes.odihr_categories()][3:4] == ["Anti-Muslim hate crime"]
    assert len(codes.odihr_categories()) == 10


def test_only_the_contrary_indicator_speaks_against_bias():
    against = [indicator.code for indicator in codes.indicators() if indicator.direction is codes.Direction.AGAINST]
    assert against == ["BI-80"]
    assert len(codes.indicators()) == 29


def test_an_indicator_has_a_label_and_an_example_in_both_languages():
    indicator = codes.indicator("BI-26")
    assert "mistaken" in indicator.label("en")
    assert "sij" in indicator.help("es")


def test_a_label_falls_back_to_english_and_a_regional_language_to_its_base():
    ground = codes.ground("RACE.ROMA")
    assert ground.label("uk") == ground.label("en")
    assert ground.label("es-MX") == ground.label("es") != ground.label("en")


@pytest.mark.parametrize(
    "ask",
    [codes.ground, codes.ground_family, codes.indicator, codes.incident_type, codes.country, codes.odihr_category],
)
def test_a_code_in_no_list_is_refused_by_name(ask):
    with pytest.raises(codes.UnknownCode, match="NO-SUCH"):
        ask("NO-SUCH")


def test_the_lists_a_page_chooses_from_are_complete():
    assert [entry.code for entry in codes.countries()] == ["bg", "ee", "es", "fi", "gb", "it", "lv", "pt"]
    assert codes.country("lv").label("es") == "Letonia"
    assert [entry.own_name for entry in codes.languages() if entry.code == "es"] == ["español"]
    assert [entry.code for entry in codes.incident_types()] == [
        "insult", "threat", "attack", "damage", "refusal", "online", "other"
    ]  # fmt: skip
    assert codes.incident_type("attack").help("en")
    assert {"web", "phone", "desk"} <= {entry.code for entry in codes.channels()}
    assert "perception" in {entry.code for entry in codes.indicator_families()}


def test_every_ground_belongs_to_a_family_a_person_can_choose():
    assert set(codes.codes_in("RACE")) == {ground.code for ground in codes.grounds() if ground.family == "RACE"}
    assert "RACE.ROMA" in set(codes.codes_in("RACE"))
    assert list(codes.codes_in("NO-SUCH")) == []
    assert codes.ground_family("XENO").help("en")
    assert {ground.family for ground in codes.grounds()} == {family.code for family in codes.ground_families()}
