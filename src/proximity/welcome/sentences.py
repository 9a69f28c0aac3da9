"""What the public front says in words that more than one place shows: a page and the leaflet say the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proximity.packs import codes
from proximity.welcome.facts import Project, Source, the_project

OBJECTIVES: Mapping[str, Promise] = {
    "share": gettext_lazy("To share knowledge and experience."),
    "identify": gettext_lazy("To recognise such acts better in the cities, and to prosecute them effectively."),
    "network": gettext_lazy("To build a practical exchange network in which police learn from one another."),
}
RESULTS: Mapping[str, Promise] = {
    "awareness": gettext_lazy(
        "Local authorities and local police know how much depends on them, and have tools that work."
    ),
    "learning": gettext_lazy("Local police of European cities learn from one another."),
    "participation": gettext_lazy(
        "Civil society and vulnerable groups take a stronger part, and police and communities are closer to each other."
    ),
    "strategies": gettext_lazy("Cities act better, and with better strategies, against racism and xenophobia."),
}
TARGET_GROUPS: Mapping[str, Promise] = {
    "local_police": gettext_lazy("Local and municipal police"),
    "other_police": gettext_lazy("Other law enforcement that works with them"),
    "local_authorities": gettext_lazy("Local authorities"),
    "organisations": gettext_lazy("Organisations that work against discrimination"),
    "services": gettext_lazy("Regional and national services against racism and xenophobia"),
    "others": gettext_lazy("Others whom it concerns"),
}

# The front page begins with these, and so does the leaflet.
QUESTION = gettext_lazy("Something happened to you, or to someone you know, because of who they are?")
ANSWER = gettext_lazy("You can tell us here. You need no account and no name, and you choose who reads it.")
TELL = gettext_lazy("Tell us what happened")
HOW_LONG = gettext_lazy("About four minutes. You can skip questions and stop at any time.")
DEFINITION = gettext_lazy("What is a hate incident?")
PAPERS = gettext_lazy("Your papers")
LOCKED = gettext_lazy(
    "When you press Send, your answers are locked so that only the organisations you chose can open them."
    " This website itself cannot open them again, and neither can another organisation of the same city."
)


@dataclass(frozen=True, slots=True)
class ToldProject:
    """The project in sentences of one language, part by part, with the facts they rest on."""

    facts: Project
    title: str
    what: str
    aim: str
    objectives: tuple[str, ...]
    results: tuple[str, ...]
    target_groups: tuple[str, ...]
    coordinator: str
    partners: tuple[str, ...]
    notice: str
    disclaimer: str
    not_the_project: str
    today: str
    responsible: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the facts were seen."""
        return self.facts.sources


def told_project(lang: str) -> ToldProject:
    """Return the project in the language of this moment, which `lang` names."""
    facts = the_project()
    return ToldProject(
        facts=facts,
        title=_("The project PROXIMITY"),
        what=_(
            "PROXIMITY was a European project against racism, xenophobia and other forms of intolerance. It brought local"
            " police, cities and organisations from %(count)s countries together."
        ) % {"count": len(facts.countries)},
        aim=_(
            "Local authorities, and local police above all, were to recognise racism, xenophobia, other intolerance and hate"
            " crime better, and to be better able to prevent and fight them."
        ),
        objectives=tuple(str(OBJECTIVES[code]) for code in facts.objectives),
        results=tuple(str(RESULTS[code]) for code in facts.results),
        target_groups=tuple(str(TARGET_GROUPS[code]) for code in facts.target_groups),
        coordinator=codes.country(facts.coordinated_from).label(lang),
        partners=tuple(codes.country(code).label(lang) for code in facts.partners_in),
        notice=facts.notice.label(lang),
        disclaimer=_(
            "The European Commission is not responsible for what is said here, nor for any use that may be made of it."
        ),
        not_the_project=_(
            "This website runs on Proximity, free software that carries on what the project set out to do. Proximity is not"
            " the project itself, which ended in %(year)s."
        ) % {"year": facts.ends.year},
        today=_(
            "Proximity is free software for a city's police and its partners. People tell what happened to them; whoever they"
            " choose reads it, answers, and follows it up. The city publishes figures that say nothing about anybody."
        ),
        responsible=_(
            "Each city runs Proximity itself and is responsible for it. Neither the partners of the project nor the European"
            " Union are."
        ),
    )  # fmt: skip
