"""What the workspace's frame shows of the person at work."""

from django.http import HttpRequest

from proximity.accounts.models import Person
from proximity.accounts.queries import open_memberships


def workspace(request: HttpRequest) -> dict[str, object]:
    """Return the actor of this request, if somebody is at work, and the menu of what belongs to her."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None}

    def has_other_offices() -> bool:
        """Ask only where the frame is drawn; a template calls it."""
        return isinstance(request.user, Person) and open_memberships(request.user).count() > 1

    return {
        "actor": actor,
        "person_menu": "accounts/person_menu.html",
        "has_other_offices": has_other_offices,
    }
