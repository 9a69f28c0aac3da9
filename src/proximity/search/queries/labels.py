"""The words for where a text stands, and for why two cases are proposed."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.assessment.queries.labels import Words
from proximity.cases.rules.links import LinkKind
from proximity.search.rules.likeness import Likeness, Reason
from proximity.search.rules.words import Source

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
LIKENESS: Mapping[str, Words] = {
    Likeness.SAME: _("May be the same incident"),
    Likeness.SERIES: _("May belong to one series"),
}
REASONS: Mapping[str, Words] = {
    Reason.NAME: _("a person's name is alike"),
    Reason.DAY: _("on the same day"),
    Reason.NEAR_DAY: _("within three days"),
    Reason.PLACE: _("the place is alike"),
    Reason.TEXT: _("told in much the same words"),
    Reason.SOME_TEXT: _("told in similar words"),
    Reason.GROUND: _("the same ground"),
}
DONE: Mapping[str, Words] = {
    LinkKind.SAME: _("Merged. Both references stay valid, and you can take it back."),
    LinkKind.SERIES: _("Linked as one series. You can take it back."),
    LinkKind.DIFFERENT: _("Noted: these two are not the same. They are not proposed again."),
}
