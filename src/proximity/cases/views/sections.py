"""What the sections of the case page show beyond the case itself, one entry per noun, in one visible list."""

from collections.abc import Callable, Mapping

from proximity.accounts.actors import Actor
from proximity.assessment.queries.suggestions import are_on
from proximity.cases.queries.keeping_page import keeping_of
from proximity.cases.queries.links import links_of
from proximity.cases.queries.needs import case_needs
from proximity.cases.queries.packs import packs_of
from proximity.cases.queries.page import CasePage
from proximity.cases.queries.referrals import case_referrals

# A section `x` is drawn by `cases/parts/x.html`, which finds its data as `sections.x`.
SECTIONS: Mapping[str, Callable[[CasePage, Actor], object]] = {
    "links": lambda page, by: links_of(page.case, by=by),
    "needs": lambda page, by: case_needs(page.case, by=by),
    "evidence": lambda page, _by: page.evidence,
    "referral": lambda page, by: case_referrals(page.case, by=by),
    "pack": lambda page, by: packs_of(page.case, by=by),
    "keeping": keeping_of,
    "suggestions": lambda page, _by: are_on(page.case.city_id),
}
