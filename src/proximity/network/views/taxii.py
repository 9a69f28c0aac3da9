"""What other instances read, on the public side: the card, and TAXII 2.1. Unsigned requests read what is TLP:CLEAR and public."""

import json
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from proximity.foundation.clients import client_network
from proximity.foundation.pure.ids import uuid_or_none
from proximity.foundation.pure.json import JSONObject, JSONValue
from proximity.network import reading
from proximity.network.outgoing import PAGE, Place, places_after
from proximity.network.reading import Own, held_of, knock, member_cards, members_mark, reader_of, standing_of
from proximity.network.requests import NotAuthentic
from proximity.network.rules.cards import NotACard
from proximity.network.rules.markings import Marking, definition
from proximity.network.rules.taxii import (
    MEDIA,
    STIX_MEDIA,
    collection,
    date_added,
    members_collection,
    public_collection,
    seq_after,
)  # fmt: skip

MAX_CARD = 200 * 1024
VERSIONS: list[JSONValue] = [MEDIA]

type Answer = Callable[..., HttpResponse]


def _json(content: JSONValue, *, status: int = 200, media: str = MEDIA) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type=media, status=status)


def _problem(title: str, status: int) -> HttpResponse:
    return _json({"title": title, "http_status": str(status)}, status=status)


def _taking_part(view: Answer) -> Answer:
    """Answer only where this instance takes part in the network, with what it is and with who asks."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        own = reading.own()
        if own is None:
            return _problem("This installation takes no part in the exchange network.", 404)
        try:
            reader = reader_of(request, now=timezone.now())
        except NotAuthentic:
            return _problem("The signature of this request is not a member's, is too old, or was used before.", 401)
        return view(request, own=own, reader=reader, **kwargs)

    return guarded


@require_GET
@_taking_part
def card(request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Show this instance's card: who it is, and its keys. Who names the version that there is reads only that it still is."""
    del reader
    if request.GET.get("known") == str(own.version):
        return _json({"version": own.version}, media="application/json")
    return HttpResponse(reading.own_card(), content_type="application/json")


