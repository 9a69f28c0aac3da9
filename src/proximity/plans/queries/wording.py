"""The words of plans: what is computed, units, states, progress."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proximity.assessment.queries.labels import Words
from proximity.plans.rules.indicators import Computed, Unit
from proximity.plans.rules.measures import MeasureState
from proximity.plans.rules.progress import Standing

COMPUTED: Mapping[Computed, Words] = {
    Computed.INCIDENTS_YEAR: _("Incidents recorded that happened in the last whole year"),
    Computed.INCIDENTS_ALL: _("Incidents recorded, all years of the table together"),
    Computed.SHARE_ONLINE: _("Incidents that became known by the online form"),
    Computed.SHARE_PHONE: _("Incidents that became known by telephone"),
    Computed.SHARE_DESK: _("Incidents that became known in person, at a desk"),
    Computed.SHARE_CENTRE: _("Incidents that became known at a reporting centre"),
    Computed.SHARE_PATROL: _("Incidents that officers noticed on duty"),
    Computed.SHARE_CHANNEL_UNKNOWN: _("Incidents of which nobody noted how they became known"),
    Computed.SHARE_GROUND_UNKNOWN: _("Incidents of the last whole year whose ground nobody knows"),
    Computed.SHARE_GROUND_UNSPECIFIED: _(
        "Incidents of the last whole year whose ground is unknown or told only roughly"
    ),
    Computed.SHARE_YEAR_UNKNOWN: _("Incidents of which nobody knows the year"),
    Computed.GROUNDS_TOLD: _("Grounds with at least 5 incidents in the last whole year"),
    Computed.SHARE_BIAS_ANSWERED: _("Cases of the last whole year in which the bias question is answered"),
    Computed.SHARE_FEEDBACK_ON_TIME: _(
        "Cases of the last whole year in which the person was told in time what was done"
    ),
    Computed.SHARE_TYPE_NOT_CODED: _("Incidents of which nobody has coded the type"),
}
UNITS: Mapping[Unit, Words] = {
    Unit.PERCENT: _("percent"),
    Unit.PEOPLE: _("people, incidents or reports"),
    Unit.THINGS: _("other things, such as meetings or schools"),
}
UNIT_HINTS: Mapping[Unit, Words] = {
    Unit.PERCENT: _("A number from 0 to 100."),
    Unit.PEOPLE: _(
        "Rounded to a multiple of 5. Below 5 only “fewer than 5” is said, so that nobody can be recognised."
    ),
    Unit.THINGS: _("As many as there are."),
}
STATES: Mapping[MeasureState, Words] = {
    MeasureState.PLANNED: _("planned"),
    MeasureState.UNDER_WAY: _("under way"),
    MeasureState.DONE: _("done"),
    MeasureState.DROPPED: pgettext_lazy("measure of a plan", "dropped"),
}
COUNTED: Mapping[MeasureState, Words] = {
    MeasureState.PLANNED: _("Measures planned"),
    MeasureState.UNDER_WAY: _("Measures under way"),
    MeasureState.DONE: _("Measures done"),
    MeasureState.DROPPED: _("Measures dropped"),
}
STATE_KINDS: Mapping[MeasureState, str] = {
    MeasureState.PLANNED: "",
    MeasureState.UNDER_WAY: "info",
    MeasureState.DONE: "success",
    MeasureState.DROPPED: "warning",
}
STANDINGS: Mapping[Standing, Words] = {
    Standing.REACHED: _("target reached"),
    Standing.NEARER: _("nearer to the target"),
    Standing.SAME: _("where it began"),
    Standing.FURTHER: _("further from the target"),
    Standing.UNKNOWN: _("cannot be said yet"),
}
STANDING_KINDS: Mapping[Standing, str] = {
    Standing.REACHED: "success",
    Standing.NEARER: "info",
    Standing.SAME: "",
    Standing.FURTHER: "warning",
    Standing.UNKNOWN: "",
}
