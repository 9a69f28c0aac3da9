"""What the template tags draw."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template
from django.test import RequestFactory

from proximity.foundation.ui import flash
from proximity.foundation.ui.tests.forms import EveryShape, Whole


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def described_by(html: str) -> list[str]:
    return [name for value in re.findall(r'aria-describedby="([^"]*)"', html) for name in value.split()]


@pytest.mark.parametrize("name", list(EveryShape.base_fields))
def test_every_id_that_a_field_is_described_by_stands_on_the_page(name):
    html = draw("{% field f %}", f=EveryShape({})[name])
    assert EveryShape({})[name].errors == [] or f'id="id_{name}_error"' in html
    assert all(f'id="{target}"' in html for target in described_by(html))


def test_a_fault_and_a_hint_are_both_tied_to_the_answer():
    html = draw("{% field f %}", f=EveryShape({})["text"])
    assert described_by(html) == ["id_text_helptext", "id_text_error"]
    assert "data-faulty" in html


def test_what_was_typed_is_still_there_beside_the_fault():
    html = draw("{% for f in form %}{% field f %}{% endfor %}", form=EveryShape({"name": "Dana's <b>", "because": "y"}))
    assert 'value="Dana&#x27;s &lt;b&gt;"' in html
    assert re.search(r'value="y"[^>]*checked', html)


def test_a_choice_is_a_fieldset_whose_legend_asks():
    html = draw("{% field f %}", f=EveryShape()["because"])
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert html.count('class="choice"') == 2
    assert 'for="id_because_1"' in html


def test_the_fieldset_tells_the_error_and_not_each_card():
    assert "aria-invalid" not in draw("{% field f %}", f=EveryShape({})["because"])


def test_the_one_question_of_a_page_is_its_heading():
    assert "<h1>Because?</h1>" in draw("{% field f question=True %}", f=EveryShape()["because"])
    text = draw("{% field f question=True %}", f=EveryShape()["text"])
    assert '<h1><label for="id_text">What happened?</label></h1>' in text


def test_a_value_can_be_explained():
    html = draw("{% field f hints=hints %}", f=EveryShape()["grounds"], hints={"a": "What you believe."})
    assert html.count("What you believe.") == 1


@pytest.mark.parametrize("name", ["text", "grounds"])
def test_a_field_says_to_those_who_listen_which_of_several_it_is(name):
    html = draw("{% field f about=about %}", f=EveryShape()[name], about="<Tuesday>")
    assert html.count('<span class="sr-only">: &lt;Tuesday&gt;</span>') == 1
    assert "sr-only" not in draw("{% field f %}", f=EveryShape()[name])


def test_only_what_may_be_left_out_is_marked():
    marked = [name for name in EveryShape.base_fields if "(optional)" in draw("{% field f %}", f=EveryShape()[name])]
    assert marked == ["name"]
    assert "(optional)" not in draw("{% field f question=True %}", f=EveryShape()["name"])


def test_the_summary_leads_to_every_fault():
    form = EveryShape({"name": "x"})
    page = draw("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    leads = re.findall(r'<a href="#([^"]+)"', page)
    assert len(leads) == len(form.errors) == 5
    assert all(f'id="{anchor}"' in page for anchor in leads)
    assert 'role="alert"' in page


def test_the_summary_names_the_fields_only_when_there_are_several():
    many = draw("{% error_summary form %}", form=EveryShape({}))
    one = draw("{% error_summary form %}", form=EveryShape({
        "grounds": ["a"], "because": "y", "day_day": 1, "day_month": 1, "day_year": 2026, "agreed": "on",
    }))  # fmt: skip
    assert "What happened? —" in many
    assert "—" not in one


def test_a_fault_of_the_whole_form_leads_nowhere():
    html = draw("{% error_summary form %}", form=Whole({}))
    assert "These two do not fit together." in html
    assert "href" not in html


def test_a_form_without_fault_has_no_summary():
    assert draw("{% error_summary form %}", form=EveryShape()).strip() == ""


def test_an_act_that_can_be_undone_shows_a_button_that_posts():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    flash.say_done(request, "Task closed.", undo_url="/tasks/1/undo/")
    flash.say_done(request, "Answer sent.")
    html = draw("{% flash_messages %}", messages=request._messages, csrf_token="token")
    assert html.count('data-kind="success"') == 2
    assert html.count("<form") == 1
    assert '<form method="post" action="/tasks/1/undo/">' in html
    assert 'value="token"' in html


def test_an_error_message_looks_like_danger():
    html = draw("{% flash_messages %}", messages=[Message(constants.ERROR, "That did not work.")])
    assert 'data-kind="danger"' in html


def test_without_messages_nothing_is_drawn():
    assert draw("{% flash_messages %}").strip() == ""


@pytest.mark.parametrize(
    ("template", "context", "expected"),
    [
        ("notice", {"kind": "warning", "title": "Now?", "text": "Call."}, 'data-kind="warning"'),
        ("notice", {"text": "Call."}, 'data-kind="info"'),
        ("badge", {"text": "New"}, '<span class="badge">New</span>'),
        ("empty", {"title": "Tasks stand here.", "url": "/new/", "action": "Add"}, 'href="/new/"'),
        ("why", {"text": "The law asks."}, "<p>The law asks.</p>"),
        ("progress", {"step": 3, "steps": 12}, "3 of 12"),
        ("pager", {"url": "?after=1"}, 'rel="next"'),
    ],
)
def test_the_includes_draw_what_they_are_given(template, context, expected):
    assert expected in draw("{% include name %}", name=f"ui/{template}.html", **context)


def test_a_text_of_a_pack_says_which_language_it_is_in_and_keeps_its_links():
    link = SimpleNamespace(url="https://example.org/", words=SimpleNamespace(label=lambda lang: f"Help ({lang})"))
    parts = (SimpleNamespace(lang="ar", links=()), SimpleNamespace(lang="es", links=(link,)))
    html = draw(
        "{% pack_text text %}", text=SimpleNamespace(passages=(("ar", "واحد <b>."), ("es", "Dos.")), parts=parts)
    )
    assert '<p lang="ar" dir="rtl">واحد &lt;b&gt;.</p><p lang="es" dir="ltr">Dos.</p>' in html
    assert '<li><a href="https://example.org/" lang="es" dir="ltr" rel="external noreferrer">Help (es)</a>' in html
    assert "<ul" not in draw("{% pack_text text %}", text=SimpleNamespace(passages=(("es", "Uno."),), parts=()))


def test_the_last_page_leads_no_further():
    assert "href" not in draw("{% include 'ui/pager.html' %}", url="")
