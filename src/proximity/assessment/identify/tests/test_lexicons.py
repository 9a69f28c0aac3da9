"""The files of the lexicons, and what is refused in them."""

import pytest

from proximity.assessment.identify import check
from proximity.assessment.identify.entries import Kind
from proximity.assessment.identify.lexicons import DATA, LANGUAGES, LexiconProblem, lexicon, read
from proximity.assessment.identify.patterns import Choice, Classes, Gap, PatternProblem, parse
from proximity.packs import codes

HEAD = '[file]\nlanguage = "xx"\nauthor = "a test"\nwritten = 2026-11-26\n'
WRITTEN = sorted({path.parent.name for path in DATA.glob("*/*.toml")})


@pytest.mark.parametrize("language", WRITTEN)
def test_what_is_written_follows_the_rules_and_names_known_codes(language):
    assert check.problems(read(DATA / language, language)) == []


@pytest.mark.parametrize("language", WRITTEN)
def test_who_reviews_a_kind_or_a_family_meets_all_of_it_in_one_file(language):
    assert check.misplaced(DATA / language) == []


def test_what_stands_in_a_strange_file_is_told(tmp_path):
    (tmp_path / "location.toml").write_text(
        HEAD
        + '[[place]]\nid = "mosque"\npatterns = ["xx"]\n[[cue]]\nid = "day"\nindicator = "BI-42"\npatterns = ["yy"]'
    )
    (tmp_path / "terms.toml").write_text(HEAD + '[[slur]]\nid = "zz"\npatterns = ["zz"]')
    assert check.misplaced(tmp_path) == [
        "location.toml: [[cue]] day belongs in timing.toml", "terms.toml: [[slur]] zz belongs in slurs.toml",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_these_languages_lack_nothing(language):
    assert check.gaps(lexicon(language)) == []


@pytest.mark.parametrize("language", WRITTEN)
def test_nobody_is_named_as_reviewer_yet_and_each_entry_says_who_wrote_it(language):
    for entry in lexicon(language).entries:
        assert entry.origin.reviewer is None
        assert entry.origin.source
        assert entry.kind is not Kind.SLUR or (entry.meaning and entry.ground)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('[[slur]]\nid = "x"\nground = "REL.MUS"\npatterns = ["x"]', "missing keys"),
        ('[[cue]]\nid = "x"\nindicator = "BI-01"\npoints = 4\npatterns = ["xx"]', "points"),
        ('[[cue]]\nid = "x"\nindicator = "BI-01"\npoints = 1\npatterns = ["<nobody>"]', "no such class"),
        ('[[term]]\nground = "REL.MUS"\nis = "people"\npatterns = ["<group>"]', "built-in"),
        ('[[term]]\nground = "REL.MUS"\nis = "folk"\npatterns = ["xx"]', "folk"),
        ('[[nothing]]\nid = "x"', "unknown sections"),
        ('[[place]]\nid = "x"\npatterns = ["xx"]\n[[place]]\nid = "x"\npatterns = ["yy"]', "stands twice"),
        ('[[place]]\nid = "x"\npatterns = ["xx"]\nscope = "here"', "scope"),
        ('[classes]\na = "<b>"\nb = "<a>"\n[[place]]\nid = "x"\npatterns = ["<a>"]', "circle"),
        ('[questions]\nweather = "?"', "unknown families"),
    ],
)  # fmt: skip
def test_faults_are_told(tmp_path, body, told):
    (tmp_path / "one.toml").write_text(HEAD + body)
    with pytest.raises(LexiconProblem, match=told):
        read(tmp_path, "xx")


def test_all_faults_are_told_at_once(tmp_path):
    (tmp_path / "one.toml").write_text(
        HEAD + '[[place]]\nid = "a"\npatterns = ["<nobody>", "(x"]\n[[place]]\npatterns = ["yy"]\n'
        '[[date]]\nid = "d"\nmeaning = "m"\npoints = 9\npatterns = ["zz"]'
    )
    with pytest.raises(LexiconProblem) as told:
        read(tmp_path, "xx")
    faults = str(told.value).splitlines()
    assert len(faults) == 3
    assert "no such class" in faults[0]
    assert "bracket" in faults[0]


def test_bars_between_phrases_are_pointed_at(tmp_path):
    (tmp_path / "one.toml").write_text(
        HEAD + '[[place]]\nid = "a"\npatterns = ["do not|must not go", "town|city hall", "(do not|must not) go"]'
    )
    (one,) = check.bare_bars(read(tmp_path, "xx"))
    assert "do not|must not go" in one


def test_a_star_with_few_letters_is_pointed_at_where_it_holds_back_signs(tmp_path):
    (tmp_path / "one.toml").write_text(
        HEAD + '[[cue]]\nid = "a"\nindicator = "BI-80"\npoints = 2\npatterns = ["cas*|money took*", "=cat took*"]\n'
        '[[cue]]\nid = "b"\nindicator = "BI-60"\npoints = 2\npatterns = ["cas*"]'
    )
    (one,) = check.short_stars(read(tmp_path, "xx"))
    assert one == "xx.cue.a: few letters before a star: cas"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lexicon_has_bars_between_phrases(language):
    assert check.bare_bars(lexicon(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_shapes_that_all_share(language):
    rules = {entry.rule for entry in lexicon(language).entries}
    assert {
        f"{language}.predicate.s-not-one",
        f"{language}.predicate.s-the-next",
        f"{language}.predicate.s-kept-out",
    } <= rules


def test_a_file_without_its_author_is_refused(tmp_path):
    (tmp_path / "one.toml").write_text('[file]\nlanguage = "xx"\nwritten = 2026-11-26\n')
    with pytest.raises(LexiconProblem, match="author"):
        read(tmp_path, "xx")


def test_unknown_codes_are_told(tmp_path):
    (tmp_path / "one.toml").write_text(
        HEAD + '[[cue]]\nid = "x"\nindicator = "BI-99"\nground = "REL.X"\npoints = 1\npatterns = ["<REL.Y> xx"]'
    )
    assert len(check.problems(read(tmp_path, "xx"))) == 3


@pytest.mark.parametrize(("name", "told"), [("x19-no-reason", 1), ("m-no-reason", 1), ("no-reason-2", 0), ("a-hit", 0)])
def test_an_id_says_what_the_words_tell(tmp_path, name, told):
    (tmp_path / "one.toml").write_text(
        HEAD + f'[[cue]]\nid = "{name}"\nindicator = "BI-70"\npoints = 1\npatterns = ["no reason"]'
    )
    assert len(check.problems(read(tmp_path, "xx"))) == told


@pytest.mark.parametrize(
    "source", ["", "..3 a", "a? b?", "*ab", "(a", "a b)", "<nobody>", "a|*", "x ..12 y ..12 z ..12 w"]
)
def test_patterns_that_cannot_be_read(source):
    with pytest.raises(PatternProblem):
        parse(source, Classes({}))


def test_brackets_and_apostrophes_open_into_sequences():
    assert len(parse("(do not|don't) go", Classes({}))) == 2
    (one,) = parse("vete a ..2 país|tierra", Classes({}))
    assert [type(element) for element in one.elements] == [Choice, Choice, Gap, Choice]


def test_every_indicator_has_a_cue_in_the_models():
    for language in ("en", "es"):
        have = {entry.indicator for entry in lexicon(language).entries if entry.indicator}
        assert have >= {one.code for one in codes.indicators()}


def test_check_says_what_is_there(capsys):
    assert check.main(["en"]) == 0
    assert "slur" in capsys.readouterr().out
