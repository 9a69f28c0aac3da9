"""The grounds that figures are broken down by, and how a fine ground rolls up (R14, R18; standards 4.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from proximity.insight.rules.facts import BadFact, Fact
from proximity.packs import codes

UNSPECIFIED = "ODIHR-UNS"
EVERYTHING = "ALL"
"""The code of a row that counts every incident."""
NOT_NOTED = "not_noted"
"""The kind of an incident that nobody has coded."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The rows of a table, fixed by the code lists and never by the data: a row that is left out would say "none".

    `fine` are the grounds and, for what nobody knows more about, their families; `coarse` are ODIHR's categories and, each by
    itself, the grounds that ODIHR has no category for; `rolls_up_to` leads from every fine row to a coarse one; `kept_from_odihr`
    says for those last why (a reason code of the packs); `family_of` names the family of a fine ground.
    """

    fine: tuple[str, ...]
    coarse: tuple[str, ...]
    rolls_up_to: Mapping[str, str]
    kept_from_odihr: Mapping[str, str]
    family_of: Mapping[str, str]
    no_bias: frozenset[str]
    incident_types: tuple[str, ...]

    def check(self, fact: Fact) -> None:
        """Raise `BadFact` for a code that stands in no list."""
        if not set(fact.grounds) <= self.rolls_up_to.keys() | self.no_bias:
            raise BadFact("grounds")
        if fact.incident_type not in self.incident_types:
            raise BadFact("incident_type")

    def bias_grounds(self, fact: Fact) -> frozenset[str]:
        """Return the grounds a fact is counted under, finely: no `NONE`, and no family beside one of its own grounds."""
        named = set(fact.grounds) - self.no_bias
        return frozenset(named - {self.family_of.get(code, "") for code in named})


@lru_cache(maxsize=1)
def shared_vocabulary() -> Vocabulary:
    """Return the vocabulary of the packs' lists."""
    no_bias = frozenset(ground.code for ground in codes.grounds() if ground.odihr_reason == codes.OdihrReason.NO_BIAS)
    grounds = [ground for ground in codes.grounds() if ground.code not in no_bias]
    outside = {ground.code: str(ground.odihr_reason) for ground in grounds if ground.odihr is None}
    rolls_up_to = _families_roll_up(grounds) | {ground.code: ground.odihr or ground.code for ground in grounds}
    return Vocabulary(
        fine=tuple(dict.fromkeys(code for ground in grounds for code in (ground.family, ground.code))),
        coarse=(*(category.code for category in codes.odihr_categories()), *outside),
        rolls_up_to=rolls_up_to,
        kept_from_odihr=outside,
        family_of={ground.code: ground.family for ground in grounds if ground.code != ground.family},
        no_bias=no_bias,
        incident_types=(*(kind.code for kind in codes.incident_types()), NOT_NOTED),
    )


def _families_roll_up(grounds: list[codes.Ground]) -> dict[str, str]:
    """Return where a bare family leads: to the category of its grounds where they share one, else to "unspecified".

    A family is never guessed finer than it was told: `REL` may be any religion (S13).
    """
    reached: dict[str, set[str]] = {}
    for ground in grounds:
        reached.setdefault(ground.family, set()).add(ground.odihr or UNSPECIFIED)
    return {family: next(iter(to)) if len(to) == 1 else UNSPECIFIED for family, to in reached.items()}
