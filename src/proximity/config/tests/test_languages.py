"""Further languages are data: what is whole is offered, what is not is refused with a reason, and nothing is half translated."""

import shutil
from pathlib import Path

import polib
import pytest
from django.utils import translation

from proximity.config.installation import Installation
from proximity.config.languages import pseudo
from proximity.config.languages.checks import compiled, problems
from proximity.config.languages.heads import (
    HEAD,
    SOURCE,
    HeadUnreadable,
    languages_offered,
    read_head,
    signatures,
)
from proximity.config.languages.parts import PACKAGE, PARTS, messages_of
from proximity.config.languages.prepare import check, prepare
from proximity.config.serve import run_step
from proximity.foundation.processes.progress import Progress

SHIPPED = PACKAGE / "locale_more"
HEAD_OF = 'code = "{code}"\nown_name = "{name}"\ndirection = "{direction}"\ncovers = ["home", "report", "mailbox"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an installation's own folder of languages with a copy of the Arabic that ships."""
    shutil.copytree(SHIPPED / "ar", tmp_path / "ar", ignore=shutil.ignore_patterns("*.mo"))
    return tmp_path


def told(root: Path, **options: bool) -> list[str]:
    """Prepare the languages of a folder, and return what the operator is told."""
    said: list[str] = []
    prepare(root, said.append, with_pseudo=options.get("with_pseudo", False))
    return said


def offered(root: Path, wanted: str = "all", *, pseudo: bool = False) -> list[str]:
    return [one.code for one in languages_offered([root], wanted, taken=["en", "es"], pseudo=pseudo)]


def change(root: Path, msgid: str, msgstr: str) -> None:
    catalogue = polib.pofile(str(root / "ar" / SOURCE))
    entry = catalogue.find(msgid)
    assert entry is not None
    entry.msgstr = msgstr
    catalogue.save()


def test_every_language_that_ships_says_all_that_it_claims_to_say():
    said: list[str] = []
    assert check(SHIPPED, said.append) == 0
    assert [line.split(":")[0] for line in said] == ["العربية (ar)", "Українська (uk)"]


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_a_language_that_ships_says_nothing_that_no_page_of_it_asks_for(code):
    language = read_head(SHIPPED / code)
    asked = {message[:2] for message in messages_of(language.covers)}
    assert {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(language.source))} == asked


def test_a_sound_language_is_compiled_and_offered(root):
    assert told(root) == []
    assert offered(root) == ["ar"]
    assert (root / "ar" / "LC_MESSAGES" / "django.mo").read_bytes() == compiled(read_head(root / "ar"))


def test_a_city_leaves_languages_out_by_name_or_all_of_them(root):
    told(root)
    assert [offered(root, wanted) for wanted in ("none", "uk", "uk,ar")] == [[], [], ["ar"]]


def test_a_message_that_is_missing_refuses_the_whole_language_with_its_name(root):
    change(root, "Send", "")
    assert told(root) == [
        "The language in ar is not offered: 1 messages of what it covers are not translated, such as: 'Send'."
    ]
    assert offered(root) == []


def test_what_was_compiled_before_is_taken_away_when_the_language_is_refused(root):
    told(root)
    change(root, "Send", "")
    told(root)
    assert offered(root) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Only %(name)s", "فقط", "'Only %(name)s' must keep its placeholders and markup: %(name)s"),
        ("Only %(name)s", "\u2068%(who)s\u2069 فقط", "'Only %(name)s' must keep its placeholders and markup: %(name)s"),
        ("Send", "<b>أرسل</b>", "'Send' must keep its placeholders and markup: none"),
    ],
)
def test_placeholders_and_markup_are_those_of_the_source(root, msgid, msgstr, fault):
    change(root, msgid, msgstr)
    assert list(problems(read_head(root / "ar"))) == [fault]


def test_from_right_to_left_a_name_is_kept_from_turning_the_words_around(root):
    change(root, "Only %(name)s", "%(name)s فقط")
    assert [fault.split(":")[0] for fault in problems(read_head(root / "ar"))] == ["'Only %(name)s'"]


def test_a_language_has_a_form_for_each_of_its_numbers(root):
    path = root / "ar" / SOURCE
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("msgstr[5]")]
    path.write_text("\n".join(lines), "utf-8")
    assert any("needs 6 forms" in fault or "not translated" in fault for fault in problems(read_head(root / "ar")))


def test_a_catalogue_that_cannot_be_read_stops_nothing_but_itself(root):
    (root / "ar" / SOURCE).write_bytes(b"msgid \xff")
    assert told(root)[0].startswith("The language in ar is not offered: the catalogue cannot be read")
    assert offered(root) == []


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("", "must say exactly"),
        ("own_name = ", "cannot be read"),
        (HEAD_OF.format(code="uk", name="x", direction="rtl"), "must be called uk"),
        (HEAD_OF.format(code="Arabic", name="x", direction="rtl"), "must be a language code"),
        (HEAD_OF.format(code="ar", name=" ", direction="rtl"), "own_name"),
        (HEAD_OF.format(code="ar", name="x", direction="up"), "direction"),
        ('code = "ar"\nown_name = "x"\ndirection = "rtl"\ncovers = []\n', "covers"),
    ],
)
def test_a_head_that_does_not_say_what_it_must_is_refused(root, head, fault):
    (root / "ar" / HEAD).write_text(head, "utf-8")
    with pytest.raises(HeadUnreadable, match=fault):
        read_head(root / "ar")
    assert len(told(root)) == 1
    assert offered(root) == []


@pytest.mark.parametrize("covers", ['"home"', '"home", "report", "mailbox", "figures"'])
def test_a_language_covers_what_a_person_needs_and_only_parts_that_exist(root, covers):
    (root / "ar" / HEAD).write_text(f'code = "ar"\nown_name = "x"\ndirection = "rtl"\ncovers = [{covers}]\n', "utf-8")
    assert list(problems(read_head(root / "ar"))) == [
        "covers must name home, mailbox, report, and may name help, help_city, help_country, help_places, privacy"
    ]


def test_a_language_that_the_interface_is_complete_in_is_not_taken_from_a_folder(root):
    told(root)
    assert languages_offered([root], "all", taken=["en", "ar"], pseudo=False) == []


def test_a_part_is_read_from_files_that_exist():
    assert [name for names in PARTS.values() for name in names if not (PACKAGE / name).exists()] == []


def test_the_languages_nobody_speaks_are_there_only_when_asked_for(tmp_path):
    assert told(tmp_path, with_pseudo=True) == []
    assert offered(tmp_path, pseudo=True) == ["ar-xb", "en-xa"]
    assert offered(tmp_path) == []
    told(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_languages_nobody_speaks_say_every_word(tmp_path):
    pseudo.write(tmp_path)
    ours = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(PACKAGE / "locale" / "es" / SOURCE))}
    for folder in ("en_XA", "ar_XB"):
        language = read_head(tmp_path / folder)
        said = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(language.source))}
        assert list(problems(language)) == []
        assert ours - said == set()


def test_the_step_before_the_start_works_on_the_installation_and_is_told_of_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("PSEUDO_LANGUAGES", "1")
    installation = Installation(tmp_path, 8000, 8001)
    given = installation.language_environment()
    assert [name for name in given if "SECRET" in name or "DATABASE" in name] == []
    run_step(["prepare-languages"], given, Progress(1))
    assert offered(installation.public_data / "languages", pseudo=True) == ["ar-xb", "en-xa"]


def test_only_a_name_an_office_and_a_day_are_a_signature(tmp_path):
    (tmp_path / "reviews.toml").write_text('es = "Ana Ejemplo, traductora, 2027-01-31"\nit = "somebody"\n', "utf-8")
    assert signatures([tmp_path, tmp_path / "absent"]) == {"es": "Ana Ejemplo, traductora, 2027-01-31"}


def test_each_catalogue_says_whether_somebody_vouches_for_it():
    signed = signatures([PACKAGE / "locale"])
    for path in sorted(PACKAGE.glob("locale*/*/LC_MESSAGES/django.po")):
        header = path.read_text("utf-8").split('msgid ""')[0]
        assert ("Not yet reviewed by a native speaker" in header) is (path.parts[-3] not in signed), path


def test_what_reaches_a_person_is_in_her_language_also_where_the_workspace_does_not_speak_it(settings):
    assert "ar" not in dict(settings.LANGUAGES)
    with translation.override("ar"):
        assert translation.gettext("What was done") == "ما تم فعله"
        assert translation.get_language_bidi()
