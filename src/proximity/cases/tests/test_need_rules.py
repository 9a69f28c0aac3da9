"""Persons, needs and support: the rules, without database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proximity.assessment.rules import MAX_TEXT, NotNow, NotSound
from proximity.cases.queries import need_labels, person_labels
from proximity.cases.rules import needs, persons, support
from proximity.cases.rules.needs import MeasureState, Needs, Risk, Sign
from proximity.cases.rules.persons import (
    AgeBand,
    NecessityAnswers,
    PersonDetails,
    PersonRole,
    Question,
    SubjectCategory,
)
from proximity.cases.rules.states import MAX_TITLE, OffenceState
from proximity.cases.rules.support import ConsentGiven, ConsentWay, Notice, NoticeWay, PassedOn, SupportState

TODAY = date(2026, 11, 24)
REASONS = dict.fromkeys(Question, "Because he waits at her door.")


@pytest.mark.parametrize(
    ("role", "category"),
    [("victim", "victim"), ("indirect_victim", "victim"), ("child", "victim"), ("suspect", "suspect"), ("witness", "other"),
     ("guardian", "other"), ("support_person", "other"), ("third_person", "other")],
)  # fmt: skip
def test_the_category_of_a_data_subject_follows_from_the_role(role, category):
    assert persons.category_of(PersonRole(role)) == SubjectCategory(category)


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("band", AgeBand)
def test_whoever_may_be_a_child_is_protected_as_one(role, band):
    expected = role == "child" or band in {"under_14", "14_17", "perhaps_child"}
    assert persons.is_treated_as_child(role, band) is expected


@pytest.mark.parametrize(
    ("details", "field"),
    [(PersonDetails(name="x" * (MAX_TITLE + 1)), "name"), (PersonDetails(language="x" * (MAX_TITLE + 1)), "language"),
      (PersonDetails(relation="x" * (MAX_TEXT + 1)), "relation"),
     (PersonDetails(need="x" * (MAX_TEXT + 1)), "need"), (PersonDetails(trusted="x" * (MAX_TEXT + 1)), "trusted")],
)  # fmt: skip
def test_what_is_written_about_a_person_has_its_length(details, field):
    with pytest.raises(NotSound, match=f"^{field}$"):
        persons.check_person(PersonRole.WITNESS, AgeBand.UNKNOWN, details, in_conflict=False)


def test_somebody_else_stands_in_a_case_only_with_need():
    with pytest.raises(NotSound, match="need"):
        persons.check_person(PersonRole.THIRD_PERSON, AgeBand.UNKNOWN, PersonDetails(name="A"), in_conflict=False)
    persons.check_person(
        PersonRole.THIRD_PERSON, AgeBand.UNKNOWN, PersonDetails(need="Has the key."), in_conflict=False
    )


def test_only_a_childs_guardian_is_in_conflict():
    with pytest.raises(NotSound, match="in_conflict"):
        persons.check_person(PersonRole.VICTIM, AgeBand.FROM_18, PersonDetails(), in_conflict=True)
    persons.check_person(PersonRole.VICTIM, AgeBand.PERHAPS_CHILD, PersonDetails(), in_conflict=True)


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize("name", ["", "Juan"])
@pytest.mark.parametrize("offence", OffenceState)
def test_a_name_needs_a_test_where_a_suspect_is_named_without_suspicion(role, name, offence):
    expected = role == "suspect" and name != "" and offence != "suspected"
    assert persons.needs_test(role, PersonDetails(name=name), offence) is expected


@pytest.mark.parametrize("missing", persons.GENERAL_QUESTIONS)
@pytest.mark.parametrize("reason", ["", "  ", "x" * (MAX_TEXT + 1)])
def test_each_question_that_is_asked_needs_a_reason(missing, reason):
    answers = NecessityAnswers(REASONS | {missing: reason}, TODAY + timedelta(days=30))
    with pytest.raises(NotSound, match=f"^{missing}$"):
        persons.passed_test(answers, persons.GENERAL_QUESTIONS, today=TODAY, most=90)


@pytest.mark.parametrize("day", [None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=91)])
def test_a_name_is_kept_until_a_day_that_the_rule_allows(day):
    with pytest.raises(NotSound, match="keep_until"):
        persons.passed_test(NecessityAnswers(REASONS, day), tuple(Question), today=TODAY, most=90)


def test_a_test_that_holds_keeps_the_reasons_that_were_asked_for_and_no_others():
    answers = NecessityAnswers(REASONS | {Question.LESS: " No. "}, TODAY + timedelta(days=90))
    passed = persons.passed_test(answers, persons.GENERAL_QUESTIONS, today=TODAY, most=90)
    assert set(passed.reasons) == set(persons.GENERAL_QUESTIONS)
    assert (passed.reasons[Question.LESS], passed.keep_until) == ("No.", TODAY + timedelta(days=90))
    with pytest.raises(NotSound, match="purpose"):
        persons.passed_test(None, persons.GENERAL_QUESTIONS, today=TODAY, most=90)


def test_a_second_person_extends():
    persons.check_second_person("alice", "bob")
    for before, now in (("alice", "alice"), ("alice", None)):
        with pytest.raises(NotNow):
            persons.check_second_person(before, now)


@given(
    st.sampled_from(OffenceState), st.booleans(),
    st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400)),
)  # fmt: skip
def test_a_named_suspect_always_has_a_day_while_no_offence_is_suspected(offence, named, kept_until):
    day = persons.delete_on(offence, named=named, kept_until=kept_until, today=TODAY)
    if offence == OffenceState.SUSPECTED or not named:
        assert day is None
    elif kept_until is None or kept_until < TODAY:
        assert day == TODAY + timedelta(days=persons.GRACE_DAYS)
    else:
        assert day == kept_until


def test_details_and_needs_come_back_as_they_were_sealed():
    details = PersonDetails(" Ana ", "sister", "ar", "", "aunt")
    assert PersonDetails.from_json(details.as_json()) == details
    assert details.stripped().name == "Ana"
    assessed = Needs(risk=Risk.RAISED, wishes="Quiet.", documents=("easy", "audio"))
    assert Needs.from_json(assessed.as_json()) == assessed
    assert Needs.from_json({"documents": "easy", "wishes": "Quiet.", "asked_by_nobody": "x"}) == Needs(wishes="Quiet.")
    passed = PassedOn("600", "A lawyer.", "ar")
    assert PassedOn.from_json(passed.as_json()) == passed


def test_every_field_of_an_assessment_stands_in_one_group_and_has_words():
    grouped = [name for names in needs.GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(Needs.__dataclass_fields__)
    assert set(grouped) == set(need_labels.FIELD)
    assert set(grouped) >= needs.TEXTS
    assert set(needs.GROUPS) == set(need_labels.GROUP)
    for words, codes in (
        (need_labels.RISK, Risk), (need_labels.SIGN, Sign), (need_labels.DOCUMENT, needs.Document),
        (need_labels.MEASURE, MeasureState), (need_labels.NOTICE, Notice), (need_labels.NOTICE_WAY, NoticeWay),
        (need_labels.SUPPORT, SupportState), (need_labels.CONSENT_WAY, ConsentWay), (person_labels.ROLE, PersonRole),
        (person_labels.AGE_BAND, AgeBand), (person_labels.QUESTION, Question), (person_labels.CATEGORY, SubjectCategory),
        (needs.REVIEW_DAYS, Risk),
    ):  # fmt: skip
        assert set(words) == set(codes)


def test_the_greater_the_danger_the_sooner_somebody_looks_again():
    days = [needs.proposed_review(risk, TODAY) for risk in (Risk.IMMEDIATE, Risk.RAISED, Risk.ORDINARY)]
    assert days == sorted(days)
    assert len(set(days)) == 3


@pytest.mark.parametrize("name", sorted(needs.TEXTS))
def test_each_text_of_an_assessment_has_its_length(name):
    with pytest.raises(NotSound, match=f"^{name}$"):
        needs.check_needs(replace(Needs(), **{name: "x" * (MAX_TEXT + 1)}), TODAY, ends=False, today=TODAY)


@pytest.mark.parametrize(
    ("assessed", "day", "ends", "field"),
    [(Needs(special=Sign.YES, special_why=" "), TODAY, False, "special_why"), (Needs(risk=Risk.RAISED), None, True, "ends"),
     (Needs(risk=Risk.IMMEDIATE), TODAY, True, "ends"), (Needs(), None, False, "review_on"),
     (Needs(), TODAY - timedelta(days=1), False, "review_on"), (Needs(), TODAY + timedelta(days=366), False, "review_on")],
)  # fmt: skip
def test_an_assessment_that_does_not_hold_together_is_refused(assessed, day, ends, field):
    with pytest.raises(NotSound, match=field):
        needs.check_needs(assessed, day, ends=ends, today=TODAY)


def test_an_assessment_may_leave_nearly_everything_open():
    needs.check_needs(Needs(), TODAY, ends=False, today=TODAY)
    needs.check_needs(Needs(risk=Risk.ORDINARY), None, ends=True, today=TODAY)
    needs.check_needs(
        Needs(special=Sign.YES, special_why="She lives next door to him."), TODAY, ends=False, today=TODAY
    )


@pytest.mark.parametrize(
    ("states", "table", "check"),
    [(MeasureState, needs.MEASURE_TRANSITIONS, needs.check_measure_may_become),
     (SupportState, support.SUPPORT_TRANSITIONS, support.check_support_may_become)],
)  # fmt: skip
def test_only_the_steps_of_the_table_are_allowed(states, table, check):
    for current in states:
        for wanted in states:
            if wanted in table[current]:
                check(current, wanted)
            else:
                with pytest.raises(NotNow):
                    check(current, wanted)


def test_what_was_not_told_yet_is_missing():
    assert support.notices_missing([]) == (Notice.RIGHTS, Notice.SUPPORT)
    assert support.notices_missing([Notice.SUPPORT]) == (Notice.RIGHTS,)
    assert support.notices_missing(Notice) == ()


@pytest.mark.parametrize("field", ["contact", "need"])
@pytest.mark.parametrize("text", ["", " ", "x" * (MAX_TEXT + 1)])
def test_a_service_is_given_a_contact_and_a_need(field, text):
    support.check_passed_on(PassedOn("600", "A lawyer."))
    with pytest.raises(NotSound, match=field):
        support.check_passed_on(replace(PassedOn("600", "A lawyer."), **{field: text}))


def test_the_language_that_a_service_is_told_is_short():
    with pytest.raises(NotSound, match="language"):
        support.check_passed_on(PassedOn("600", "A lawyer.", "x" * (MAX_TITLE + 1)))


@pytest.mark.parametrize(
    ("code", "organisation", "name", "right"),
    [("", False, "", False), ("es.help.021", True, "", False), ("es.help.021", False, "The parish", False),
     ("", True, "The parish", False), ("es.help.021", False, "", True), ("", True, "", True), ("", False, "The parish", True),
     ("", False, "x" * (MAX_TITLE + 1), False)],
)  # fmt: skip
def test_exactly_one_service_is_asked(code, organisation, name, right):
    if right:
        support.check_service(code=code, organisation=organisation, name=name)
    else:
        with pytest.raises(NotSound, match="service"):
            support.check_service(code=code, organisation=organisation, name=name)


def test_consent_comes_before_and_says_to_what():
    support.check_consent(ConsentGiven(ConsentWay.PHONE, TODAY, "My number."), today=TODAY)
    with pytest.raises(NotSound, match="consent_on"):
        support.check_consent(ConsentGiven(ConsentWay.PHONE, TODAY + timedelta(days=1), "My number."), today=TODAY)
    for scope in ("", "x" * (MAX_TEXT + 1)):
        with pytest.raises(NotSound, match="scope"):
            support.check_consent(ConsentGiven(ConsentWay.PHONE, TODAY, scope), today=TODAY)


def test_a_reminder_lies_ahead_and_within_a_year():
    support.check_reminder(TODAY + timedelta(days=support.REMINDER_DAYS), today=TODAY)
    for day in (TODAY, TODAY + timedelta(days=366)):
        with pytest.raises(NotSound, match="remind_on"):
            support.check_reminder(day, today=TODAY)
