"""What a person has answered so far, carried by her own browser: sealed, dated, and kept nowhere else.

The draft holds what she *typed*, page by page, readable or not: so nothing is lost on the way back, and every answer is read
again before it is sent. It also holds the receipt, drawn with the first page: sending twice gives one report and one code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.json import JSONValue
from proximity.foundation.sealing.drafts import DraftRefused, DraftSealer
from proximity.foundation.sealing.receipts import Receipt
from proximity.reporting.rules.flood import QUESTIONS
from proximity.reporting.rules.questions import Step, has_grown_old

type Typed = Mapping[str, Sequence[str]]


class DraftUnreadable(Exception):
    """What the browser sent is no draft of ours, whole and unaltered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The receipt, the page she is on, what she typed on each page, and whether that page leads back to the last one.

    `question` is the one she is asked while very many reports arrive, `wrong` how often the answer was not right.
    """

    receipt: Receipt = field(default_factory=Receipt.draw)
    step: Step = Step.SAFE
    typed: Mapping[Step, Typed] = field(default_factory=dict)
    to_check: bool = False
    question: str = ""
    wrong: int = 0

    def at(self, step: Step, *, to_check: bool = False) -> Self:
        """Return the draft on another page."""
        return replace(self, step=step, to_check=to_check)

    def with_typed(self, step: Step, typed: Typed) -> Self:
        """Return the draft with what was typed on one page."""
        return replace(self, typed={**self.typed, step: typed})

    def asking(self, question: str, *, wrong: int) -> Self:
        """Return the draft at the one question before sending."""
        return replace(self, step=Step.GATE, to_check=False, question=question, wrong=wrong)

    def without(self, step: Step) -> Self:
        """Return the draft with one page left out."""
        return replace(self, typed={other: typed for other, typed in self.typed.items() if other is not step})

    def seal(self, now: datetime) -> str:
        """Return the text for the hidden field of the next page."""
        typed: JSONValue = {
            step.value: {name: list(values) for name, values in fields.items()} for step, fields in self.typed.items()
        }
        payload: JSONValue = {
            "code": self.receipt.display, "step": self.step.value, "typed": typed, "to_check": self.to_check,
            "question": self.question, "wrong": self.wrong,
        }  # fmt: skip
        return _sealer().seal(payload, now)


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft as it came back, and whether it lay open for so long that it must ask before going on."""

    draft: Draft
    is_old: bool


def open_draft(token: str, now: datetime) -> OpenedDraft:
    """Open what the hidden field brought back. Raises `DraftUnreadable`."""
    try:
        opened = _sealer().open(token, now)
    except DraftRefused:
        raise DraftUnreadable from None
    return OpenedDraft(_read(opened.payload), has_grown_old(opened.age))


def _read(payload: JSONValue) -> Draft:
    """Read a payload that our own key vouches for; one of another version of this program may still differ."""
    try:
        match payload:
            case {"code": str(code), "step": str(step), "typed": dict(typed), "to_check": bool(to_check), **more}:
                pages = {Step(name): _fields(fields) for name, fields in typed.items()}
                draft = Draft(receipt=Receipt.parse(code), step=Step(step), typed=pages, to_check=to_check)
                return _with_question(draft, more.get("question"), more.get("wrong"))
    except ValueError:  # a page that this version does not have
        pass
    raise DraftUnreadable


def _fields(fields: JSONValue) -> Typed:
    if not isinstance(fields, dict):
        raise DraftUnreadable
    return {name: [str(v) for v in values] for name, values in fields.items() if isinstance(values, list)}


def _with_question(draft: Draft, question: object, wrong: object) -> Draft:
    """Return a draft with the question that it stands at; one that this version does not ask is not asked."""
    if isinstance(question, str) and question in QUESTIONS and isinstance(wrong, int):
        return replace(draft, question=question, wrong=wrong)
    return draft.at(Step.CHECK) if draft.step is Step.GATE else draft


def _sealer() -> DraftSealer:
    return DraftSealer(*public_keyring().draft)
