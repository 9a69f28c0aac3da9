"""Reads a text of which nobody told whether it is an account, or the very words that were said or posted. Pure.

Few words without an account around them are mostly such words: a message that was passed on as it came, a post, a shout.
"""

from proximity.assessment.identify.company import ALWAYS, MIDDLING
from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.layout import lay_out
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Reading

_WORDS, _SENTENCES, _SIGNS = 20, 2, 300
"""What is longer is an account: of the development suites' posts one in a hundred is, of their accounts 97."""


def read_either(text: str, *, mode: Mode | None = None, language: str | None = None) -> Reading:
    """Return what a text says, read in the mode that was told.

    Where none was, what is as short as a post is read as one, and as an account if only then it shows a deed; not if it
    speaks against hate, as people do under such posts.
    """
    if mode is not None or not _is_short(text):
        return identify(text, mode=mode or Mode.NARRATIVE, language=language)
    posted = identify(text, mode=Mode.REPORTED_TEXT, language=language)
    if posted.suggestions:
        return posted
    told = identify(text, mode=Mode.NARRATIVE, language=language)
    return told if _tells_a_deed(told) and not told.denounces else posted


def read_account(text: str, *, language: str | None = None) -> Reading:
    """Return what an account says; where it shows weak signs at most and is as short as a post, what it says as one, if more.

    Somebody who is hurt may hand in the message that hurt them, and nothing else.
    """
    told = identify(text, mode=Mode.NARRATIVE, language=language)
    if _most(told) >= MIDDLING or not _is_short(text):
        return told
    posted = identify(text, mode=Mode.REPORTED_TEXT, language=language)
    return posted if _most(posted) > _most(told) else told


def _most(found: Reading) -> int:
    return max((one.points for one in found.suggestions), default=0)


def _is_short(text: str) -> bool:
    if len(text) > _SIGNS:
        return False
    found = words(text)
    return len(found) <= _WORDS and len(lay_out(text, found).starts) <= _SENTENCES


def _tells_a_deed(told: Reading) -> bool:
    """Say whether words tell of something done, or why: words that are merely quoted stand in any post."""
    return any(one.points >= ALWAYS and one.family != "expression" for one in told.suggestions) or (
        len({one.family for one in told.suggestions}) > 1
        and any(one.points >= MIDDLING and one.family == "violence" for one in told.suggestions)
    )
