"""The words for where a text stands."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from proximity.assessment.queries.labels import Words
from proximity.search.rules import Source

SOURCES: Mapping[str, Words] = {
    Source.TITLE: pgettext_lazy("where words stand", "Title"),
    Source.TOLD: pgettext_lazy("where words stand", "What was told"),
    Source.PLACE: pgettext_lazy("where words stand", "Place"),
    Source.DAY: pgettext_lazy("where words stand", "Day"),
    Source.ADDED: pgettext_lazy("where words stand", "Facts added later"),
    Source.REFERRED: pgettext_lazy("where words stand", "What was referred"),
    Source.NAME: pgettext_lazy("where words stand", "Person"),
    Source.BIAS: pgettext_lazy("where words stand", "Reasons about bias"),
    Source.INDICATOR: pgettext_lazy("where words stand", "Indicator"),
    Source.TASK: pgettext_lazy("where words stand", "Task"),
}
