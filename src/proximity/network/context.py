"""The context of the network's own background work: no city, so that what is taken in can be written for each of them."""

from django.db import connection

from proximity.foundation.wall import enter_background


def enter_everywhere() -> None:
    """Set the context of this transaction to the instance itself, whatever city it was before."""
    enter_background()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.city', '', true), set_config('app.organisation', '', true)")


def enter_to_take() -> None:
    """Do so, and wait until no other transaction takes anything in: two at once would both ask what is held before either holds.

    Whoever locks rows of instances besides comes here first: the turn, then the rows.
    """
    enter_everywhere()
    wait_for_turn()


def wait_for_turn() -> None:
    """Wait until nobody else is taking in, and let nobody else before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('network/taking', 0))")
