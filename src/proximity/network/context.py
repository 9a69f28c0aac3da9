"""The context of the network's own background work: no city, so that what is taken in can be written for each of them."""

from django.db import connection

from proximity.foundation.wall import enter_background


def enter_everywhere() -> None:
    """Set the context of this transaction to the instance itself, whatever city it was before."""
    enter_background()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.city', '', true), set_config('app.organisation', '', true)")
