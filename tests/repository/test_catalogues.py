"""Each catalogue says everything that the code says, and says it whole.

The messages are collected without GNU gettext, so that the test runs wherever `make test` runs: Babel reads the modules,
Django turns each template into calls of gettext, and those calls are read like Python.
"""

import ast
import gettext
import re
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import proximity
from proximity.config.languages.parts import KEYWORDS, Message, said_in_module, said_in_template

PACKAGE = Path(proximity.__file__).parent
CATALOGUES = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/django.po"))

WORDS_OF = {name: [place for place in places if isinstance(place, int)] for name, places in KEYWORDS.items()}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|<[^>]+>")


def sources(suffix: str) -> list[Path]:
    """Return the files that people's words can stand in: no tests."""
    return [path for path in sorted(PACKAGE.rglob(f"*{suffix}")) if "tests" not in path.parts]


def everything_said() -> set[Message]:
    said: set[Message] = set()
    for module in sources(".py"):
        said.update(said_in_module(module))
    for template in sources(".html") + sources(".txt"):
        said.update(said_in_template(template.read_text("utf-8")))
    return said


def words_of(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())


def placeholders(words: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(words))


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def catalogue(path: Path) -> polib.POFile:
    return polib.pofile(str(path))


def test_there_is_a_spanish_catalogue():
    assert "es" in [path.parts[-3] for path in CATALOGUES]


def test_every_entry_is_translated_and_none_is_a_guess_or_left_over(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue if not all(words_of(entry))] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_the_head_names_the_language_and_is_no_guess(catalogue, path):
    assert catalogue.metadata["Language"] == path.parts[-3]
    assert not catalogue.metadata_is_fuzzy


def test_a_translation_keeps_the_placeholders_and_the_markup(catalogue):
    for entry in catalogue:
        allowed = [placeholders(english) for english in (entry.msgid, entry.msgid_plural) if english]
        for words in words_of(entry):
            assert placeholders(words) in allowed, entry.msgid


def test_a_translation_has_all_plurals_of_its_language(catalogue):
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    for entry in catalogue:
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(forms)), entry.msgid


def test_the_catalogue_holds_what_the_code_says_and_nothing_else(catalogue):
    held = {(entry.msgctxt, entry.msgid, entry.msgid_plural or None) for entry in catalogue}
    # One entry serves a message that is said both alone and with a plural.
    with_plural = {(context, one) for context, one, more in held if more}
    said = {one for one in everything_said() if one[2] or one[:2] not in with_plural}
    assert said - held == set(), "not in the catalogue: run django-admin makemessages and translate"
    assert held - said == set(), "in the catalogue, but no longer said"


def test_the_catalogue_compiles_and_the_compiled_one_speaks(path):
    with path.open("rb") as source:
        babel_catalogue = read_po(source, domain="django", abort_invalid=True)
    assert [message.id for message, errors in babel_catalogue.check() if errors] == []
    compiled = BytesIO()
    write_mo(compiled, babel_catalogue)
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    for message in babel_catalogue:
        if isinstance(message.id, str) and message.id and not message.context:
            assert spoken.gettext(message.id) == message.string


def test_the_words_given_to_gettext_are_plain_strings():
    """A name, an f-string or a .format() inside the call is never found in a catalogue."""
    faults = []
    for path in sources(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = [node.args[place - 1] for place in WORDS_OF.get(name, ()) if place <= len(node.args)]
            if any(not isinstance(word, ast.Constant) for word in words):
                faults.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert faults == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('{% translate "It\'s" %}', (None, "It's", None)),
        ('{% translate "May" context "month" %}', ("month", "May", None)),
        ("{% blocktranslate %}By {{ day }}{% endblocktranslate %}", (None, "By %(day)s", None)),
        (
            '{% blocktranslate count n=days %}"{{ n }}" day{% plural %}{{ n }} days{% endblocktranslate %}',
            (None, '"%(n)s" day', "%(n)s days"),
        ),
        ('{% firstof name _("nobody") %}', (None, "nobody", None)),
    ],
)
def test_words_are_found_in_a_template(template, said):
    assert list(said_in_template(template)) == [said]


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ('_("a" "b")', (None, "ab", None)),
        ('ngettext_lazy("%d day", "%d days", 2)', (None, "%d day", "%d days")),
        ('pgettext_lazy("month", "May")', ("month", "May", None)),
        ('npgettext("filter", "case", "cases", 2)', ("filter", "case", "cases")),
    ],
)
def test_words_are_found_in_a_module(tmp_path, module, said):
    path = tmp_path / "module.py"
    path.write_text(module)
    assert list(said_in_module(path)) == [said]
