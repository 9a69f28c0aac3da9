"""The words of a course."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from proximity.learning.queries.wording import MODULES
from proximity.learning.rules.cohorts import Module


@pytest.mark.parametrize("language", ["es", "it"])
def test_the_part_on_how_work_is_organised_is_not_called_as_a_body_is(language):
    with translation.override(language):
        assert str(MODULES[Module.ORGANISATION]).startswith("Organi")
        assert str(MODULES[Module.ORGANISATION]) != gettext("Organisation")
