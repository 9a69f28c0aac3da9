"""The draft that travels through the browser: whole, sealed, dated."""

from datetime import UTC, datetime, timedelta

import pytest

from proximity.foundation.keyrings import public_keyring
from proximity.foundation.sealing.drafts import DraftSealer
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.drafts import Draft, DraftUnreadable, open_draft
from proximity.reporting.rules.questions import Step

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_draft_comes_back_as_it_was():
    draft = Draft(step=Step.WHAT, to_check=True).with_typed(
        Step.WHAT, {"what": ["Le gritó «vete» 🙁\nمرة أخرى"], "place": [""]}
    )
    opened = open_draft(draft.seal(NOW), NOW + timedelta(minutes=4))
    assert opened.draft == draft
    assert not opened.is_old


def test_each_new_draft_has_a_receipt_of_its_own():
    assert Draft().receipt != Draft().receipt


def test_a_page_can_be_left_out_again():
    draft = Draft().with_typed(Step.WHEN, {"when_text": ["May"]}).with_typed(Step.WHAT, {"what": ["x"]})
    assert list(draft.without(Step.WHEN).typed) == [Step.WHAT]


def test_a_day_old_draft_opens_and_says_so():
    opened = open_draft(Draft().seal(NOW), NOW + timedelta(days=1))
    assert opened.is_old


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t[:40] + "A" + t[41:], lambda _t: "", lambda t: t + "A"]
)
def test_an_altered_draft_is_refused(change):
    token = Draft().seal(NOW)
    altered = change(token)
    if altered == token:
        altered = token[:40] + "B" + token[41:]
    with pytest.raises(DraftUnreadable):
        open_draft(altered, NOW)


WHOLE = {"code": Receipt.draw().display, "step": "what", "typed": {}, "to_check": False}


@pytest.mark.parametrize(
    "payload",
    [
        None, [], {}, WHOLE | {"step": "gone"}, WHOLE | {"code": "short"}, WHOLE | {"typed": {"gone": {}}},
        WHOLE | {"typed": {"what": "text"}}, WHOLE | {"to_check": "yes"},
    ],
)  # fmt: skip
def test_a_draft_of_another_version_is_refused_and_not_guessed(payload):
    token = DraftSealer(*public_keyring().draft).seal(payload, NOW)
    with pytest.raises(DraftUnreadable):
        open_draft(token, NOW)


def test_a_typed_value_of_an_unknown_kind_is_left_out():
    token = DraftSealer(*public_keyring().draft).seal(WHOLE | {"typed": {"what": {"what": ["x"], "place": 7}}}, NOW)
    assert open_draft(token, NOW).draft.typed == {Step.WHAT: {"what": ["x"]}}
