"""What the workspace's first page is for each kind of organisation: its own work in order, what it may do next, what it sees.

One visible list. An area's source returns None for whom it has no work, so a list here decides order, and never who may see.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.accounts.rules import Capability, OrganisationKind
from proximity.cases.queries.home import home_items as case_items
from proximity.cases.queries.home import keeping_items, news_items, reading_items
from proximity.cases.queries.home_needs import needs_items, support_items
from proximity.cases.queries.home_outcomes import outcome_items
from proximity.cases.queries.referrals import home_items as referral_items
from proximity.directory.queries.home import home_items as directory_items
from proximity.evidence.queries.home import home_items as evidence_items
from proximity.exchange.queries.overview import home_items as exchange_items
from proximity.foundation.ui.home import Act, HomeList
from proximity.insight.queries.comparison import city_items
from proximity.insight.queries.releases import home_items as figures_items
from proximity.learning.queries.cohorts import home_items as learning_items
from proximity.oversight.queries import home_items as oversight_items
from proximity.plans.queries.publications import home_items as plan_items
from proximity.plans.queries.publications import measure_items
from proximity.reporting.queries.inbox import home_items as report_items

type HomeSource = Callable[[Actor], HomeList | None]


@dataclass(frozen=True, slots=True)
class Verb:
    """Something to do next: its words, the name of its address, and the capability it needs (None: anybody of the kind).

    An address that begins with `/` is a page of the public site, with `city` for the actor's city.
    """

    label: Promise
    name: str
    capability: Capability | None = None

    def act(self, actor: Actor) -> Act:
        """Return the verb as a link for somebody."""
        if not self.name.startswith("/"):
            return Act(self.label, reverse(self.name))
        path = self.name.format(city=actor.organisation.city.slug)
        return Act(self.label, f"{settings.PUBLIC_ADDRESS}/{get_language() or 'en'}{path}")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page of a kind of organisation.

    `begin` and `begin_text` stand first while nothing waits: the first step, and what will come. `sees` and `never` say what this
    organisation reads here and what it cannot.
    """

    sources: tuple[HomeSource, ...]
    verbs: tuple[Verb, ...]
    begin: Promise
    begin_text: Promise
    sees: Promise
    never: Promise


ENTER = Verb(_("Enter a report for somebody"), "reports:enter", Capability.ENTER_REPORTS)
AWAY = Verb(_("Say when you are away"), "cases:away", Capability.WORK_CASES)
REFERRALS = Verb(_("See what was referred"), "cases:referrals", Capability.RECEIVE_REFERRALS)
FIGURES = Verb(_("Read the released figures"), "figures:index", Capability.READ_FIGURES)
READ_PLAN = Verb(_("Read the city's action plan"), "/plan/{city}/")
HELP = Verb(_("See where people find help"), "/help/{city}/")
CARDS = Verb(_("Look at the indicator cards"), "cards", Capability.READ_CARDS)
KEEPING = Verb(_("Look at what is to be disposed of"), "retention:index", Capability.DISPOSE)

LOCAL_POLICE = FirstPage(
    sources=(
        case_items, report_items, referral_items, news_items, reading_items, evidence_items, needs_items, keeping_items,
        exchange_items, learning_items, measure_items, directory_items, figures_items,
    ),
    verbs=(ENTER, CARDS, AWAY),
    begin=_("Nothing waits for you"),
    begin_text=_(
        "Somebody tells you at the desk or by phone? Enter it for her. What people send to you stands here by itself, with the"
        " day by which you promised an answer."
    ),
    sees=_("You see the reports that people sent to your organisation, its cases, and what other bodies referred to it."),
    never=_(
        "You never see a report that was sent to an NGO alone, a complaint about your own officers, or a case of another"
        " organisation or city."
    ),
)  # fmt: skip

