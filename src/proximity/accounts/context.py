"""What the workspace's frame shows of the person at work."""

from django.http import HttpRequest


def workspace(request: HttpRequest) -> dict[str, object]:
    """Return the actor of this request, if somebody is at work, and the menu of what belongs to her."""
    actor = getattr(request, "actor", None)
    return {"actor": actor, "person_menu": "accounts/person_menu.html" if actor else ""}
