"""What the workspace's frame shows of the person at work."""

from django.http import HttpRequest


def workspace(request: HttpRequest) -> dict[str, object]:
    """Return the actor of this request, if somebody is at work."""
    return {"actor": getattr(request, "actor", None)}