FIRST_PAGES: Mapping[OrganisationKind, FirstPage] = {
    OrganisationKind.LOCAL_POLICE: LOCAL_POLICE,
    OrganisationKind.STATE_POLICE: FirstPage(
        sources=(
            referral_items, case_items, report_items, news_items, reading_items, evidence_items, needs_items,
            keeping_items, exchange_items, learning_items, measure_items, directory_items, figures_items,
        ),
        verbs=(REFERRALS, ENTER, CARDS, AWAY),
        begin=_("No referral waits for you"),
        begin_text=_(
            "What the local police refer to you stands here, with the day by which they expect an answer. You accept it, ask, or"
            " send it back."
        ),
        sees=LOCAL_POLICE.sees,
        never=LOCAL_POLICE.never,
    ),
    OrganisationKind.PROSECUTION: FirstPage(
        sources=(referral_items, outcome_items, learning_items, measure_items, directory_items, figures_items),
        verbs=(REFERRALS, FIGURES),
        begin=_("No pack waits for you"),
        begin_text=_(
            "What the police refer to you stands here with its pack: facts, indicators, words, evidence. You accept it, ask, or"
            " send it back, and enter what you decide."
        ),
        sees=_("You see what was referred to your office, its pack and its files, and what came of it."),
        never=_("You never see a case that was not referred to you, or what a referral left out."),
    ),
    OrganisationKind.NGO: FirstPage(
        sources=(
            report_items, support_items, evidence_items, exchange_items, learning_items, measure_items, directory_items,
            figures_items,
        ),
        verbs=(
            ENTER, Verb(_("See who asks you for support"), "cases:support_requests", Capability.GIVE_SUPPORT), HELP, CARDS,
        ),
        begin=_("Nobody waits for an answer"),
        begin_text=_(
            "Somebody tells you at the desk or by phone? Enter it for her; she chooses who reads it. Nothing goes to the police"
            " without her consent."
        ),
        sees=_(
            "You see the reports that people sent to your organisation, and whom the police asked you to support."
        ),
        never=_("You never see a report that was sent to others only, or a case of the police."),
    ),
    OrganisationKind.CITY_HALL: FirstPage(
        sources=(figures_items, plan_items, exchange_items, learning_items, directory_items),
        verbs=(
            Verb(_("Prepare figures"), "figures:index", Capability.RELEASE_FIGURES),
            Verb(_("Work on the action plan"), "plan:index", Capability.EDIT_PLAN), READ_PLAN,
        ),
        begin=_("No figures and no review wait for you"),
        begin_text=_(
            "New figures are counted when you ask for them. You see the table first, and then decide whether everybody reads it."
        ),
        sees=_("You see rounded figures and the plan of your city."),
        never=_("You never see a report, a case, or who reported."),
    ),
    OrganisationKind.COMPLAINTS_BODY: FirstPage(
        sources=(
            report_items, case_items, news_items, reading_items, referral_items, evidence_items, needs_items,
            keeping_items, exchange_items, learning_items, measure_items, directory_items, figures_items,
        ),
        verbs=(Verb(_("Enter a complaint for somebody"), "reports:enter", Capability.ENTER_REPORTS), HELP),
        begin=_("No complaint waits for you"),
        begin_text=_(
            "Complaints that people send to you about officers and officials stand here. The organisation complained about cannot"
            " read them."
        ),
        sees=_("You see the complaints and reports that people sent to your organisation, and your own cases."),
        never=_("You never see what was sent to the police or to an NGO alone, or their cases."),
    ),
    OrganisationKind.NATIONAL_BODY: FirstPage(
        sources=(city_items, exchange_items, measure_items),
        verbs=(
            Verb(_("Compare the cities"), "figures:cities", Capability.COMPARE_CITIES),
            Verb(_("See what cities exchange"), "exchange:overview", Capability.READ_EXCHANGE),
            Verb(_("Download with ODIHR's categories (CSV)"), "figures:odihr", Capability.COMPARE_CITIES),
        ),
        begin=_("See what cities have released"),
        begin_text=_("What each city released last, side by side, with what the numbers mean and what they do not say."),
        sees=_("You see what cities have released, as everybody may."),
        never=_("You never see a report, a case, or a number before it was rounded and released."),
    ),
    OrganisationKind.TRAINING_BODY: FirstPage(
        sources=(exchange_items, learning_items, measure_items, directory_items, figures_items),
        verbs=(Verb(_("Go to scenarios and courses"), "learning:index", Capability.TRAIN), CARDS, FIGURES, READ_PLAN, HELP),
        begin=_("Let people learn together"),
        begin_text=_(
            "Publish scenarios that officers and NGOs of several cities answer apart, and set up courses. The released figures"
            " and the action plan show what they need to learn."
        ),
        sees=_("You see released figures and the published plan, as everybody may."),
        never=_("You never see a report, a case, or who reported."),
    ),
    OrganisationKind.STAKEHOLDER: FirstPage(
        sources=(learning_items, measure_items, directory_items, figures_items),
        verbs=(READ_PLAN, FIGURES, HELP),
        begin=_("Read what your city plans"),
        begin_text=_(
            "Schools, landlords, transport and clinics often see first what happens. The plan says who does what about it, and"
            " what your organisation has taken on."
        ),
        sees=_("You see released figures, the published plan, and what it asks of your organisation."),
        never=_("You never see a report, a case, or who reported."),
    ),
    OrganisationKind.OVERSIGHT: FirstPage(
        sources=(oversight_items, keeping_items, measure_items, directory_items, figures_items),
        verbs=(Verb(_("Read the log"), "audit_log", Capability.READ_AUDIT), KEEPING),
        begin=_("The log is whole, and no list waits for you"),
        begin_text=_("Once a month, and whenever somebody doubts it, have the log verified. Look at who read what, and why."),
        sees=_("You see who did what in your city and when, and the lists of what is to be disposed of."),
        never=_("You never see what a report or a case says."),
    ),
}  # fmt: skip
