"""One-line messages after an act, with an undo where the act can still be taken back."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo:"


def say_done(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Show `text` on the next page; with `undo_url` beside a button that posts there. The text names no content of a report."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def undo_url(message: Message) -> str:
    """Return where the undo of `message` is posted, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
