"""The pages as forms: what can be read, what is asked again, what is left out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from proximity.reporting.forms.fields import Offer
from proximity.reporting.forms.report import FORMS
from proximity.reporting.rules.questions import LONGEST, QUESTIONS, Step


def page(step: Step, *, offer: Offer | None = None, **typed: str | list[str]):
    values = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return FORMS[step](values, offer=offer or Offer(), check=True)


def told(step: Step, **typed):
    form = page(step, **typed)
    assert form.is_valid(), form.errors
    return {name: value for name, value in form.told().items() if value}


def faults(step: Step, **typed) -> list[str]:
    return list(page(step, **typed).errors)


def test_a_text_stays_as_it_was_typed_but_for_its_line_breaks():
    text = "  «¡Vete!» 🙁\r\nمرة أخرى\r日本 \x00"
    assert told(Step.WHAT, what=text) == {"what": "  «¡Vete!» 🙁\nمرة أخرى\n日本 \N{REPLACEMENT CHARACTER}"}


def test_spaces_alone_are_no_story():
    assert page(Step.WHAT, what=" \r\n ").errors == {"what": ["Tell us what happened. One sentence is enough."]}


@pytest.mark.parametrize("step", list(FORMS))
def test_every_limit_is_told_with_both_numbers_and_exact(step):
    for name, limit in LONGEST.items():
        if name in FORMS[step].base_fields:
            assert (
                f"has {limit + 1} characters. Up to {limit} fit"
                in page(step, **{name: "ñ" * (limit + 1)}).errors[name][0]
            )
            assert name not in faults(step, **{name: "🙁" * limit})


def test_line_breaks_count_once():
    assert told(Step.WHAT, what="a\r\n" * 5000)["what"].count("\n") == 5000


@pytest.mark.parametrize(
    "step", [step for step in FORMS if step not in {Step.WHERE, Step.COUNTRY, Step.WHAT, Step.READERS}]
)
def test_an_empty_page_is_an_answer_left_out(step):
    assert told(step) == {}


@pytest.mark.parametrize("typed", ["2026-03-07", "7/3/2026", "07.03.2026", "7-3-2026", "7/3/26"])
def test_a_day_is_read_however_a_phone_sends_it(typed):
    assert told(Step.WHEN, when_precision="exact", when_date=typed)["when_date"] == "2026-03-07"


@pytest.mark.parametrize("typed", ["18:30", "18.30", "18h30", "18:30:00"])
def test_a_time_is_read_however_a_phone_sends_it(typed):
    assert told(Step.WHEN, when_date="2026-03-07", when_time=typed)["when_time"] == "18:30"


def test_a_day_without_a_tick_is_a_known_day_and_a_text_a_rough_one():
    assert told(Step.WHEN, when_date="2026-03-07")["when_precision"] == "exact"
    assert told(Step.WHEN, when_text="in May") == {"when_precision": "about", "when_text": "in May"}
    assert told(Step.WHEN, when_precision="about") == {"when_precision": "about"}


def test_who_does_not_know_when_leaves_no_day_behind():
    assert told(Step.WHEN, when_precision="unknown", when_date="2026-03-07") == {"when_precision": "unknown"}


def test_a_known_day_needs_the_day_once():
    assert faults(Step.WHEN, when_precision="exact") == ["when_date"]
    wrong = page(Step.WHEN, when_precision="exact", when_date="the day before")
    assert wrong.errors == {"when_date": ["Write the day like this: 31/12/2026."]}


def test_a_day_that_has_not_come_is_asked_again_but_today_anywhere_on_earth_is_not():
    today = timezone.now().date()
    assert faults(Step.WHEN, when_date=f"{today + timedelta(days=2)}") == ["when_date"]
    assert faults(Step.WHEN, when_date=f"{today + timedelta(days=1)}") == []


def test_what_was_not_reported_was_reported_nowhere():
    assert told(Step.BEFORE, reported_before="no", reported_where="x") == {"reported_before": "no"}
    assert told(Step.BEFORE, reported_where="Comisaría")["reported_where"] == "Comisaría"


def test_who_speaks_for_herself_speaks_on_nobodys_word():
    assert told(Step.WHO, standing="victim", person_consents="yes", person_consent_how="x") == {"standing": "victim"}
    assert told(Step.WHO, standing="for_somebody", person_consents="yes")["person_consents"] == "yes"


def test_only_counted_goes_with_no_other_wish():
    assert told(Step.WISHES, wishes=["counted"]) == {"wishes": ["counted"]}
    assert told(Step.WISHES, wishes=["support", "contact"]) == {"wishes": ["support", "contact"]}
    assert faults(Step.WISHES, wishes=["counted", "police"]) == ["wishes"]


def test_a_number_typed_before_she_chose_no_contact_is_not_sent():
    assert told(Step.CONTACT, contact_how="code", contact_address="600 000 000") == {"contact_how": "code"}


def test_a_call_needs_a_number_once():
    assert faults(Step.CONTACT, contact_how="phone") == ["contact_address"]
    assert len(page(Step.CONTACT, contact_how="phone", contact_address="9" * 301).errors["contact_address"]) == 1
    assert told(Step.CONTACT, contact_address="600 000 000") == {"contact_address": "600 000 000"}


def test_a_value_that_no_page_offers_is_refused():
    assert faults(Step.SAFE, safe_now="perhaps") == ["safe_now"]
    assert faults(Step.TARGETS, targets=["person", "nobody"]) == ["targets"]


@pytest.mark.parametrize("step", list(FORMS))
def test_no_page_cuts_a_text_off_in_the_browser(step):
    assert "maxlength" not in str(page(step))


@pytest.mark.parametrize("step", list(FORMS))
def test_each_page_shows_what_was_typed_without_reading_it(step):
    typed = {name: ["not an answer"] for name in FORMS[step].base_fields}
    form = FORMS[step](typed, offer=Offer(), check=True).unread()
    assert not form.is_bound
    assert all(form[name].value() in ("not an answer", ["not an answer"]) for name in typed)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.step.value)
def test_a_page_on_which_nothing_was_typed_tells_nothing_and_lacks_only_what_is_needed(question):
    """Reading a draft passes over such pages: this is what they would say."""
    form = page(question.step)
    assert form.is_valid() is not question.needed
    if not question.needed:
        assert not any(form.told().values())
