"""The purposes that the program itself writes into the log, in the reader's words. What people type stays as they typed it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PURPOSES: Mapping[str, "StrPromise"] = {
    "handling of the report": _("handling of the report"),
    "works on the case": _("works on the case"),
    "same organisation": _("same organisation"),
    "stands in for who works on the case": _("stands in for who works on the case"),
    "asked for a second reading": _("asked for a second reading"),
    "broke the glass": _("broke the glass"),
    "pack for the prosecution": _("pack for the prosecution"),
    "second look": _("Second look"),
    "asked for by the person": _("The person asks for it herself"),
    "support service, with consent": _("A service that supports her, with her consent"),
    "protection measure": _("Whoever carries out a protection measure"),
    "asked for by prosecution or court": _("The prosecution or a court asks for it"),
}


def purpose_in_words(purpose: str) -> str:
    """Return a purpose as the log's reader is shown it."""
    return str(PURPOSES.get(purpose, purpose))
