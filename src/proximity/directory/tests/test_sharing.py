"""Units that cities share: published while their owner vouches for them, withdrawn when not, read by police elsewhere alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from proximity.accounts.actors import NotAllowed, enter_as
from proximity.audit.models import AuditEvent
from proximity.directory import operations
from proximity.directory.access import EntryNotFound
from proximity.directory.factories import make_entry, words
from proximity.directory.jobs import follow_all_shared
from proximity.directory.models import Sharing
from proximity.directory.queries.others import AskedOthers, country_name, others_of
from proximity.directory.rules.units import SCHEMA, Unit, content_of
from proximity.directory.rules.verifying import How
from proximity.foundation.pure.spans import local_day
from proximity.foundation.testing import as_role, changed, forget_context, refused, rows, write_again
from proximity.network.models import SharedObject
from proximity.network.rules.envelope import Form
from proximity.network.rules.kinds import Kind, NotItsKind, Schemas
from proximity.packs.vocabulary import HelpNeed

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(cast, acting):
    """Return an entry of the NGO of Madrid that it shares."""
    nadia = acting(cast.nadia)
    entry = make_entry(nadia)
    operations.share_entry(entry_id=entry.pk, by=nadia)
    return entry


def seen(actor, **asked):
    enter_as(actor)
    return [row.unit.name for row in others_of(actor, AskedOthers(**asked)).rows]


def followed():
    forget_context()
    follow_all_shared()


def there():
    with as_role("owner"):
        return list(
            SharedObject.objects.filter(kind=Kind.UNIT).order_by("created", "id").values_list("form", "version")
        )


def test_what_madrid_shares_bradford_finds_by_language_need_and_country(cast, shared):
    assert seen(cast.charlie) == ["Punto de acogida"]
    for asked in ({"language": "ar"}, {"need": "report"}, {"country": "es"}, {"language": "es", "need": "talk"}):
        assert seen(cast.charlie, **asked) == ["Punto de acogida"]
    for asked in ({"language": "fi"}, {"need": "legal"}, {"country": "gb"}, {"language": "es", "need": "legal"}):
        assert seen(cast.charlie, **asked) == []
    assert seen(cast.alice) == []  # of other cities, not of one's own
    enter_as(cast.charlie)
    found = others_of(cast.charlie, AskedOthers()).rows[0]
    assert (found.city.name, found.country, found.office) == ("Madrid", "Spain", cast.nadia.organisation.name)
    assert found.languages == ("español", "العربية")
    assert country_name("xx") == "XX"


def test_it_is_withdrawn_when_it_lapses_and_published_again_when_its_owner_confirms_it(cast, acting):
    nadia = acting(cast.nadia)
    entry = make_entry(nadia, days_ago=212)
    operations.share_entry(entry_id=entry.pk, by=nadia)
    assert len(there()) == 1
    enter_as(nadia)
    operations.follow_shared(organisation=nadia.organisation, now=datetime.now(UTC) + timedelta(days=2))
    assert there() == [(Form.TOMBSTONE, 2)]
    assert seen(cast.charlie) == []
    enter_as(nadia)
    operations.confirm_entry(entry_id=entry.pk, seen=1, how=How.OWN, by=nadia)
    followed()
    assert [form for form, _version in there()] == [Form.TOMBSTONE, Form.CONTENT]
    assert seen(cast.charlie) == ["Punto de acogida"]


def test_it_lapses_where_nobody_hears_from_its_city_any_more(cast, shared):
    enter_as(cast.charlie)
    later = datetime.now(UTC) + timedelta(days=300)
    assert others_of(cast.charlie, AskedOthers(), now=later).rows == ()
    unit = Unit.from_content(SharedObject.objects.get(kind=Kind.UNIT).content)
    assert unit.is_true(unit.true_until)
    assert not unit.is_true(unit.true_until + timedelta(days=1))
    # The last whole day: where it lapses in the middle of a day, that day does not count.
    assert unit.true_until == local_day(shared.public_until, "Europe/Madrid") - timedelta(days=1)


def test_a_change_a_doubt_of_the_coordinator_and_the_end_reach_the_others(cast, shared, acting):
    nadia = acting(cast.nadia)
    operations.change_entry(entry_id=shared.pk, words=words(name="Otro nombre"), seen=1, by=nadia)
    of_here = "SELECT DISTINCT task_name FROM procrastinate_jobs WHERE task_name LIKE 'directory.%%'"
    assert rows(of_here) == [("directory.follow_shared",)]
    followed()
    assert seen(cast.charlie) == ["Otro nombre"]
    followed()
    assert there() == [(Form.CONTENT, 2)]
    operations.doubt_entry(entry_id=shared.pk, text="Dead number", by=acting(cast.alice))
    followed()
    assert seen(cast.charlie) == ["Otro nombre"]
    operations.doubt_entry(entry_id=shared.pk, text="Dead number", hide=True, by=acting(cast.lars))
    followed()
    assert seen(cast.charlie) == []
    enter_as(nadia)
    operations.confirm_entry(entry_id=shared.pk, seen=2, how=How.OWN, by=nadia)
    followed()
    assert seen(cast.charlie) == ["Otro nombre"]
    enter_as(nadia)
    operations.end_entry(entry_id=shared.pk, seen=2, reason="Closed", by=nadia)
    followed()
    assert seen(cast.charlie) == []
    enter_as(nadia)
    assert not Sharing.objects.exists()


def test_its_owner_takes_it_back(cast, shared, acting):
    operations.share_entry(entry_id=shared.pk, by=acting(cast.nadia))  # twice is once
    operations.keep_entry(entry_id=shared.pk, by=acting(cast.nadia))
    assert seen(cast.charlie) == []
    assert there() == [(Form.TOMBSTONE, 2)]
    with as_role("owner"):
        told = list(AuditEvent.objects.filter(target=str(shared.pk)).order_by("seq"))
    assert [one.action for one in told][-2:] == ["directory.shared", "directory.kept"]


def test_only_its_owner_shares_it(cast, acting):
    entry = make_entry(acting(cast.nadia))
    for other in (cast.alice, cast.lars, cast.ines):
        with pytest.raises((NotAllowed, EntryNotFound)):
            operations.share_entry(entry_id=entry.pk, by=acting(other))
    with pytest.raises(EntryNotFound):
        operations.share_entry(entry_id=entry.pk, by=acting(cast.charlie))
    petra = acting(cast.petra)
    hers = make_entry(petra, name="Fiscalía")
    with pytest.raises(NotAllowed):
        operations.share_entry(entry_id=hers.pk, by=petra)
    assert there() == []


def test_an_act_that_the_log_cannot_tell_of_is_not_done(cast, acting, monkeypatch):
    nadia = acting(cast.nadia)
    entry = make_entry(nadia)

    def broken(*_args, **_kwargs):
        raise OSError("no log")

    monkeypatch.setattr("proximity.directory.operations.sharing.record_event", broken)
    with pytest.raises(OSError, match="no log"):
        operations.share_entry(entry_id=entry.pk, by=nadia)
    assert there() == []


def test_the_wall_keeps_sharing_the_owners(cast, shared, acting):
    acting(cast.alice)
    assert rows("SELECT count(*) FROM directory_sharing") == [(1,)]
    assert changed("DELETE FROM directory_sharing") == changed("UPDATE directory_sharing SET shared_as = NULL") == 0
    with refused("row-level security"):
        write_again("directory_sharing", Sharing.objects.get().pk, organisation_id=cast.alice.organisation.pk)
    acting(cast.charlie)
    assert rows("SELECT count(*) FROM directory_sharing") == [(0,)]
    with as_role("proximity_public"), refused("permission denied"):
        rows("SELECT 1 FROM directory_sharing")


def test_no_number_of_it_reaches_the_public(cast, shared, public):
    with as_role("owner"):
        assert rows("SELECT scope FROM network_outgoing") == [("network",)]
    assert rows("SELECT count(*) FROM network_next(NULL, 0, 500)") == [(0,)]
    page = public.get("/en/help/bradford/")
    assert "900 000 001" not in page.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"phone": "call Ana"}, {"web": "javascript:alert(1)"}, {"what": "x"}, {"true_until": "soon"}, {"person": "Ana"},
     {"needs": ["danger"]}, {"name": ""}],
)  # fmt: skip
def test_what_is_no_unit_is_not_taken(wrong):
    right = content_of(words(), lapses_on=date(2027, 6, 1))
    check = Schemas({Kind.UNIT: SCHEMA}).check
    check(Kind.UNIT, right)
    assert right["true_until"] == "2027-05-31"
    with pytest.raises(NotItsKind):
        check(Kind.UNIT, right | wrong)


def test_everything_that_an_entry_may_say_is_a_unit():
    full = words(
        needs=(HelpNeed.TALK,), email="a" * 60 + "@" + "b" * 100 + ".example", about="x" * 800, address="y" * 200,
        web="https://" + "w" * 180, phone="+44 (0) 20 7946/0000-1", grounds=("XENO",), serves=("Norte",) * 60,
    )  # fmt: skip
    Schemas({Kind.UNIT: SCHEMA}).check(Kind.UNIT, content_of(full.checked(), lapses_on=date(2027, 6, 1)))


def test_the_pages(cast, shared, workspace):
    browser = workspace(cast.charlie)
    page = browser.get("/directory/others/?language=ar&need=report&country=es").content.decode()
    for told in ("Punto de acogida", "Madrid", "Spain", "+34 900 000 001", "https://acogida.example", "Counts until"):
        assert told in page
    assert "Punto de acogida" not in browser.get("/directory/others/?need=legal").content.decode()
    assert "No other city shares a unit yet" in workspace(cast.alice).get("/directory/others/").content.decode()
    browser = workspace(cast.nadia)
    assert "shared with other cities" in browser.get(f"/directory/{shared.pk}/").content.decode()
    assert "Share it no more?" in browser.get(f"/directory/{shared.pk}/share/").content.decode()
    assert browser.post(f"/directory/{shared.pk}/share/").status_code == 302
    assert "Share it with other cities?" in browser.get(f"/directory/{shared.pk}/share/").content.decode()
    assert browser.post(f"/directory/{shared.pk}/share/").status_code == 302
    enter_as(cast.nadia)
    assert Sharing.objects.count() == 1
    assert workspace(cast.alice).get(f"/directory/{shared.pk}/share/").status_code == 403


def test_a_long_list_goes_on_from_page_to_page(cast, acting, monkeypatch):
    monkeypatch.setattr("proximity.directory.queries.others.PAGE", 2)
    nadia = acting(cast.nadia)
    for number in range(3):
        operations.share_entry(entry_id=make_entry(nadia, name=f"Punto {number}").pk, by=nadia)
    enter_as(cast.charlie)
    first = others_of(cast.charlie, AskedOthers())
    rest = others_of(cast.charlie, AskedOthers(), after=first.next_after)
    assert ([one.number for one in first.rows], [one.number for one in rest.rows], rest.next_after) == (
        [1, 2],
        [3],
        None,
    )
