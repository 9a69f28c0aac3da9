"""The words of figures: grounds, channels, definitions, levels."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proximity.insight.rules.counting import Level
from proximity.insight.rules.facts import Channel
from proximity.insight.rules.vocabulary import shared_vocabulary
from proximity.packs import codes

CHANNELS: dict[str, Promise] = {
    Channel.ONLINE: gettext_lazy("Online form"),
    Channel.PHONE: gettext_lazy("By phone"),
    Channel.DESK: gettext_lazy("In person, at a desk"),
    Channel.CENTRE: gettext_lazy("At a reporting centre"),
    Channel.LETTER: gettext_lazy("By letter or e-mail"),
    Channel.PATROL: gettext_lazy("Noticed by officers on duty"),
    Channel.UNKNOWN: gettext_lazy("Not known"),
}
TITLES: dict[str, Promise] = {"grounds_by_year": gettext_lazy("Incidents with a possible bias motive")}
DEFINITIONS: dict[str, Promise] = {
    "incidents_1": gettext_lazy(
        "An incident is counted when somebody thought that it happened because of who a person is, or was taken to be, and the"
        " assessment did not find otherwise. It need not be a crime, and nobody need have made a formal complaint. Incidents"
        " without such a motive, such as plain hooliganism, are not counted. An incident that several organisations know of is"
        " counted once."
    )
}
LEVELS: dict[Level, Promise] = {
    Level.FINE_YEAR: gettext_lazy("By ground and year."),
    Level.COARSE_YEAR: gettext_lazy(
        "By group of grounds and year. Single grounds would be too few to publish. The groups are those of ODIHR, the human"
        " rights office of the OSCE."
    ),
    Level.COARSE_SPAN: gettext_lazy(
        "By group of grounds, all years together. Single years would be too few to publish. The groups are those of ODIHR, the"
        " human rights office of the OSCE."
    ),
    Level.ALL_YEAR: gettext_lazy("By year, all grounds together. Single grounds would be too few to publish."),
    Level.TOTAL: gettext_lazy("All years and grounds together. Anything finer would be too few to publish."),
}

CAPTIONS: dict[Level, Promise] = {
    Level.FINE_YEAR: gettext_lazy("Incidents by ground and year"),
    Level.COARSE_YEAR: gettext_lazy("Incidents by group of grounds and year"),
    Level.COARSE_SPAN: gettext_lazy("Incidents by group of grounds"),
    Level.ALL_YEAR: gettext_lazy("Incidents by year"),
    Level.TOTAL: gettext_lazy("Incidents"),
}


@lru_cache(maxsize=16)
def ground_labels(lang: str) -> dict[str, str]:
    """Return the words of every row a table can have, in one language."""
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
