"""What every page needs to draw its frame."""

from django.conf import settings
from django.http import HttpRequest


def look(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values: languages by their own names, the way out, and the address of the same page per language."""
    return {
        "languages": settings.LANGUAGES,
        "quick_exit_address": settings.QUICK_EXIT_ADDRESS,
        "side": settings.SIDE,
        "staff_address": settings.STAFF_ADDRESS,
        "public_address": settings.PUBLIC_ADDRESS,
    }
