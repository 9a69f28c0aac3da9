"""Between instances: TAXII on the public side, signed requests, joining, and what no request may reach."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests
import stix2
from taxii2client.common import _HTTPConnection
from taxii2client.v21 import ApiRoot, Server, as_pages

from proximity.accounts.actors import enter_as
from proximity.foundation.testing import as_role, forget_context, refused, rows
from proximity.network import fetching
from proximity.network.context import enter_everywhere
from proximity.network.fetching import NotReached, Signer, fetch, is_public, looked_at
from proximity.network.jobs import sync_all
from proximity.network.models import Instance, State
from proximity.network.operations import syncing
from proximity.network.operations.membership import accept_instance, instance_key, know_instance
from proximity.network.operations.syncing import NotTheSame, ask_to_join, pull, same_fingerprint
from proximity.network.queries import objects
from proximity.network.requests import Message, NotAuthentic, check_request, sign_request
from proximity.network.rules import Kind, Marking
from proximity.network.rules.audience import EVERYBODY
from proximity.network.rules.cards import read_card
from proximity.network.rules.taxii import MEDIA, date_added, members_collection, public_collection, seq_after
from proximity.network.tests.elsewhere import Elsewhere
from proximity.network.tests.test_taking import OPERATOR, city_of
from proximity.network.tests.wire import HERE, signed_get

pytestmark = pytest.mark.django_db


def members_path(here):
    return f"/exchange/collections/{members_collection(here.pk)}/objects/"


class ThroughTheClient(requests.adapters.BaseAdapter):
    """Lets the OASIS client ask our public side without a network."""

    def __init__(self, browser):
        super().__init__()
        self.browser = browser

    def send(self, request, **_options):
        parts = urlsplit(request.url)
        answer = self.browser.get(f"{parts.path}?{parts.query}", headers={"Accept": request.headers["Accept"]})
        response = requests.Response()
        response.status_code, response._content, response.url = answer.status_code, answer.content, request.url
        response.headers.update(answer.headers)
        return response

    def close(self):
        pass


def test_the_client_of_oasis_reads_the_public_collection_page_by_page(cast, site, riga, practice):
    for number in range(5):
        practice(cast.alice, f"Practice {number}", audience=EVERYBODY, marking=Marking.CLEAR)
    practice(cast.alice, "For members")
    conn = _HTTPConnection(version="2.1")
    conn.session.mount("http://", ThroughTheClient(site()))
    server = Server(f"{HERE}/taxii2/", conn=conn)
    assert server.default.url == f"{HERE}/exchange/"
    collections = ApiRoot(server.default.url, conn=conn).collections
    assert [(one.title, one.can_read) for one in collections] == [("TLP:CLEAR", True), ("Members", False)]
    pages = list(as_pages(collections[0].get_objects, per_request=2))
    found = [one for page in pages for one in page.get("objects", [])]
    assert [one["content"]["title"] for one in found] == [f"Practice {number}" for number in range(5)]
    for one in found:
        stix2.parse(json.dumps(one), allow_custom=True)
    listed = collections[0].get_manifest()["objects"]
    assert [one["id"] for one in listed] == [one["id"] for one in found]
    assert [one["date_added"] for one in listed] == sorted({one["date_added"] for one in listed})
    rest = collections[0].get_objects(added_after=listed[2]["date_added"])["objects"]
    assert [one["id"] for one in rest] == [one["id"] for one in found[3:]]
    marking = collections[0].get_object(found[0]["object_marking_refs"][0])["objects"][0]
    assert marking["name"] == "TLP:CLEAR"


def test_a_member_reads_by_a_signed_request_and_once(cast, site, here, riga, practice):
    practice(cast.alice, "For members")
    path, public = members_path(here), site()
    assert public.get(path).status_code == 401
    headers = sign_request(HERE + path, key=riga.request, instance=riga.id, now=datetime.now(UTC))
    first = public.get(path, headers=headers)
    assert first.headers["Content-Type"] == MEDIA
    assert [one["content"]["title"] for one in first.json()["objects"]] == ["For members"]
    assert public.get(path, headers=headers).status_code == 401


def test_what_is_not_a_members_request_is_refused(cast, site, here, riga):
    path, public, stranger = members_path(here), site(), Elsewhere(["fi"])
    assert signed_get(public, stranger, path).status_code == 401
    stranger.id = riga.id
    assert signed_get(public, stranger, path).status_code == 401
    assert signed_get(public, riga, path, to="http://another.example").status_code == 401
    assert signed_get(public, riga, path, now=datetime.now(UTC) - timedelta(minutes=5)).status_code == 401
    headers = sign_request(HERE + path, key=riga.request, instance=riga.id, now=datetime.now(UTC))
    assert public.get(f"{path}?next=5", headers=headers).status_code == 401
    for broken in ("", "x", 'sig1=("@method");keyid="x"', f'sig1=();keyid="{riga.id}/x"'):
        assert public.get(path, headers={"Signature-Input": broken, "Signature": "sig1=:AA==:"}).status_code == 401


def test_a_signature_must_cover_the_address(here, riga):
    message = Message("GET", HERE + "/a")
    message.headers.update(sign_request(HERE + "/b", key=riga.request, instance=riga.id, now=datetime.now(UTC)))
    with pytest.raises(NotAuthentic):
        check_request(message, card=read_card(riga.card()))


@pytest.mark.parametrize(
    "query", ["?next=x", "?added_after=yesterday", "?added_after=2020-01-01T00:00:00", "?next=" + "9" * 400]
)
def test_odd_questions_get_an_answer(site, here, riga, query):
    path = f"/exchange/collections/{public_collection(here.pk)}/objects/{query}"
    assert site().get(path).status_code in {200, 400}


def test_an_installation_that_takes_no_part_says_so(cast, site):
    for path in (
        "/taxii2/",
        "/exchange/",
        "/exchange/collections/",
        "/.well-known/proximity-exchange",
        "/exchange/members/",
    ):
        assert site().get(path).status_code == 404


def test_the_public_side_has_no_table_of_the_network(cast, here, practice):
    forget_context()
    practice(cast.alice, "Secret")
    with as_role("proximity_public"):
        for table in ("sharedobject", "outgoing", "instance", "instancekey", "authorkey", "refusal", "sight", "author"):
            with refused("permission denied"):
                rows(f"SELECT 1 FROM network_{table}")
        assert rows("SELECT count(*) FROM network_next(NULL, 0, 500)") == [(0,)]
        with refused("permission denied"):
            rows("SELECT network_show(NULL, NULL)")


def test_who_knocks_waits_and_does_not_change_who_is_known(site, here, riga):
    knocker, public = Elsewhere(["fi"]), site()
    assert (
        public.post("/exchange/join/", json.dumps(knocker.card()), content_type="application/json").status_code == 202
    )
    assert Instance.objects.get(pk=knocker.id).state == State.WAITING
    riga.root = knocker.root
    assert public.post("/exchange/join/", json.dumps(riga.card()), content_type="application/json").status_code == 202
    assert bytes(Instance.objects.get(pk=riga.id).root) != riga.root.public.raw
    for body in ("", "[]", "{", json.dumps(knocker.card() | {"name": "x"}), "[" * 100_000, "x" * 300_000):
        assert public.post("/exchange/join/", body, content_type="application/json").status_code == 400


def test_a_moment_is_a_place_and_back():
    for seq in (0, 1, 999_999, 10**12):
        assert seq_after(date_added(seq)) == seq
    assert date_added(5) < date_added(6)


# ---- reading others


def titles(actor):
    enter_as(actor)
    return sorted(one.content["title"] for one in objects(Kind.PRACTICE, city=actor.city_id))


@pytest.fixture
def addressed(riga):
    """Let the card of Riga say where it is."""
    card = riga.card

    def with_address():
        content = read_card(card())
        return type(content)(
            **{n: getattr(content, n) for n in content.__slots__} | {"address": "https://riga.example"}
        ).signed(riga.root)

    riga.card = with_address
    return riga


def test_another_instance_is_read_to_its_end_and_from_there_on(cast, addressed, wire):
    made = [addressed.publish(city_of(addressed), f"Practice {number}") for number in range(5)]
    forget_context()
    assert sync_all() == 5
    forget_context()
    assert sync_all() == 0
    addressed.withdraw(made[0])
    forget_context()
    assert sync_all() == 1
    assert titles(cast.charlie) == [f"Practice {number}" for number in range(1, 5)]


def test_what_went_wrong_stands_beside_it_and_nothing_is_lost(cast, addressed, wire):
    addressed.publish(city_of(addressed), "Practice")
    wire.broken = True
    forget_context()
    assert sync_all() == 0
    row = Instance.objects.get(pk=addressed.id)
    assert (row.problem, row.read_at, row.cursor) == ("no_answer", None, 0)
    wire.broken = False
    forget_context()
    assert sync_all(patient=False) == 1
    row.refresh_from_db()
    assert (row.problem, row.read_at is not None) == ("", True)


def test_a_page_and_the_place_reached_are_kept_together_or_not_at_all(cast, addressed, wire, monkeypatch):
    for number in range(4):
        addressed.publish(city_of(addressed), f"Practice {number}")

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    real = syncing.ingest
    monkeypatch.setattr(syncing, "ingest", lambda *a, **k: (real(*a, **k), killed())[0])
    forget_context()
    with pytest.raises(KeyboardInterrupt):
        pull(instance_id=addressed.id)
    monkeypatch.setattr(syncing, "ingest", real)
    forget_context()
    assert Instance.objects.get(pk=addressed.id).cursor == 0
    assert titles(cast.charlie) == []
    forget_context()
    assert pull(instance_id=addressed.id).taken == 4


def test_through_a_hub_a_member_becomes_known_and_is_parted_from(cast, here, riga, wire):
    hub, turku = Elsewhere(is_hub=True), Elsewhere(["fi"])
    hub.accept(turku.card())
    turku.accept(hub.card())
    hub.cards = [turku.card(), Elsewhere(["fi"]).card(), {"no": "card"}]
    turku.publish(city_of(turku), "From Turku")
    hub.pull(turku)
    enter_everywhere()
    know_instance(content=hub.card(), by=OPERATOR)
    accept_instance(instance_id=hub.id, by=OPERATOR)
    Instance.objects.filter(pk=hub.id).update(address="https://hub.example")
    hub.accept(here.card)
    wire.other = hub
    forget_context()
    assert pull(instance_id=hub.id).taken == 1
    assert titles(cast.alice) == ["From Turku"]
    del hub.accepted[turku.id]
    hub.cards = []
    enter_everywhere()
    Instance.objects.filter(pk=hub.id).update(address="https://hub.example")
    forget_context()
    pull(instance_id=hub.id)
    assert titles(cast.alice) == []
    assert Instance.objects.get(pk=turku.id).state == State.LEFT


def test_one_member_of_a_hub_that_claims_anothers_city_holds_up_nobody(cast, here, riga, wire):
    hub, turku, greedy = Elsewhere(is_hub=True), Elsewhere(["fi"]), Elsewhere()
    greedy.cities = {cast.alice.city_id: "es"}
    greedy.keys = {cast.alice.city_id: turku.keys[city_of(turku)]}
    for member in (greedy, turku):
        hub.accept(member.card())
    hub.cards = [greedy.card(), turku.card()]
    enter_everywhere()
    know_instance(content=hub.card(), by=OPERATOR)
    accept_instance(instance_id=hub.id, by=OPERATOR)
    Instance.objects.filter(pk=hub.id).update(address="https://hub.example")
    hub.accept(here.card)
    wire.other = hub
    forget_context()
    pull(instance_id=hub.id)
    assert Instance.objects.get(pk=turku.id).state == State.ACCEPTED
    assert not Instance.objects.filter(pk=greedy.id, state=State.ACCEPTED).exists()
    assert Instance.objects.get(pk=hub.id).problem == ""


def test_joining_compares_the_fingerprint(here, addressed, wire):
    right = read_card(addressed.card()).fingerprint
    assert same_fingerprint(right.lower().replace("-", " "), right)
    other = Elsewhere(["fi"])
    wire.other = other
    with pytest.raises(NotTheSame):
        ask_to_join("https://turku.example", by=OPERATOR, fingerprint=right)
    assert not Instance.objects.filter(pk=other.id).exists()
    ask_to_join("https://turku.example", by=OPERATOR)
    assert Instance.objects.get(pk=other.id).state == State.WAITING
    ask_to_join("https://turku.example", by=OPERATOR, fingerprint=read_card(other.card()).fingerprint)
    assert Instance.objects.get(pk=other.id).state == State.ACCEPTED


# ---- what no request may reach


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "ff02::1", "::", "192.0.2.1"],
)  # fmt: skip
def test_no_private_address_is_reached(address):
    assert not is_public(address)


def test_public_addresses_are():
    assert is_public("93.184.216.34")
    assert is_public("2a00:1450:4001:81b::200e")


def test_a_name_with_one_private_address_is_not_asked_at_all(monkeypatch):
    monkeypatch.setattr(
        fetching.socket,
        "getaddrinfo",
        lambda *_a, **_k: [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.1", 443))],
    )
    with pytest.raises(NotReached, match="private_address"):
        looked_at("two-faced.example", 443)


@pytest.mark.parametrize(
    ("url", "problem"),
    [("http://riga.example/x", "no_https"), ("ftp://riga.example/", "no_https"), ("https://user@riga.example/", "no_address"),
     ("https:///x", "no_address"), ("https://127.0.0.1/x", "private_address"), ("https://[::1]/x", "private_address")],
)  # fmt: skip
def test_no_other_address_is_asked(url, problem):
    with pytest.raises(NotReached, match=problem):
        fetch(url)


def test_the_connection_goes_to_the_address_that_was_looked_at(here, monkeypatch):
    """The name answers otherwise the second time: nobody asks it a second time."""
    asked, connected = [], []

    def answer(host, _port, **_options):
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "10.0.0.1", 443))]

    class Client:
        def __init__(self, **options):
            assert options["trust_env"] is False
            assert options["follow_redirects"] is False

        def __enter__(self):
            return self

        def __exit__(self, *_problem):
            return None

        def stream(self, _method, url, *, headers, content, extensions):
            connected.append((str(url), headers["Host"], extensions["sni_hostname"]))
            raise fetching.httpx2.ConnectError("no network here")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", answer)
    monkeypatch.setattr(fetching.httpx2, "Client", Client)
    enter_everywhere()
    signer = Signer(instance_key("request"), here.pk, lambda: datetime.now(UTC))
    with pytest.raises(NotReached, match="no_answer"):
        fetch("https://rebinding.example/exchange/", signer=signer)
    assert connected == [("https://93.184.216.34/exchange/", "rebinding.example", "rebinding.example")]
    assert asked == ["rebinding.example"]
