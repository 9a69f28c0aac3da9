"""What waits on the first page: hand-overs that somebody has to confirm or refuse."""

from django.urls import reverse
from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability
from proximity.evidence.queries.offers import hand_overs_for
from proximity.foundation.ui.home import HomeItem, HomeList


def home_items(by: Actor) -> HomeList | None:
    """Return the hand-overs that wait for somebody, the oldest first; None where none waits."""
    waiting = hand_overs_for(by) if by.may(Capability.ENTER_REPORTS) else []
    if not waiting:
        return None
    items = [
        HomeItem(
            label=one.name, url=reverse("evidence:hand_over", kwargs={"file_id": one.piece, "offer_id": one.offer}),
            what=_("Do you have it? Confirm or refuse."), due="", urgent=True,
        )
        for one in waiting
    ]  # fmt: skip
    return HomeList(title=_("Handed over to you"), items=items, empty="", all_url="", all_label="")
