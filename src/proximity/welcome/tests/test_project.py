"""The page about the project: facts once, said in every language, and never mistaken for the software."""

import html
import tomllib
from datetime import date

import pytest
from django.conf import settings
from django.utils.translation import override

from proximity.packs.reader import PackError, Table
from proximity.welcome.facts import FILE, read_project, the_project
from proximity.welcome.sentences import OBJECTIVES, RESULTS, TARGET_GROUPS, told_project

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def test_the_facts_are_those_of_the_projects_own_pages():
    project = the_project()
    assert (project.starts, project.ends) == (date(2017, 4, 1), date(2019, 3, 31))
    assert project.countries == ("es", "bg", "ee", "fi", "it", "lv", "pt", "gb")
    assert set(project.notice.languages) == set(LANGUAGES)
    assert all(source.seen_on <= date(2026, 11, 26) and source.address for source in project.sources)


def test_every_code_has_a_sentence_and_every_sentence_a_code():
    project = the_project()
    assert set(project.objectives) == set(OBJECTIVES)
    assert set(project.results) == set(RESULTS)
    assert set(project.target_groups) == set(TARGET_GROUPS)


@pytest.mark.parametrize("change", [{"budget": "a lot"}, {"starts": "spring"}, {"source": [{"title": "?"}]}])
def test_a_file_that_says_too_little_or_too_much_is_refused(change):
    found = tomllib.loads(FILE.read_text(encoding="utf-8")) | change
    with pytest.raises(PackError):
        read_project(Table("project.toml", found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_project_was_and_who_paid_for_it(public, language):
    page = html.unescape(public.get(f"/{language}/project/").content.decode())
    with override(language):
        told = told_project(language)

    for text in (told.title, told.what, told.aim, told.notice, told.disclaimer, told.not_the_project, told.today):
        assert text in page
    assert all(text in page for text in (*told.objectives, *told.results, *told.target_groups, *told.partners))
    assert "2017" in page
    assert "2019" in page
    assert "proximitypolicing.eu" in page
    assert "REC" in told.notice
    assert f'href="/{language}/leaflet.pdf"' in page
    assert page.count("<h1>") == 1


def test_each_language_says_it_in_its_own_words():
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = told_project(language)
    for name in ("title", "what", "aim", "notice", "disclaimer", "not_the_project", "today", "responsible"):
        said = [getattr(one, name) for one in told.values()]
        assert len(set(said)) == len(LANGUAGES), name


@pytest.mark.parametrize("address", ["/en/", "/en/?city=madrid", "/es/project/"])
def test_the_first_page_and_every_footer_lead_there_and_keep_the_city(public, address):
    page = public.get(address).content.decode()
    language, query = address[1:3], "?city=madrid" if "city" in address else ""
    assert f'href="/{language}/project/{query}"' in page
    assert f'href="/{language}/leaflet.pdf{query}"' in page
