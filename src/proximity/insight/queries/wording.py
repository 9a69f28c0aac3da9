"""The words of figures: tables, measures, grounds, types, channels, definitions, levels."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from proximity.insight.rules.counting import Coverage, Level, Measure, TableCode
from proximity.insight.rules.facts import Channel
from proximity.insight.rules.vocabulary import NOT_NOTED, shared_vocabulary
from proximity.packs import codes

INCIDENTS = "incidents"

CHANNELS: dict[str, Promise] = {
    Channel.ONLINE: gettext_lazy("Online form"),
    Channel.PHONE: gettext_lazy("By phone"),
    Channel.DESK: gettext_lazy("In person, at a desk"),
    Channel.CENTRE: gettext_lazy("At a reporting centre"),
    Channel.LETTER: gettext_lazy("By letter or e-mail"),
    Channel.PATROL: gettext_lazy("Noticed by officers on duty"),
    Channel.UNKNOWN: gettext_lazy("Not known"),
}
TITLE = gettext_lazy("Incidents with a possible bias motive")
DEFINITIONS: dict[str, Promise] = {
    "incidents_1": gettext_lazy(
        "An incident is counted when somebody thought that it happened because of who a person is, or was taken to be, and the"
        " assessment did not find otherwise. It need not be a crime, and nobody need have made a formal complaint. Incidents"
        " without such a motive, such as plain hooliganism, are not counted. An incident that several organisations know of is"
        " counted once."
    )
}
# What was counted did not change: from the second definition on there are more tables of it.
DEFINITIONS["incidents_2"] = DEFINITIONS["incidents_1"]

KEY, COVERAGE = "key", "coverage"
TABLES: dict[str, Promise] = {
    KEY: gettext_lazy("Key numbers by year"),
    TableCode.GROUND: gettext_lazy("Because of what"),
    TableCode.KIND: gettext_lazy("What happened"),
    TableCode.CHANNEL: gettext_lazy("How the incidents became known"),
    COVERAGE: gettext_lazy("How much of the work was done"),
}
HEADINGS: dict[str, Promise] = {
    KEY: gettext_lazy("What is counted"),
    TableCode.GROUND: gettext_lazy("Ground"),
    TableCode.KIND: gettext_lazy("Type of incident"),
    TableCode.CHANNEL: gettext_lazy("Way"),
    COVERAGE: gettext_lazy("What is counted"),
}
MEASURES: dict[str, Promise] = {
    INCIDENTS: gettext_lazy("Incidents"),
    Measure.COMPLAINTS: gettext_lazy("of these, with a formal complaint"),
    Measure.OFFENCES: gettext_lazy("of these, an offence suspected by the police"),
    Measure.REFERRED: gettext_lazy("of these, referred to state police or prosecution"),
    Measure.PROSECUTED: gettext_lazy("of these, charged"),
    Measure.SENTENCED: gettext_lazy("of these, sentenced"),
    Measure.CASES: gettext_lazy("Cases opened by the police"),
}
SHARES: dict[str, Promise] = {
    Coverage.BIAS_ANSWERED: gettext_lazy("Bias question answered"),
    Coverage.FEEDBACK_ON_TIME: gettext_lazy("Person told in time what was done"),
}
PARTS: dict[str, tuple[Promise, Promise]] = {
    Coverage.BIAS_ANSWERED: (gettext_lazy("cases with an answer"), gettext_lazy("of all cases opened")),
    Coverage.FEEDBACK_ON_TIME: (
        gettext_lazy("cases in which the person was told in time"),
        gettext_lazy("of all cases in which the promised day has come or the person was told"),
    ),
}
MEANINGS: dict[str, Promise] = {
    Measure.COMPLAINTS: gettext_lazy(
        "Somebody made a formal complaint. Nobody has to: an incident counts without one."
    ),
    Measure.OFFENCES: gettext_lazy("The police suspect that it was an offence. Whether it was one is for a court."),
    Measure.REFERRED: gettext_lazy("The case was handed to the state police or the prosecution."),
    Measure.PROSECUTED: gettext_lazy("Somebody was charged, as far as the organisations of the city know."),
    Measure.SENTENCED: gettext_lazy("A court passed sentence, as far as the organisations of the city know."),
    Measure.CASES: gettext_lazy(
        "Cases that the police of the city opened, by the year of the incident, whatever their assessment found."
    ),
    Coverage.BIAS_ANSWERED: gettext_lazy(
        "Each case asks the police whether bias played a part: yes, no, or not known. Counted is whether somebody answered."
    ),
    Coverage.FEEDBACK_ON_TIME: gettext_lazy(
        "Each person is promised a day by which she hears what was done. Counted is whether she heard by then."
    ),
    TableCode.GROUND: gettext_lazy("Why somebody was targeted, as perceived or as assessed."),
    TableCode.KIND: gettext_lazy(
        "What happened, coarsely, as somebody of the police coded it. “Not coded” is what nobody has coded."
    ),
    TableCode.CHANNEL: gettext_lazy("By which way the incident became known to who recorded it."),
}
LEVELS: dict[tuple[str, str], Promise] = {
    (TableCode.GROUND, Level.COARSE_YEAR): gettext_lazy(
        "By group of grounds and year. Single grounds would be too few to publish. The groups are those of ODIHR, the human"
        " rights office of the OSCE."
    ),
    (TableCode.GROUND, Level.COARSE_SPAN): gettext_lazy(
        "By group of grounds, all years together. Single years would be too few to publish. The groups are those of ODIHR, the"
        " human rights office of the OSCE."
    ),
    (TableCode.KIND, Level.FINE_SPAN): gettext_lazy("All years together. Single years would be too few to publish."),
    (TableCode.CHANNEL, Level.FINE_SPAN): gettext_lazy("All years together. Single years would be too few to publish."),
}


@lru_cache(maxsize=16)
def kind_labels(lang: str) -> dict[str, str]:
    """Return the words of every type of incident, in one language."""
    kinds = {kind.code: kind.label(lang) for kind in codes.incident_types()}
    with override(lang):
        return kinds | {NOT_NOTED: _("Not coded")}


def labels_of(code: str, lang: str) -> dict[str, str]:
    """Return the words of every row that one of the tables can have."""
    if code == TableCode.GROUND:
        return ground_labels(lang)
    if code == TableCode.KIND:
        return kind_labels(lang)
    return {channel: str(words) for channel, words in CHANNELS.items()}


@lru_cache(maxsize=16)
def ground_labels(lang: str) -> dict[str, str]:
    """Return the words of every row a table can have, in one language."""
    with override(lang):
        families = {
            family.code: _("%(family)s, not told more finely") % {"family": family.label(lang)}
            for family in codes.ground_families()
        }
    grounds = {ground.code: ground.label(lang) for ground in codes.grounds()}
    return families | grounds | {category.code: category.label(lang) for category in codes.odihr_categories()}


def outside_odihr(lang: str) -> list[str]:
    """Return, a sentence for each reason, which grounds ODIHR's categories leave out."""
    labels, by_reason = ground_labels(lang), dict[str, list[str]]()
    for code in shared_vocabulary().kept_from_odihr:
        entry = codes.odihr_reason(code)
        by_reason.setdefault(entry.label(lang) if entry else "", []).append(labels[code])
    return [f"{'; '.join(named)}: {reason}" for reason, named in by_reason.items()]
