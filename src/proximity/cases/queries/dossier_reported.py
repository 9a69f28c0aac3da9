"""What the person told, as rows of a dossier: her words as she wrote them, what she perceives, facts, and who has a part in it.

Functions that speak do so in the language that is switched on.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from proximity.accounts.actors import Actor
from proximity.cases.models import Case
from proximity.cases.queries.labels import COMPLAINT, OFFENCE
from proximity.cases.queries.origins import origin_line
from proximity.cases.queries.person_labels import AGE_BAND, ROLE
from proximity.cases.queries.persons import PersonLine, persons_of
from proximity.cases.rules.persons import AgeBand
from proximity.cases.rules.referrals import PersonsShown
from proximity.cases.rules.states import OffenceState
from proximity.dossier.rules.values import Coded, FactRow, Perception, PersonRow, Told, Words
from proximity.foundation.sealing.records import RecordKey
from proximity.reporting.access import OpenReport, open_report
from proximity.reporting.models import Recipient, Report
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import MAY_READ
from proximity.reporting.views.answers import Told as Line
from proximity.reporting.views.answers import ToldPage, told, told_on

# What is a fact of the incident. Whether she is safe and whom she told are not: they are in no dossier.
FACTS = (
    "city", "country", "place", "when_precision", "when_date", "when_time", "when_text", "happened_before", "reported_before",
    "reported_where", "reported_number", "targets", "officer", "officer_body",
)  # fmt: skip
# How to reach her without harm goes along only where she is shown in clear.
CONTACT = ("contact_how", "contact_address", "contact_when", "contact_message", "contact_hide_from")
OWN_WORDS = frozenset({
    "place", "when_text", "reported_where", "reported_number", "contact_address", "contact_when", "contact_hide_from",
})  # fmt: skip


def report_of(case: Case, *, by: Actor) -> OpenReport | None:
    """Return the report, or None where the person's word no longer lets the organisation read it, or its key is gone."""
    may = Recipient.objects.filter(report=case.report_id, organisation=by.organisation, status__in=MAY_READ)
    if case.report_id is None or not may.exists():
        return None
    return open_report(Report.objects.select_related("city").get(pk=case.report_id), by=by)


def perception(reported: OpenReport, case: Case, language: str) -> Perception:
    """Return whether she thinks that bias played a part, which grounds she chose, and why, in her own words."""
    pages, answers = _pages(reported, case, language), reported.answers
    because = {line.name: line for line in told_on(Step.BECAUSE, pages)}
    standing = next((line for page in pages for line in page.lines if line.name == "standing"), None)
    chosen = because["grounds"].answers if "grounds" in because else ()
    return Perception(
        answer=_answer(answers.perceived, because.get("perceived")),
        standing=_answer(answers.standing, standing) if standing else None,
        grounds=tuple(Coded(code, str(words)) for code, words in zip(answers.grounds, chosen, strict=True)),
        why=Words(answers.why, reported.report.language) if answers.why else None,
    )  # fmt: skip


def facts_told(reported: OpenReport, case: Case, language: str, persons: PersonsShown) -> tuple[FactRow, ...]:
    """Return the other answers that go along, each with what was asked."""
    lines = {line.name: line for page in _pages(reported, case, language) for line in page.lines}
    names = FACTS + (CONTACT if persons is PersonsShown.IN_CLEAR else ())
    return tuple(_fact(lines[name], reported) for name in names if name in lines)


def of_police(case: Case) -> tuple[FactRow, ...]:
    """Return the two states that the police set: they are apart from what she perceives (R4)."""
    return (
        FactRow(Coded("complaint", _("Formal complaint")), str(COMPLAINT[case.complaint_state])),
        FactRow(Coded("offence", _("What the police suspect")), str(OFFENCE[case.offence_state])),
    )


def words_told(reported: OpenReport) -> tuple[Told, ...]:
    """Return her account, verbatim, in the language she wrote it in."""
    said = Words(reported.answers.what, reported.report.language)
    return (Told(Coded("what", _("What happened")), _("the person who reported"), said, reported.report.sent_at),)


def words_of_register(case: Case, key: RecordKey) -> tuple[Told, ...]:
    """Return the account of an older register that a case was brought in from, if it has one."""
    line = origin_line(case, key)
    if line is None or not line.origin.told:
        return ()
    who = _("the register “%(source)s”, %(external)s") % {
        "source": line.origin.source,
        "external": line.origin.external,
    }
    return (
        Told(Coded("what", _("What happened")), who, Words(line.origin.told, line.origin.language), case.opened_at),
    )


def persons_named(
    case: Case, by: Actor, reported: OpenReport | None, language: str, persons: PersonsShown
) -> tuple[PersonRow, ...]:  # fmt: skip
    """Return who has a part in the case. By role nobody is named but a suspect of an offence, whom proceedings are about."""
    rows = [_person(line, case, persons) for line in persons_of(case, by=by).lines]
    return (*_reporter(reported, case, language), *rows)


def _reporter(reported: OpenReport | None, case: Case, language: str) -> Iterator[PersonRow]:
    if reported is None:
        return
    lines = (line for page in _pages(reported, case, language) for line in page.lines if line.name == "standing")
    standing = next((str(line.answers[0]) for line in lines), "")
    yield PersonRow(Coded(reported.answers.standing or "reporter", standing or _("the person who reported")))


def _person(line: PersonLine, case: Case, persons: PersonsShown) -> PersonRow:
    suspected = line.is_suspect and case.offence_state == OffenceState.SUSPECTED
    named = suspected or (persons is PersonsShown.IN_CLEAR and not line.is_suspect)
    notes = [line.details.name if named else "", line.details.relation if named else ""]
    if line.guardian_in_conflict:
        notes.append(_("A guardian is in conflict with the child: do not tell or contact the guardian."))
    return PersonRow(
        role=Coded(line.role, str(ROLE[line.role])),
        age_band=Coded(line.age_band, str(AGE_BAND[line.age_band])) if line.age_band != AgeBand.UNKNOWN else None,
        note=" · ".join(filter(None, notes)),
    )


def _pages(reported: OpenReport, case: Case, language: str) -> list[ToldPage]:
    return told(reported.answers, case.city, language)


def _fact(line: Line, reported: OpenReport) -> FactRow:
    fact, said = Coded(line.name, str(line.asked)), "\n".join(map(str, line.answers))
    if line.name in OWN_WORDS:
        return FactRow(fact, words=Words(said, reported.report.language))
    return FactRow(fact, said)


def _answer(code: str, line: Line | None) -> Coded:
    return Coded(code, str(line.answers[0]) if line else _("not answered"))
