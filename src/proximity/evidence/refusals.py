"""Why a file was not taken, in the words that the person or staff read."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proximity.evidence.rules.kinds import Family, Refusal

REFUSALS: dict[Refusal, Promise] = {
    Refusal.NOTHING: _("Choose a file first."),
    Refusal.EMPTY: _("This file is empty. Choose another one."),
    Refusal.TOO_LARGE: _(
        "This file is too large: 200 MB is the most that can be sent. Send a shorter film, or tell us that you have it."
    ),
    Refusal.NEVER: _("This is a program or a web page. Send a photo or a screenshot of it instead."),
    Refusal.UNKNOWN: _("We cannot take this kind of file. Send a photo, a film, a recording, a PDF or a text."),
    Refusal.TOO_MANY: _("There are 50 files already, and no more can be added. Write to us if you have more."),
    Refusal.NO_ROOM: _("There is no room for this file at the moment. Try again later, or tell us that you have it."),
    Refusal.BROKEN_OFF: _("The line broke before the whole file had come. Nothing was kept. Send it again."),
}
SAYS_IT_IS: dict[Family, Promise] = {
    Family.PICTURE: _("This file says it is a photo, but it is not. Choose another one, or send a screenshot of it."),
    Family.RECORDING: _(
        "This file says it is a film or a recording, but it is not. Choose another one, or send a screenshot of it."
    ),
    Family.DOCUMENT: _(
        "This file says it is a document, but it is not. Choose another one, or send a screenshot of it."
    ),
    Family.TEXT: _("This file says it is a text, but it is not. Choose another one, or send a screenshot of it."),
}


def why_refused(refusal: Refusal, promised: Family | None = None) -> Promise:
    """Return the sentence for a file that was not taken; `promised` is what its name said it was."""
    if refusal is Refusal.NOT_WHAT_IT_SAYS:
        return SAYS_IT_IS[promised or Family.DOCUMENT]
    return REFUSALS[refusal]
