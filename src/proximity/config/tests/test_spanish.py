"""Dana reads Spanish: every page on her way speaks it, in the browser and from the compiled catalogue."""

import html
import re
from pathlib import Path

import polib
import pytest

import proximity
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.factories import send_report
from proximity.reporting.tests.walking import Walk

CATALOGUE = Path(proximity.__file__).parent / "locale/es/LC_MESSAGES/django.po"


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Return what the catalogue says otherwise in Spanish, and what is long enough to be looked for in a page."""
    return {
        entry.msgid for entry in polib.pofile(str(CATALOGUE)) if len(entry.msgid) > 12 and entry.msgid != entry.msgstr
    }


def words(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], str]:
    return {(entry.msgctxt or None, entry.msgid): entry.msgstr for entry in catalogue}


def left_in_english(page: str, english: set[str]) -> list[str]:
    """Return the pieces of a page's text that the catalogue knows in Spanish."""
    pieces = (re.sub(r"\s+", " ", piece).strip() for piece in re.split(r"<[^>]*>", page))
    return sorted(english.intersection(pieces))


def test_the_catalogue_is_compiled_and_fresh():
    compiled = CATALOGUE.with_suffix(".mo")
    assert compiled.exists(), "run: make catalogues"
    assert words(polib.pofile(str(CATALOGUE))) == words(polib.mofile(str(compiled))), "run: make catalogues"


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/es/", "¿Le ha ocurrido algo, a usted o a alguien que conoce, por ser quien es?"),
        ("/es/help/", "Ayuda cerca de usted"),
        ("/es/privacy/", "Quién lee esto y qué se guarda"),
        ("/es/help/madrid/", "Ayuda cerca de usted"),
    ],
)
def test_a_public_page_speaks_spanish(public, english, address, heading):
    page = html.unescape(public.get(address).content.decode())
    assert re.search(r"<html[^>]*\slang=\"es\"", page)
    assert re.search(rf"<h1[^>]*>\s*{re.escape(heading)}", page)
    assert "Salir de esta página" in page
    assert left_in_english(page, english) == []


def test_dana_tells_it_in_spanish_from_the_first_page_to_the_code(public, english):
    walk = Walk(public, lang="es")
    first = ({"safe_now": "yes"}, {"city": "madrid"}, {"what": "Me gritaron en el autobús."})
    pages = [walk.page, *(walk.press(**answers).page for answers in first)]
    while walk.step != "readers":
        pages.append(walk.press("skip").page)
    only_ngo = re.search(r'for="(id_readers_\d+)">Solo Acogida Madrid<', walk.page)[1]
    pages.append(walk.press(readers=re.search(rf'value="([^"]*)"[^>]*id="{only_ngo}"', walk.page)[1]).page)
    pages.append(walk.press("skip").page)
    assert walk.heading == "Revise sus respuestas y envíelas"
    pages.append(walk.press().page)
    assert walk.heading == "Gracias. Ha llegado."
    assert len(pages) > 12
    assert [left_in_english(page, english) for page in pages] == [[]] * len(pages)


def test_alice_works_in_spanish_once_she_has_chosen_it(cast, acting, workspace, english):
    browser = workspace(cast.alice)
    browser.post("/account/", {"language": "es"})
    with as_role(PUBLIC):
        send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    inbox = html.unescape(browser.get("/inbox/").content.decode())
    report = re.search(r'href="(/reports/R-[^"]+)"', inbox)
    opened = html.unescape(browser.get(report[1]).content.decode())
    case = browser.post(re.search(r'action="(/cases/open/[^"]+)"', opened)[1], follow=True)
    page = html.unescape(case.content.decode())
    for heading in ("Lo que se contó", "Valoración", "Calificación jurídica", "Tareas", "Cronología"):
        assert heading in page
    pages = [html.unescape(browser.get("/").content.decode()), inbox, opened, page]
    assert [left_in_english(one, english) for one in pages] == [[]] * len(pages)


def test_a_fault_is_told_in_spanish(public):
    walk = Walk(public, lang="es").press(safe_now="yes").press(city="madrid").press(what="")
    assert "Cuéntenos qué ocurrió. Basta una frase." in walk.page


def test_a_page_in_english_would_be_noticed(public, english):
    assert "Help near you" in left_in_english(html.unescape(public.get("/en/help/").content.decode()), english)