@require_GET
@_taking_part
def members(request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Show a hub's members their cards, and the mark of this list. Who names that reads only that nothing has changed."""
    if reader is None:
        return _problem("Only members read this.", 401)
    told: JSONObject = {"hub": str(own.id), "mark": (mark := members_mark())}
    if request.GET.get("known") == mark:
        return _json(told, media="application/json")
    cards: list[JSONValue] = [one for one in member_cards() if one["instance"] != str(reader)]
    return _json(told | {"cards": cards}, media="application/json")


@require_GET
@_taking_part
def yours(_request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Tell a member how far it was read here and which card of it is known: so it sees that an old backup was put back."""
    del own
    if reader is None:
        return _problem("Only members read this.", 401)
    place, known = standing_of(reader)
    return _json({"read_to": place, "card": known}, media="application/json")


@require_GET
@_taking_part
def your_objects(request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Hand a member what it has written itself, as it is held here."""
    del own
    if reader is None:
        return _problem("Only members read this.", 401)
    after = uuid_or_none(request.GET.get("after", ""))
    found = held_of(reader, after=after)
    last = found[-1][0] if found else None
    more = last is not None and bool(held_of(reader, after=last))
    head = json.dumps({"more": more, "last": str(last) if last else None})
    listed = ",".join(wire for _pk, wire in found)
    return HttpResponse(f'{head[:-1]},"objects":[{listed}]}}', content_type="application/json")


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """Take an instance's card, for the operator to accept or not."""
    if reading.own() is None:
        return _problem("This installation takes no part in the exchange network.", 404)
    raw = request.read(MAX_CARD + 1)
    try:
        there_was_room = knock(json.loads(raw) if len(raw) <= MAX_CARD else {}, network=client_network(request))
    except (ValueError, NotACard, RecursionError):
        return _problem("This is no card.", 400)
    if not there_was_room:
        return _problem("Too many wait already.", 503)
    return _json({"state": "waiting"}, status=202, media="application/json")


@require_GET
@_taking_part
def discovery(_request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Say where the collections are."""
    del reader
    root = f"{settings.PUBLIC_ADDRESS.rstrip('/')}/exchange/"
    return _json({"title": own.name, "default": root, "api_roots": [root]})


@require_GET
@_taking_part
def api_root(_request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """Describe the one root there is."""
    del reader
    return _json({"title": own.name, "versions": VERSIONS, "max_content_length": MAX_CARD})


def _collections(own: Own, reader: UUID | None) -> dict[UUID, JSONObject]:
    everybody, only_members = public_collection(own.id), members_collection(own.id)
    return {
        everybody: collection(
            everybody, title="TLP:CLEAR", description="What is for everybody; read it without a signature.", may_read=True
        ),
        only_members: collection(
            only_members, title="Members", description="What is for the member that asks, by a signed request (RFC 9421).",
            may_read=reader is not None,
        ),
    }  # fmt: skip


@require_GET
@_taking_part
def collections(_request: HttpRequest, *, own: Own, reader: UUID | None) -> HttpResponse:
    """List the collections."""
    listed: list[JSONValue] = list(_collections(own, reader).values())
    return _json({"collections": listed})


@require_GET
@_taking_part
def one_collection(_request: HttpRequest, *, own: Own, reader: UUID | None, collection_id: UUID) -> HttpResponse:
    """Describe a collection."""
    found = _collections(own, reader).get(collection_id)
    return _json(found) if found else _problem("There is no such collection.", 404)


@require_GET
@_taking_part
def objects(request: HttpRequest, *, own: Own, reader: UUID | None, collection_id: UUID) -> HttpResponse:
    """Hand out the next objects of a collection, at most 500 and 8 MB at once."""
    # Each is text already, signed as it stands: no need to read it and write it again.
    return _asked(request, own, reader, collection_id, lambda place: place.wire)


@require_GET
@_taking_part
def manifest(request: HttpRequest, *, own: Own, reader: UUID | None, collection_id: UUID) -> HttpResponse:
    """List the next objects of a collection without their content."""
    return _asked(request, own, reader, collection_id, _listed)


def _listed(place: Place) -> str:
    one = json.loads(place.wire)
    added = date_added(place.seq)
    return json.dumps({"id": one["id"], "date_added": added, "version": one["modified"], "media_type": STIX_MEDIA})


@require_GET
@_taking_part
def one_object(
    _request: HttpRequest, *, own: Own, reader: UUID | None, collection_id: UUID, object_id: str
) -> HttpResponse:
    """Hand out what everybody needs to read the rest: the marking definitions of TLP 2.0."""
    if collection_id not in _collections(own, reader):
        return _problem("There is no such collection.", 404)
    found = next((definition(marking) for marking in Marking if marking.ref == object_id), None)
    if found is None:
        return _problem("Objects are read in their order, from where one has come; see `added_after`.", 404)
    return _json({"more": False, "objects": [found]})


def _limit(request: HttpRequest) -> int:
    given = request.GET.get("limit", "")
    return max(1, min(PAGE, int(given))) if given.isascii() and given.isdigit() and len(given) < 10 else PAGE


def _asked(
    request: HttpRequest, own: Own, reader: UUID | None, collection_id: UUID, written: Callable[[Place], str]
) -> HttpResponse:
    if collection_id not in _collections(own, reader):
        return _problem("There is no such collection.", 404)
    is_public = collection_id == public_collection(own.id)
    if not is_public and reader is None:
        return _problem("Only members read this, by a signed request.", 401)
    try:
        after = _after(request)
    except (ValueError, OverflowError):
        return _problem("`added_after` and `next` say where you have come.", 400)
    asks = None if is_public else reader
    places = places_after(after, reader=asks, limit=_limit(request))
    return _page(places, ",".join(written(place) for place in places), reader=asks)


def _after(request: HttpRequest) -> int:
    if "next" in request.GET:
        return seq_after(date_added(int(request.GET["next"][:18])))
    return seq_after(request.GET["added_after"]) if "added_after" in request.GET else 0


def _page(places: list[Place], listed: str, *, reader: UUID | None) -> HttpResponse:
    """Return a page of objects, and where the next one begins where there is one."""
    if not places:
        return _json({"more": False})
    last = places[-1].seq
    # `last` is ours: TAXII tells it in a header and only as a moment.
    more = f'"more":true,"next":"{last}"' if places_after(last, reader=reader, limit=1) else '"more":false'
    response = HttpResponse(f'{{{more},"last":{last},"objects":[{listed}]}}', content_type=MEDIA)
    response["X-TAXII-Date-Added-First"], response["X-TAXII-Date-Added-Last"] = (
        date_added(places[0].seq),
        date_added(last),
    )
    return response
