"""The words for needs, protection, rights and support."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.needs import Document, MeasureState, Risk, Sign
from proximity.cases.rules.support import ConsentWay, Notice, NoticeWay, SupportState

RISK: Mapping[str, Words] = {
    Risk.IMMEDIATE: _("immediate danger"),
    Risk.RAISED: _("raised"),
    Risk.ORDINARY: _("no sign of more danger"),
    Risk.NOT_KNOWN: _("not known yet"),
}
SIGN: Mapping[str, Words] = {
    Sign.YES: _("yes"),
    Sign.NO: _("no"),
    Sign.NOT_KNOWN: _("not known yet"),
}
DOCUMENT: Mapping[str, Words] = {
    Document.EASY: _("easy to read"),
    Document.LARGE_PRINT: _("large print"),
    Document.BRAILLE: _("Braille"),
    Document.AUDIO: _("to be heard"),
    Document.SIGN_LANGUAGE: _("sign language"),
}
MEASURE: Mapping[str, Words] = {
    MeasureState.PLANNED: _("planned"),
    MeasureState.IN_PLACE: _("in place"),
    MeasureState.ENDED: pgettext_lazy("measure", "ended"),
    MeasureState.REFUSED: _("not wanted by the person"),
}
NOTICE: Mapping[str, Words] = {
    Notice.RIGHTS: _("Her rights"),
    Notice.SUPPORT: _("The offer of support"),
}
NOTICE_MISSING: Mapping[str, Words] = {
    Notice.RIGHTS: _("Rights notice not yet given"),
    Notice.SUPPORT: _("Support not yet offered"),
}
NOTICE_WAY: Mapping[str, Words] = {
    NoticeWay.PAPER: _("on paper"),
    NoticeWay.READ_ALOUD: _("read aloud or explained"),
    NoticeWay.MAILBOX: _("sent to her mailbox"),
    NoticeWay.NOT_WANTED: _("she did not want to hear it"),
    NoticeWay.NOT_REACHED: _("she could not be reached"),
    NoticeWay.GIVEN_ELSEWHERE: _("another organisation told her"),
}
CONSENT_WAY: Mapping[str, Words] = {
    ConsentWay.SPOKEN: _("spoken, face to face"),
    ConsentWay.PHONE: _("by telephone"),
    ConsentWay.WRITTEN: _("in writing"),
    ConsentWay.MAILBOX: _("in her mailbox"),
}
SUPPORT: Mapping[str, Words] = {
    SupportState.SENT: _("sent, no answer yet"),
    SupportState.ACCEPTED: _("accepted"),
    SupportState.DECLINED: pgettext_lazy("support", "declined"),
    SupportState.NO_ANSWER: _("no answer"),
    SupportState.WITHDRAWN: _("taken back by the person"),
    SupportState.ENDED: pgettext_lazy("support", "ended"),
}
GROUP: Mapping[str, Words] = {
    "person": _("The person and what happened"),
    "risk": _("Risk and special needs"),
    "wishes": _("What she wants"),
    "access": _("To be understood"),
    "impact": _("What it did to her"),
    "followed": _("What followed"),
}
FIELD: Mapping[str, Words] = {
    "personal": _("What about her matters for protection"),
    "crime": _("Kind and gravity of what happened"),
    "circumstances": _("Circumstances"),
    "bias": _("What hate or bias adds to it"),
    "risk": _("Danger"),
    "risk_why": _("What this rests on"),
    "fear": _("Is she afraid?"),
    "repeated": _("Has it happened before, or does it go on?"),
    "dependent": _("Does she depend on, or live near, who did it?"),
    "children": _("Are children affected?"),
    "special": _("Does she need special protection?"),
    "special_why": _("Why, and which"),
    "wishes": _("Her wishes, in her words if you can"),
    "interpreter": _("Interpreter for"),
    "facilitator": _("Somebody who helps her to understand and be understood (facilitator)"),
    "documents": _("Documents"),
    "place": _("Place and time that suit her"),
    "body": _("Body and health"),
    "mind": _("Mind"),
    "money": _("Money, work, home"),
    "behaviour": _("What she does differently since"),
    "situation": _("How she is now"),
    "conflict": _("How the conflict goes on"),
    "community": _("What was tried with neighbours or the community"),
    "notes": _("Notes"),
}
# What waits on the first page of the workspace: no content, only what is due.
WAITING: Mapping[str, Words] = {
    "review": _("Look again at the needs"),
    "measure": _("Protection measure is due"),
    "support": _("Referral to support: no answer"),
}
WORDS: Mapping[str, Mapping[str, Words]] = {
    "risk": RISK,
    "sign": SIGN,
    "document": DOCUMENT,
    "measure": MEASURE,
    "notice": NOTICE,
    "notice_missing": NOTICE_MISSING,
    "notice_way": NOTICE_WAY,
    "consent_way": CONSENT_WAY,
    "support": SUPPORT,
    "need_group": GROUP,
    "need": FIELD,
}
