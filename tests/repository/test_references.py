"""Addresses that name an object: who may not see it gets, on each of them, the answer for one that does not exist."""

import io
import re

import pytest

from proximity.accounts.rules import Role
from proximity.audit.operations import Origin
from proximity.bulk.factories import seal_table
from proximity.bulk.operations.bringing import take_file
from proximity.cases.factories import make_case
from proximity.cases.operations.disposing import propose_disposal
from proximity.cases.tests import need_acts, referrals
from proximity.cases.tests.disposal import close, make_due
from proximity.directory.factories import make_entry
from proximity.evidence.tests.filing import cleaned
from proximity.exchange.factories import make_practice
from proximity.exchange.rules.readers import Readers
from proximity.foundation.pure.ids import new_id
from proximity.foundation.testing import PUBLIC, as_role, forget_context
from proximity.learning.factories import make_scenario
from proximity.learning.rules.readers import Readers as ForWhom
from proximity.network.context import enter_everywhere
from proximity.network.operations.membership import know_instance
from proximity.network.tests.elsewhere import Elsewhere
from proximity.plans.factories import make_plan
from proximity.reporting.factories import send_report
from proximity.reporting.models import Report
from proximity.reporting.operations.pile import propose_pile
from proximity.reporting.rules.pile import Reason
from tests.repository.test_addresses import LINES

NAMED = [line for line in LINES if "<" in line.pattern]
# Tables that a city has released are published, and what a country's pack states is: no secret, and every role may read them.
PUBLISHED = {"/figures/<int:version>/figures.csv", "/law/<slug:chapter>/"}
NOWHERE = str(new_id())
EVERYBODY = ["alice", "bob", "nadia", "stefan", "lars", "petra", "ines", "charlie", "noor", "olga", "teo", "sol"]
# Who may see the objects made here: the report of the police, its case and file, a pile, and the list that two decide on.
OWNERS = {
    "reports": {"alice", "bob"},
    "cases": {"alice", "bob"},
    "files": {"alice", "bob"},
    "retention": {"bob", "ines"},
    "referrals": {"alice", "bob", "stefan"},
    "support": {"nadia"},
    "plan": {"lars"},
    # An entry of the directory is no secret inside its city; who may not change it may still read it.
    "directory": {"alice", "bob", "nadia", "stefan", "lars", "petra", "ines", "olga", "teo", "sol"},
    "search": {"alice", "bob"},
    "inbox": {"alice", "bob"},
    # For Madrid alone: whoever takes part there.
    "exchange": {"alice", "bob", "nadia", "stefan", "lars", "olga", "teo"},
    # A scenario for Madrid alone: whoever learns there, and the trainer.
    "learning": {"alice", "bob", "nadia", "stefan", "lars", "petra", "teo", "sol"},
    "import": {"bob"},
    "network": {"lars", "olga"},
}


@pytest.fixture
def there(cast, acting, folders):
    """Make what Madrid's police alone hold, and what they gave to one other body; return it by the name that addresses have."""
    with as_role(PUBLIC):
        sent, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
        forget_context()
        waiting, _ = send_report(cast.organisations["madrid.police"], city=cast.cities["madrid"])
    forget_context()
    alice = acting(cast.alice)
    case = make_case(Report.objects.get(pk=sent.report.pk), by=alice)
    asked = need_acts.refer(case, alice, cast.organisations["madrid.ngo"]).request_id
    referral = referrals.refer(case, by=alice)
    pile = propose_pile(reports=[waiting.report.pk], reason=Reason.TRIAL, by=alice)
    close(case, alice)
    make_due(case.pk)
    file = cleaned(alice, subject=sent.report.pk)
    bob = acting(cast.bob)
    disposal = propose_disposal(records=[case.pk], by=bob)
    table = take_file(upload=seal_table(io.BytesIO(b"a;b\n1;2\n"), name="a.csv", by=bob), by=bob)
    acting(cast.lars)
    objective = make_plan(cast.lars).objectives.first()
    entry = make_entry(acting(cast.nadia))
    practice = make_practice(acting(cast.alice), readers=Readers.CITY)
    scenario = make_scenario(acting(cast.teo), readers=ForWhom.CITY)
    forget_context()
    enter_everywhere()
    instance = know_instance(content=Elsewhere(["lv"]).card(), by=Origin(actor="operator")).pk
    return {
        "cases": case.reference, "open": waiting.report.reference, "reports": sent.report.reference, "files": file.pk,
        "retention": disposal.pk, "referrals": referral.reference, "support": asked,
        "plan": objective.pk, "directory": entry.pk, "search": case.reference, "inbox": pile.pk,
        "exchange": practice, "import": table.pk, "network": instance,
        "learning": scenario,
    }  # fmt: skip


def area(line):
    return line.pattern.split("/")[1]


def at(line, name):
    """Return the address of a line with a name in the place of the first that it takes; what comes after it is nowhere."""
    return re.sub(r"<[^>]+>", NOWHERE, re.sub(r"<[^>]+>", str(name), line.pattern, count=1))


def named(line, there):
    return there["open" if line.pattern.startswith("/cases/open/") else area(line)]


def absent(line):
    kind = line.pattern.partition("<")[2].partition(":")[0]
    return new_id() if kind == "uuid" else "MAD-2026-9999" if area(line) in {"cases", "search"} else "R-NOSUCH"


def test_of_every_kind_of_address_something_was_made():
    assert {area(line) for line in NAMED if line.pattern not in PUBLISHED} == set(OWNERS)


@pytest.mark.django_db
def test_absent_and_forbidden_are_the_same_on_every_address(cast, workspace, there):
    differing = []
    for who in EVERYBODY:
        browser = workspace(getattr(cast, who))
        for line in NAMED:
            if line.pattern in PUBLISHED or who in OWNERS[area(line)]:
                continue
            for send in (browser.get, browser.post):
                real, none = send(at(line, named(line, there))), send(at(line, absent(line)))
                same = (real.status_code, real.content) == (none.status_code, none.content)
                # A view that takes only one of the two says so before it looks at anything.
                if not same or real.status_code not in {404, 405}:
                    differing.append((who, line.pattern, send.__name__, real.status_code, none.status_code))
    assert differing == []


@pytest.mark.django_db
def test_who_may_see_them_finds_them_at_these_addresses(cast, workspace, there):
    found = (
        ("alice", ["cases", "reports", "files", "referrals"]), ("bob", ["retention"]), ("stefan", ["referrals"]),
        ("nadia", ["support"]),
    )  # fmt: skip
    for who, areas in found:
        browser = workspace(getattr(cast, who))
        firsts = [next(line for line in NAMED if area(line) == name) for name in areas]
        assert [browser.get(at(line, there[area(line)])).status_code for line in firsts] == [200] * len(areas)


@pytest.mark.django_db
def test_every_role_is_tried(cast):
    assert {getattr(cast, who).role for who in EVERYBODY} == set(Role)
