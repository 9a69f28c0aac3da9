"""What the operator does with the search at the command line."""

from collections.abc import Callable

from proximity.accounts.models import Organisation
from proximity.foundation.words import lemmas
from proximity.foundation.words.build import build
from proximity.search.jobs import catch_up, rebuild_all

type Say = Callable[[str], None]


def rebuild(say: Say) -> int:
    """Build every organisation's index anew, here and now, and return of how many records. The old one serves meanwhile."""
    total = rebuild_all()
    say(f"{total} cases and reports to read")
    done = 0
    for organisation in Organisation.objects.select_related("city").order_by("city__name", "name"):
        while read := catch_up(organisation):
            done += read
            say(f"{organisation.city.name}, {organisation.name}: {done} of {total}")
    say("The index is built.")
    return total


def build_words(say: Say) -> None:
    """Build the dictionaries where `make setup` did not: without them words are found only as they are written."""
    if lemmas.are_built():
        return
    say("Building the dictionaries of the search, once …")
    try:
        build()
    except OSError as problem:
        say(f"They could not be built, so the search finds no inflected forms: {problem}")
