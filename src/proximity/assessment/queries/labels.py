"""The words for the codes of an assessment, and the question that each empty family of indicators asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from proximity.assessment.rules import AllegedBy, Basis, BiasAnswer, GroundBasis, GroundStatus, Strength
from proximity.packs.codes import Direction

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Words = "StrOrPromise"

BIAS: Mapping[str, Words] = {
    BiasAnswer.YES: _("Yes"),
    BiasAnswer.NO: _("No"),
    BiasAnswer.NOT_KNOWN: _("Not known"),
}
STRENGTH: Mapping[str, Words] = {
    Strength.WEAK: _("weak"),
    Strength.MODERATE: _("moderate"),
    Strength.STRONG: _("strong"),
}
DIRECTION: Mapping[str, Words] = {Direction.FOR: _("for bias"), Direction.AGAINST: _("against bias")}
BASIS: Mapping[str, Words] = {Basis.FACT: _("a fact"), Basis.ASSESSMENT: _("somebody's assessment")}
GROUND_BASIS: Mapping[str, Words] = {
    GroundBasis.MEMBERSHIP: _("belongs to the group"),
    GroundBasis.ASSOCIATION: _("stands by the group"),
    GroundBasis.MISTAKEN: _("was taken to belong"),
}
ALLEGED_BY: Mapping[str, Words] = {
    AllegedBy.TARGET: _("the person targeted"),
    AllegedBy.WITNESS: _("a witness"),
    AllegedBy.NGO: _("an NGO"),
    AllegedBy.OFFICER: _("an officer"),
}
GROUND_STATUS: Mapping[str, Words] = {
    GroundStatus.PERCEIVED: _("perceived"),
    GroundStatus.SUSPECTED: _("suspected"),
    GroundStatus.EVIDENCED: _("evidenced"),
    GroundStatus.CHARGED: _("charged"),
    GroundStatus.PROVEN: _("proven"),
    GroundStatus.REJECTED: _("rejected"),
}
# One question for each family of indicators (the codes of the packs) that nobody has noted anything of yet.
OPEN_QUESTION: Mapping[str, Words] = {
    "perception": _("Who thinks that it was because of bias?"),
    "expression": _("Did anyone say, write or show something?"),
    "difference": _("Can the person be seen as one of a group, or be taken for one?"),
    "group": _("Do those who did it belong to an organised group?"),
    "location": _("Does the place mean something to a group?"),
    "timing": _("Does the day mean something, or did something happen just before?"),
    "pattern": _("Has it happened before, here or to this person?"),
    "violence": _("Was it unusually brutal, degrading, or filmed?"),
    "motive": _("Is there no other motive to be seen?"),
    "contra": _("What speaks against bias?"),
}
