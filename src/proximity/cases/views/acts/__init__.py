"""Everything that can be done on the page of a case, one module per noun, in one visible list."""

from collections.abc import Mapping

from proximity.cases.views.acts import case, keeping
from proximity.cases.views.acts.act import Act

ACTS: Mapping[str, Act] = {**case.ACTS, **keeping.ACTS}
