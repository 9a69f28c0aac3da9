import datetime as dt

import pytest

from proximity.packs.reader import PackError, Table, read_toml
from proximity.packs.vocabulary import Level

SEEN = {"source": "a page", "date": dt.date(2026, 11, 24), "evidence": "O"}


@pytest.mark.parametrize(
    ("ask", "values", "message"),
    [
        (lambda t: t.text("k"), {}, "k: is missing"),
        (lambda t: t.text("k"), {"k": " "}, "must be a text that is not blank"),
        (lambda t: t.text("k"), {"k": 7}, "must be a text that is not blank, found 7"),
        (lambda t: t.whole("k"), {}, "is missing"),
        (lambda t: t.whole("k"), {"k": 0}, "whole number of at least 1"),
        (lambda t: t.whole("k"), {"k": True}, "whole number of at least 1"),
        (lambda t: t.whole("k"), {"k": "3"}, "whole number of at least 1"),
        (lambda t: t.flag("k"), {}, "is missing"),
        (lambda t: t.flag("k"), {"k": "yes"}, "must be true or false"),
        (lambda t: t.date("k"), {}, "is missing"),
        (lambda t: t.date("k"), {"k": "2026-11-24"}, "must be a day"),
        (lambda t: t.date("k"), {"k": dt.datetime(2026, 11, 24, 1, tzinfo=dt.UTC)}, "must be a day"),
        (lambda t: t.choice("k", Level), {"k": "county"}, "must be one of local, state"),
        (lambda t: t.choices("k", Level), {"k": ["local", "county"]}, "found 'county'"),
        (lambda t: t.texts("k"), {"k": "one"}, "must be a list"),
        (lambda t: t.texts("k"), {"k": ["one", 2]}, "must be a list of texts"),
        (lambda t: t.table("k"), {}, "is missing"),
        (lambda t: t.table("k"), {"k": "one"}, "must be a table"),
        (lambda t: list(t.tables("k")), {"k": ["one"]}, r"k\[1\]: must be a table"),
        (lambda t: t.words("k"), {}, "is missing"),
        (lambda t: t.words("k"), {"k": {"es": "uno"}}, "has no English text"),
        (lambda t: t.words("k"), {"k": {"en": ""}}, r"k\.en: must be a text"),
        (lambda t: t.seen_at("k"), {"k": {**SEEN, "evidence": "X"}}, r"k\.evidence: must be one of"),
        (lambda t: t.seen_at("k"), {"k": {"source": "a page", "evidence": "O"}}, r"k\.date: is missing"),
    ],
)
def test_a_bad_value_is_refused_with_its_place(ask, values, message):
    with pytest.raises(PackError, match=rf"^es/x\.toml.*{message}"):
        ask(Table("es/x.toml", values))


def test_absent_values_that_may_be_absent_are_none_or_empty():
    table = Table("es/x.toml", {})
    assert table.text_or_none("k") is None
    assert table.whole_or_none("k") is None
    assert table.flag_or_none("k") is None
    assert table.date_or_none("k") is None
    assert table.words_or_none("k") is None
    assert table.table_or_none("k") is None
    assert table.texts("k") == ()
    assert list(table.tables("k")) == []


def test_good_values_come_back_typed():
    table = Table("es/x.toml", {"n": 3, "on": False, "day": dt.date(2026, 1, 2), "levels": ["state"], "seen_at": SEEN})
    assert (table.whole("n"), table.flag("on"), table.date("day")) == (3, False, dt.date(2026, 1, 2))
    assert table.choices("levels", Level) == (Level.STATE,)
    assert table.seen_at().text_state == "n.d."
    table.finish()


def test_a_misspelt_key_is_refused_at_any_depth():
    table = Table("es/x.toml", {"body": [{"code": "a", "contact": {"fone": "1"}}]})
    for row in table.tables("body"):
        row.text("code")
        row.table("contact")
    with pytest.raises(PackError, match=r"es/x\.toml\.body\[1\]\.contact: unknown key fone"):
        table.finish()


def test_a_file_that_is_absent_or_broken_is_named(tmp_path):
    with pytest.raises(PackError, match=r"country\.toml: the file is missing"):
        read_toml(tmp_path / "country.toml")
    (tmp_path / "country.toml").write_text("code = ")
    with pytest.raises(PackError, match=r"country\.toml: is not TOML"):
        read_toml(tmp_path / "country.toml")
    (tmp_path / "country.toml").write_bytes(b'code = "\xff"')
    with pytest.raises(PackError, match="is not TOML"):
        read_toml(tmp_path / "country.toml")
