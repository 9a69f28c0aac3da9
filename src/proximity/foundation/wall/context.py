"""Who is asking, told to PostgreSQL for the length of one transaction."""

from collections.abc import Callable
from typing import Final, Literal
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

# Background work of an organisation: nobody acts, so nothing inside the organisation is shut to it. Never for a request.
SYSTEM: Final = "system"

type System = Literal["system"]
type GetResponse = Callable[[HttpRequest], HttpResponse]


def enter_staff(*, city: UUID, organisation: UUID, person: UUID | System) -> None:
    """Set the context of this transaction to somebody at work in one organisation of one city.

    `person` decides what is shut to her inside her organisation; `SYSTEM` is for background work, where nobody acts. Must run
    inside `transaction.atomic`.
    """
    _set({"app.city": str(city), "app.organisation": str(organisation), "app.person": str(person)})


def enter_background() -> None:
    """Set the context of this transaction to background work of the instance itself: no city, so what is a city's stays shut."""
    _set({"app.person": SYSTEM})


def enter_public(*, receipt: bytes) -> None:
    """Set the context of this transaction to the mailbox whose receipt has this lookup value (32 bytes)."""
    _set({"app.receipt": receipt.hex()})


def _set(values: dict[str, str]) -> None:
    connection.ensure_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("the wall's context lasts one transaction: open one first")
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])


def public_wall(get_response: GetResponse) -> GetResponse:
    """Open one transaction around view and rendering on the public side.

    The view itself enters the mailbox it was given the code for; without that, walled tables refuse to answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    return middleware
