"""The leaflet: two pages that a screen reader can read, with the words of the pages, drawn anew only where they changed."""

import html
import io
import json
import re
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pikepdf
import pytest
from django.conf import settings
from django.utils.translation import override
from typst import TypstError

from proximity.accounts.models import City
from proximity.audit.models import AuditEvent
from proximity.foundation.testing import as_role, changed, forget_context, refused, rows
from proximity.foundation.typesetting.qr import qr_code
from proximity.foundation.typesetting.running import ProgramFailed
from proximity.foundation.wall import enter_background, enter_staff
from proximity.welcome import jobs, operations, queries
from proximity.welcome.drawing import __main__ as drawing
from proximity.welcome.drawing.draw import draw
from proximity.welcome.leaflets import address_of, digest_of, leaflet_of
from proximity.welcome.models import Leaflet
from proximity.welcome.operations import draw_leaflet
from proximity.welcome.tests.reading import opened, squeezed, tags_of, words_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LANGUAGES = [code for code, _ in settings.LANGUAGES]
A4 = (pytest.approx(595.28, abs=0.1), pytest.approx(841.89, abs=0.1))


@pytest.fixture
def drawn_here(monkeypatch):
    """Draw in this process: starting another takes a second each time."""
    monkeypatch.setattr(operations, "run_program", lambda _module, given: draw(given))


def said(slug, language):
    with override(language):
        return leaflet_of(queries.place(slug, language))


def drawn(slug, language):
    return draw({**said(slug, language), "made_at": int(NOW.timestamp())})


def texts_of(part):
    """Return all that a part says."""
    if isinstance(part, list):
        return [text for one in part for text in texts_of(one)]
    if not isinstance(part, dict):
        return []
    return [part["text"]] if "text" in part else [text for one in part.values() for text in texts_of(one)]


