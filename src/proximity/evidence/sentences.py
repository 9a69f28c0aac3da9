"""What people read about files: where one stands, what was done with it. Why one was not taken says `refusals`."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from proximity.evidence.rules.clocks import Kept, Standing
from proximity.evidence.rules.custody import Act, Derivation, Gap
from proximity.evidence.rules.kinds import Family, Reason, State, family_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FAMILIES: dict[Family, Promise] = {
    Family.PICTURE: _("Picture"),
    Family.RECORDING: _("Film or recording"),
    Family.DOCUMENT: _("Document"),
    Family.TEXT: _("Text"),
    Family.THING: _("Thing"),
    Family.CAPTURE: _("Web capture"),
}
STATES: dict[State, Promise] = {
    State.RECEIVED: _("being prepared"),
    State.CLEAN: _("clean copy ready"),
    State.SEALED_ONLY: _("kept sealed"),
    State.NO_FILE: _("described"),
}
REASONS: dict[Reason, Promise] = {
    Reason.NO_CLEANER: _("For this kind of file no clean copy can be made."),
    Reason.DAMAGED: _("The file is damaged, so no clean copy could be made."),
    Reason.LOCKED: _("The document asks for a password, so no clean copy could be made."),
    Reason.MOVING: _("The picture moves, so no clean copy was made."),
    Reason.TOO_MUCH: _("The file is too big to make a clean copy of."),
}
ACTS: dict[Act, Promise] = {
    Act.RECEIVED: _("Received and sealed"),
    Act.CLEANED: _("Clean copy made"),
    Act.KEPT_SEALED: _("Kept sealed"),
    Act.VIEWED: _("Clean copy opened"),
    Act.ORIGINAL_OPENED: _("Original opened"),
    Act.SHARED: _("Given to another organisation"),
    Act.COLLECTED: _("Collected"),
    Act.PLACED: _("Put where it is kept"),
    Act.OFFERED: _("Handed over"),
    Act.CONFIRMED: _("Hand-over confirmed"),
    Act.REFUSED: _("Hand-over refused"),
    Act.WITHDRAWN: _("Hand-over taken back"),
    Act.HANDED_OUT: _("Given out with a receipt on paper"),
    Act.TAKEN_IN: _("Taken in with a receipt on paper"),
    Act.DERIVED: _("Made from another piece"),
    Act.USED: _("Another piece was made from it"),
}
DERIVATIONS: dict[Derivation, "StrOrPromise"] = {
    Derivation.EXCERPT: _("Excerpt"),
    Derivation.ENHANCED: _("Enhanced picture or sound"),
    Derivation.TRANSCRIPT: _("Transcript"),
    Derivation.TRANSLATION: _("Translation"),
    Derivation.CAPTURE: _("Picture of the page"),
    Derivation.OTHER: _("Something else"),
}
KEPT: dict[Kept, Promise] = {
    Kept.CAMERA: _("Camera recordings"),
    Kept.ONLINE: _("Online content"),
}
STANDINGS: dict[Standing, "StrOrPromise"] = {
    Standing.ASKED: _("asked, not answered yet"),
    Standing.SECURED: _("secured"),
    Standing.REFUSED: _("refused"),
    Standing.LOST: _("lost"),
}
GAPS: dict[Gap, Promise] = {
    Gap.NOT_COLLECTED: _("Nobody has said who collected it, where, when and how."),
    Gap.COLLECTED_AFTER_RECEIVED: _("It is said to have been collected after it was received here."),
    Gap.HELD_BY_NOBODY: _("Somebody else collected it than who added it, and nobody is named for the time between."),
    Gap.NOT_THE_HOLDER: _("It was passed on by somebody who did not hold it."),
    Gap.HAND_OVER_OPEN: _("The other side has not confirmed the hand-over."),
    Gap.ONE_SIDE_ONLY: _("Confirmed by one side only: the other signed on paper. Keep the receipt."),
    Gap.SHARE_NOT_CONFIRMED: _("It was given to an organisation that has not opened or confirmed it."),
    Gap.NO_PURPOSE: _("The original was opened without a purpose."),
    Gap.HASH_DIFFERS: _("The hash differs from the one that was noted when it came."),
    Gap.COPY_WITHOUT_ORIGINAL: _("There is a clean copy, but no original."),
    Gap.BYTES_MISSING: _("The stored bytes are missing."),
    Gap.NO_SOURCE: _("It is said to be made from another piece that cannot be found."),
    Gap.SOURCE_DIFFERS: _("The piece it was made from has another hash than when it was made."),
    Gap.CLOCK_WENT_BACK: _("Its time lies before that of an act which the log was told of earlier."),
    Gap.LINE_MISSING: _("The log tells of this act, the custody no longer does: an entry was taken out."),
    Gap.LINE_NOT_LOGGED: _("The log does not tell of this act as it stands here: an entry was put in or changed."),
    Gap.LINE_ALTERED: _("What was sealed in this entry was changed."),
}


def kind_in_words(mime: str) -> Promise:
    """Return what people call a kind of file."""
    return FAMILIES[family_of(mime)]
