"""Reads a text of which nobody told whether it is an account, or the very words that were said or posted. Pure.

Few words without an account around them are mostly such words: a message that was passed on as it came, a post, a shout.
"""

from collections.abc import Mapping

from proximity.assessment.identify.company import ALWAYS, MIDDLING
from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.entries import Mode
from proximity.assessment.identify.layout import lay_out
from proximity.assessment.identify.reading import identify
from proximity.assessment.identify.results import Reading

_WORDS, _SENTENCES, _SIGNS = 20, 2, 300
"""What is longer is an account: of the development suites' posts one in a hundred is, of their accounts 97."""
_TO_ME: Mapping[str, frozenset[str]] = {
    language: frozenset(forms.split())
    for language, forms in {
        "en": "me us", "es": "me nos", "it": "mi ci", "pt": "me nos",
        "fi": "minua mua minut mut minulle mulle perääni päälleni kimppuuni meitä meidät meille peräämme",
        "et": "mind mulle minule mu meid meile", "lv": "man mani mums mūs", "bg": "ме ми ни мен мене нас",
    }.items()
}  # fmt: skip
"""The words by which people say that something was said or done to them."""


def read_either(text: str, *, mode: Mode | None = None, language: str | None = None) -> Reading:
    """Return what a text says, read in the mode that was told.

    Where none was, what is as short as a post is read as one, and as an account if only then it shows a deed, and does not
    speak against hate, as people do under such posts; or if only then it shows what was said to the person who tells it.
    """
    if mode is not None or not _is_short(text):
        return identify(text, mode=mode or Mode.NARRATIVE, language=language)
    posted = identify(text, mode=Mode.REPORTED_TEXT, language=language)
    if posted.suggestions:
        return posted
    told = identify(text, mode=Mode.NARRATIVE, language=language)
    is_account = (_tells_a_deed(told) and not told.denounces) or _tells_what_one_was_called(text, told)
    return told if is_account else posted


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


def _tells_what_one_was_called(text: str, told: Reading) -> bool:
    """Say whether words tell what was said to the one who tells it: "he called me …, nobody stepped in".

    That nobody stepped in sounds as if it spoke against hate; who does so under a post quotes it in marks.
    """
    if not any(one.points > ALWAYS and one.family == "expression" for one in told.suggestions):
        return False
    found = words(text)
    if _TO_ME[told.language].isdisjoint(word.form for word in found):
        return False
    return not told.denounces or not lay_out(text, found).quotes
