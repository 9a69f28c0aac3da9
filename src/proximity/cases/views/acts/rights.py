"""Acts on rights and the offer of support; closing asks for them."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.cases.forms.rights import FAULTS, CloseAfterNoticeForm, NoticeForm
from proximity.cases.models import Case
from proximity.cases.operations import rights
from proximity.cases.queries.page import CasePage
from proximity.cases.queries.rights import languages_of_rights, rights_of
from proximity.cases.rules.support import Notice, NoticeWay
from proximity.cases.views.acts.act import Act, Asked, Initial, nothing


def _give(case: Case, by: Actor, asked: Asked) -> None:
    rights.give_notice(
        case=case, notices=[Notice(one) for one in asked["notices"]], way=NoticeWay(asked["way"]),
        language=asked["language"], by=by,
    )  # fmt: skip


def _close(case: Case, by: Actor, asked: Asked) -> None:
    why_not = NoticeWay(asked["why_not"]) if asked["why_not"] else None
    rights.close_case_after_notice(case=case, feedback=asked["feedback"], why_not=why_not, by=by)


def _fill_notice(page: CasePage, _entry: UUID | None) -> Initial:
    """Propose what is missing, in the language of the report, by the way that is open."""
    told_in = page.reported.report.language if page.reported else ""
    way = NoticeWay.MAILBOX if told_in in languages_of_rights(page.case) else NoticeWay.READ_ALOUD
    return {"notices": list(rights_of(page.case).missing), "language": told_in, "way": way}


def _ask_why_not(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if isinstance(form, CloseAfterNoticeForm) and not rights_of(page.case).missing:
        form.all_was_told()


ACTS: Mapping[str, Act] = {
    "rights": Act(
        "needs", NoticeForm, _("Note that she was told"), _give, fill=_fill_notice, when_closed=True, faults=FAULTS
    ),
    "close": Act(
        "closing", CloseAfterNoticeForm, _("Close the case"), _close, fill=nothing, prepare=_ask_why_not, whole_page=True,
        faults=FAULTS,
    ),
}  # fmt: skip
