"""Thousands of reports through the public form, by a script that presses Send; for tests and for `benchmarks/flood.py`.

Each comes as the sealed draft of somebody who has answered the needed pages, so that one request sends it; the question while
very many arrive comes as another page, as for everybody.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from proximity.accounts.models import Organisation
from proximity.foundation.testing import PUBLIC, as_role
from proximity.reporting.drafts import Draft
from proximity.reporting.forms.gate import WORDS
from proximity.reporting.rules.flood import QUESTIONS
from proximity.reporting.rules.questions import Step

ADDRESS = "/en/report/"
WORDS_OF_JUNK = (
    "cheap", "watches", "click", "here", "win", "money", "now", "best", "offer", "free", "prize", "casino", "bonus", "loan",
)  # fmt: skip
REAL = (
    "On Tuesday after school two men followed my daughter from the bus stop. They pulled at her headscarf and said that"
    " people like us should be burnt. The woman from the bakery saw it."
)

type Answer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of pressing Send: the code, and how many questions were asked before."""

    code: str
    asked: int


def junk(number: int) -> str:
    """Return one of the texts of a flood: nearly the same each time, now and then another one that is like nothing else."""
    if number % 1_100 == 1_099:
        return " ".join(f"{word[::-1]}{number % 7}" for word in WORDS_OF_JUNK[number % 5 :]) * (1 + number % 3)
    extra = WORDS_OF_JUNK[number % len(WORDS_OF_JUNK)]
    return f"Cheap watches for everybody, {extra} {number}! Visit www.example.test/{number} and win a prize today."


def network(number: int) -> str:
    """Return an address of one of 500 networks; they are set aside for documentation and tests (RFC 2544)."""
    return f"198.{18 + number % 2}.{number % 250}.{number % 199 + 1}"


def who_knows(page: str) -> str:
    """Answer as a person does who reads the question."""
    asked = re.search(r"in digits: ([^<]+)<", html.unescape(page))
    return next(str(QUESTIONS[name]) for name, word in WORDS.items() if asked and str(word) == asked[1].strip())


def who_does_not(_page: str) -> str:
    """Answer as a script does that fills each box with the same words."""
    return "cheap watches"


def send(client: Client, text: str, *, to: Organisation, address: str, answer: Answer = who_does_not) -> Sent:
    """Press Send until a receipt is shown, answering what is asked on the way. Raises where somebody is refused."""
    draft = Draft(step=Step.CHECK, typed={
        Step.SAFE: {"safe_now": ["yes"]}, Step.WHERE: {"city": ["madrid"]}, Step.WHAT: {"what": [text]},
        Step.READERS: {"readers": [str(to.pk)]},
    })  # fmt: skip
    with as_role(PUBLIC):
        form = {"draft": draft.seal(timezone.now()), "go": "next"}
    asked = 0
    while True:
        response = client.post(ADDRESS, form, REMOTE_ADDR=address)
        page = response.content.decode()
        code = re.search(r'id="receipt-code">([^<]*)<', page)
        if code:
            return Sent(code[1], asked)
        token = re.search(r'name="draft" value="([^"]*)"', page)
        assert response.status_code == 200, response.status_code
        assert 'name="answer"' in page, page
        assert token
        asked += 1
        form = {"draft": html.unescape(token[1]), "asked": "gate", "go": "next", "answer": answer(page)}


def flood(client: Client, count: int, *, to: Organisation) -> Iterator[Sent]:
    """Send so many reports that are none."""
    for number in range(count):
        yield send(client, junk(number), to=to, address=network(number))
