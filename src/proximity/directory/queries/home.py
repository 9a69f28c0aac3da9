"""What the register puts on somebody's first page: entries of her organisation that wait for her word."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.directory.queries.entries import Row, rows_of
from proximity.directory.rules.verifying import WAITS, Standing
from proximity.foundation.ui.home import HomeItem, HomeList


def home_items(actor: Actor) -> HomeList | None:
    """Return the entries that the actor's organisation has to look at; None for who keeps none. Two queries."""
    if not actor.may(Capability.KEEP_DIRECTORY):
        return None
    own = [row for row in rows_of(actor) if row.entry.organisation_id == actor.organisation.pk]
    waiting = [row for row in own if row.standing in WAITS or row.doubted]
    if not own:
        return None
    order = {Standing.LAPSED: 0, Standing.DUE: 2, Standing.NEW: 3, Standing.TRUE: 1}
    items = [_item(row) for row in sorted(waiting, key=lambda row: (order[row.standing], row.entry.name))]
    return HomeList(
        title=_("Directory"), items=items, empty=_("Everything that your organisation has in the directory is confirmed."),
        all_url=f"{reverse('directory:index')}?own=on", all_label=_("Our entries"),
    )  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """Return how many entries wait for the word of the actor's organisation."""
    found = home_items(actor)
    return len(found.items) if found else 0


def _item(row: Row) -> HomeItem:
    """Return an entry as a line of the first page. It is never urgent there: people who wait for an answer come first."""
    entry, due = row.entry, ""
    if row.standing is Standing.LAPSED:
        due = _("lapsed: not public")
    elif row.standing is Standing.DUE and entry.public_until:
        due = _("public until %(day)s") % {"day": date_format(entry.public_until, "DATE_FORMAT")}
    label = _("Somebody says that this is not true") if row.doubted else _("Is this still true?")
    return HomeItem(
        label=label, url=reverse("directory:entry", kwargs={"entry_id": entry.pk}), what=entry.name, due=due
    )  # fmt: skip
