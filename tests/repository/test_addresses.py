"""Every address of the workspace, walked by every role and by nobody: the answers are those of docs/reference/roles.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from proximity.accounts.rules import Role
from proximity.config.checks.generated import FOLDER, outdated
from proximity.config.checks.roles import unguarded
from proximity.foundation.testing import SideClient

PEOPLE = {
    Role.OFFICER: "alice", Role.SUPERVISOR: "bob", Role.NGO_WORKER: "nadia", Role.PROSECUTOR: "petra",
    Role.CITY_OFFICIAL: "lars", Role.AUDITOR: "ines",
    Role.ANALYST: "olga", Role.TRAINER: "teo", Role.PARTNER: "sol",
}  # fmt: skip
# Where an address names an object there is none of that name: who may open it finds nothing, who may not is turned away.
SAMPLES = {"uuid": str(UUID(int=7)), "int": "7", "str": "X-000000", "slug": "nothing", "path": "nothing"}
MAY = {200, 302, 404, 405, 422}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: an address, what it needs, and the roles that may open it."""

    pattern: str
    needs: str
    roles: frozenset[Role]

    @property
    def address(self) -> str:
        return re.sub(r"<(?:(\w+):)?\w+>", lambda match: SAMPLES[match.group(1) or "str"], self.pattern)


def lines() -> Iterator[Line]:
    """Yield the workspace's table as it stands in the document."""
    text = (FOLDER / "roles.md").read_text(encoding="utf-8")
    rows = [line for line in text.split("## The public site")[0].splitlines() if line.startswith("| ")]
    roles = [Role(cell.strip()) for cell in rows[0].split("|")[3:-1]]
    for row in rows[2:]:
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        given = {role for role, cell in zip(roles, cells[2:], strict=True) if cell == "yes"}
        yield Line(cells[0].strip("`"), cells[1], frozenset(given))


LINES = list(lines())


def test_the_generated_documents_are_up_to_date():
    assert outdated() == []


def test_every_address_needs_a_capability_or_stands_in_a_list_of_exceptions():
    assert unguarded() == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_the_document_gives_it(cast, workspace, role):
    browser = workspace(getattr(cast, PEOPLE[role]))
    given = [(line.pattern, browser.get(line.address).status_code) for line in LINES if role in line.roles]
    assert [one for one in given if one[1] not in MAY] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_no_role_looks_or_sends_a_form_where_it_may_not(cast, workspace, role):
    """A view that takes only one of the two may say so first (405); the other is refused: 403, 404 where it names an object."""
    browser = workspace(getattr(cast, PEOPLE[role]))
    answers = {
        line.pattern: {browser.get(line.address).status_code, browser.post(line.address).status_code} - {405}
        for line in LINES
        if role not in line.roles
    }
    expected = {pattern: {404} if "<" in pattern else {403} for pattern in answers}
    assert answers == expected


@pytest.mark.django_db
def test_nobody_is_let_in_without_signing_in(cast):
    wrong = []
    for line in LINES:
        if line.needs == "nothing":
            continue
        for send in (SideClient().get, SideClient().post):
            answer = send(line.address)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in/"):
                wrong.append((line.pattern, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_another_city_finds_the_same_nothing_everywhere(cast, workspace):
    browser = workspace(cast.charlie)
    named = [line for line in LINES if "<" in line.pattern and Role.OFFICER in line.roles]
    assert [line.pattern for line in named if browser.get(line.address).status_code not in {404, 405}] == []


@pytest.mark.django_db
def test_every_page_of_the_workspace_forbids_foreign_and_inline_code(cast, workspace):
    browser = workspace(cast.ines)
    for line in LINES:
        policy = browser.get(line.address).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
