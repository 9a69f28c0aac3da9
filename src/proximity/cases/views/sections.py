"""What the sections of the case page show beyond the case itself, one entry per noun, in one visible list."""

from collections.abc import Callable, Mapping

from proximity.accounts.actors import Actor
from proximity.cases.queries.keeping_page import keeping_of
from proximity.cases.queries.page import CasePage

# A section `x` is drawn by `cases/parts/x.html`, which finds its data as `sections.x`.
SECTIONS: Mapping[str, Callable[[CasePage, Actor], object]] = {"keeping": keeping_of}