def is_embedded(font):
    [descendant] = font.DescendantFonts
    return any(name in descendant.FontDescriptor for name in ("/FontFile2", "/FontFile3"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_leaflet_has_two_pages_that_a_screen_reader_can_read(cast, language):
    pdf = drawn("", language)

    with opened(pdf) as document:
        root, meta = document.Root, document.open_metadata()
        assert [tuple(map(float, page.mediabox[2:])) for page in document.pages] == [A4, A4]
        assert meta["pdfuaid:part"] == "1"
        assert root.MarkInfo.Marked
        assert str(root.Lang) == language
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(meta["dc:title"]) == said("", language)["title"]
        assert all(is_embedded(font) for page in document.pages for font in page.Resources.Font.values())
        tags = list(tags_of(root.StructTreeRoot))
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure", "/Link"} <= {tag for tag, _ in tags}
    assert [alt for tag, alt in tags if tag == "/Figure"] == [said("", language)["qr_alt"]]


@pytest.mark.parametrize("slug", ["", "madrid", "bradford"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_leaflet_says_is_on_its_paper(cast, language, slug):
    first, second = words_of(drawn(slug, language))
    leaflet = said(slug, language)

    assert [text for text in texts_of(leaflet["project"]) if squeezed(text) not in second] == []
    others = [part for name, part in leaflet.items() if name != "project"]
    assert [text for text in texts_of(others) if squeezed(text) not in first] == []


def shown(public, address):
    page = re.sub(r"</?strong>", "", public.get(address).content.decode())
    page = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return " ".join(page.split())


@pytest.mark.parametrize("query", ["", "?city=bradford"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_speaks_with_the_words_of_the_pages(cast, public, language, query):
    leaflet = said(query.removeprefix("?city="), language)
    home, privacy, project = (shown(public, f"/{language}/{page}{query}") for page in ("", "privacy/", "project/"))

    on_home = [leaflet["question"], leaflet["answer"], leaflet["steps"][0]]
    on_home += [part for danger in leaflet["dangers"] for part in danger["words"]]
    definition, readers, papers, _rights = leaflet["sections"]
    on_home += [definition, papers, readers["words"], readers.get("list", [])]
    assert [text for text in texts_of(on_home) if text not in home] == []
    assert [text for text in texts_of(readers["after"]) if text not in privacy] == []
    assert [text for text in texts_of(leaflet["project"]) if text not in project] == []


def test_a_leaflet_names_the_emergency_numbers_of_its_place(cast):
    def numbers(slug):
        return [danger["numbers"]["text"] for danger in said(slug, "en")["dangers"]]

    assert numbers("madrid") == ["112"]
    assert numbers("bradford") == ["999 · 112"]
    assert sorted(numbers("")) == ["112", "999 · 112"]


def test_countries_with_the_same_number_share_one_line_in_the_readers_words():
    here = [City(slug=slug, name=slug, country=country) for slug, country in (("a", "es"), ("b", "lv"), ("c", "pt"))]
    with override("lv"):
        [danger] = leaflet_of(queries.Place(None, tuple(here), "lv"))["dangers"]

    assert danger["countries"]["text"] == ""
    assert danger["words"][0]["lang"] == "lv"


def test_no_telephone_number_stands_on_a_leaflet_but_those_for_danger(cast):
    for slug in ("", "madrid", "bradford"):
        for language in LANGUAGES:
            leaflet = said(slug, language)
            found = re.findall(r"\+?\d[\d ]{4,}\d", "\n".join(texts_of([leaflet["sections"], leaflet["steps"]])))
            assert found == []


def test_an_instance_without_a_city_has_a_leaflet_too(db):
    with override("en"):
        leaflet = leaflet_of(queries.Place(None, (), "en"))
    assert [section["title"]["text"] for section in leaflet["sections"]] == ["Who can read it"]
    assert len(words_of(draw({**leaflet, "made_at": 0}))) == 2


def test_a_name_in_any_script_is_printed(cast):
    leaflet = said("madrid", "en") | {"place": {"text": "مدريد 🐒", "lang": "und"}, "made_at": 0}
    assert squeezed("[U+1F412 MONKEY]") in words_of(draw(leaflet))[0]


def test_words_that_fit_on_no_page_are_refused_rather_than_cut(cast):
    leaflet = said("madrid", "en") | {"made_at": 0}
    leaflet["sections"][0]["words"] *= 40
    with pytest.raises(TypstError, match="do not fit"):
        draw(leaflet)


def test_the_code_leads_to_the_first_page_of_the_city_in_the_language_of_the_leaflet(cast, settings):
    settings.PUBLIC_ADDRESS = "https://tell.example"
    assert address_of(queries.place("", "et")) == "https://tell.example/et/"
    assert address_of(queries.place("madrid", "et")) == "https://tell.example/et/?city=madrid"
    assert said("madrid", "et")["shown_address"]["text"] == "tell.example/et/"


def test_the_code_is_a_square_of_dark_modules_with_its_three_corners():
    code = qr_code("https://tell.example/")
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', code).group(1))
    dark = {tuple(map(int, one)) for one in re.findall(r"M(\d+) (\d+)h1v1h-1z", code)}
    for x, y in ((0, 0), (size - 7, 0), (0, size - 7)):
        assert {(x + step, y) for step in range(7)} <= dark
        assert {(x + 3, y + 3), (x + 2, y + 2)} <= dark
        assert (x + 1, y + 1) not in dark


@pytest.fixture
def drawn_for_madrid(cast, drawn_here):
    """Have the worker draw the leaflet of Madrid in Spanish."""
    assert draw_leaflet(slug="madrid", language="es", now=NOW)


def test_the_public_is_handed_the_leaflet_and_a_copy_is_not_sent_twice(drawn_for_madrid, public):
    answer = public.get("/es/leaflet.pdf?city=madrid")
    again = public.get("/es/leaflet.pdf?city=madrid", headers={"if-none-match": answer.headers["ETag"]})

    assert (answer.status_code, answer.headers["Content-Type"], answer.content[:5]) == (
        200,
        "application/pdf",
        b"%PDF-",
    )
    assert squeezed("Policía Municipal") in words_of(answer.content)[0]
    assert (again.status_code, again.content) == (304, b"")
    assert dict(answer.cookies) == {}


def test_until_it_is_drawn_the_address_says_so_and_when_to_come_again(public):
    answer = public.get("/en/leaflet.pdf")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "The leaflet is being made" in answer.content.decode()
    assert 'href="/en/project/"' in answer.content.decode()


def test_a_leaflet_is_drawn_once_and_again_only_when_it_says_something_else(cast, drawn_here):
    assert draw_leaflet(slug="madrid", language="es", now=NOW)
    assert not draw_leaflet(slug="madrid", language="es", now=NOW)
    with as_role("owner"):
        City.objects.filter(slug="madrid").update(name="Madrid Centro")
    assert draw_leaflet(slug="madrid", language="es", now=NOW)

    enter_background()
    [leaflet] = Leaflet.objects.all()
    assert leaflet.etag == f'"{digest_of(said("madrid", "es"))}"'
    assert squeezed("Madrid Centro") in words_of(bytes(leaflet.pdf))[0]
    with as_role("owner"):
        events = AuditEvent.objects.filter(action="leaflet.drawn")
        assert [(event.actor, event.target, event.city_id) for event in events] == [
            ("system", str(leaflet.pk), None)
        ] * 2


def test_another_look_makes_another_leaflet(cast, monkeypatch):
    before = digest_of(said("", "en"))
    monkeypatch.setattr("proximity.welcome.leaflets.template", lambda: b"another look")
    assert digest_of(said("", "en")) != before


def test_a_leaflet_that_the_log_cannot_tell_of_is_not_stored(cast, drawn_here, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(operations, "record_event", broken)
    with pytest.raises(RuntimeError):
        draw_leaflet(slug="", language="en", now=NOW)
    enter_background()
    assert not Leaflet.objects.exists()


def test_the_worker_draws_every_place_in_every_language_and_goes_on_past_one_that_fails(cast, monkeypatch):
    asked = []

    def drawn_or_not(*, slug, language):
        asked.append((slug, language))
        if slug == "madrid":
            raise ProgramFailed

    monkeypatch.setattr(jobs, "draw_leaflet", drawn_or_not)
    jobs.draw_leaflets()
    assert asked == [(slug, language) for slug in ("", "bradford", "madrid") for language in LANGUAGES]


def test_an_instance_of_one_city_has_that_citys_leaflet_only(cast, monkeypatch):
    monkeypatch.setattr(queries, "cities", lambda: [cast.cities["madrid"]])
    assert queries.places() == ["madrid"]
    assert address_of(queries.place("", "es")) == f"{settings.PUBLIC_ADDRESS}/es/"


@pytest.mark.processes
def test_the_process_draws_what_comes_in(cast):
    assert draw_leaflet(slug="", language="en", now=NOW)
    enter_background()
    assert bytes(Leaflet.objects.get().pdf).startswith(b"%PDF-")


def test_the_program_answers_on_standard_output(cast, monkeypatch):
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(said("", "en") | {"made_at": 0})))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    assert drawing.main() == 0
    assert pikepdf.open(out).Root.MarkInfo.Marked


def test_only_background_work_writes_leaflets_and_the_public_only_reads(cast, drawn_here):
    draw_leaflet(slug="", language="en", now=NOW)
    alice = cast.alice
    enter_staff(city=alice.city_id, organisation=alice.organisation.pk, person=alice.person_id)
    assert rows("SELECT 1 FROM welcome_leaflet") == []
    assert changed("UPDATE welcome_leaflet SET pdf = ''") == 0
    with refused("row-level security"):
        rows(
            "INSERT INTO welcome_leaflet (id, language, digest, pdf, drawn_at) VALUES (gen_random_uuid(), 'xx', '', '', now())"
            " RETURNING 1"
        )
    with as_role("proximity_public"):
        forget_context()
        assert rows("SELECT language FROM welcome_leaflet") == [("en",)]
        with refused("permission denied"):
            changed("UPDATE welcome_leaflet SET pdf = ''")


def test_background_work_of_the_instance_sees_nothing_of_a_city(cast):
    forget_context()
    enter_background()
    # What every wall asks for each row; of an empty table nothing may be asked, as the planner likes.
    with refused("app.city|invalid input syntax"):
        rows("SELECT app_city()")
