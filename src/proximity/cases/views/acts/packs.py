"""Acts on the packs of a case."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.cases.forms.packs import PackForm
from proximity.cases.jobs import make_pack_asked_for
from proximity.cases.models import Case
from proximity.cases.operations.packs import request_pack
from proximity.cases.queries.page import CasePage
from proximity.cases.views.acts.act import Act, Asked, Initial


def _ask(case: Case, by: Actor, asked: Asked) -> None:
    """Ask for a pack, and for the job that makes it, in one transaction."""
    pack = request_pack(case=case, language=asked["language"], by=by)
    make_pack_asked_for.defer(pack=str(pack.pk), person=str(by.person_id), organisation=str(by.organisation.pk))


def _fill(_page: CasePage, _entry: UUID | None) -> Initial:
    return {"language": get_language()}


ACTS: Mapping[str, Act] = {
    "pack": Act("pack", PackForm, _("Make the pack"), _ask, fill=_fill, when_closed=True),
}
