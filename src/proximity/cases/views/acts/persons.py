"""Acts on the persons of a case."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from proximity.accounts.actors import Actor
from proximity.cases.forms.persons import FAULTS, KeepForm, NecessityForm, PersonForm, RemoveForm, SuspectForm
from proximity.cases.models import Case
from proximity.cases.operations import persons, suspects
from proximity.cases.operations.persons import Described
from proximity.cases.queries.page import CasePage
from proximity.cases.queries.person_labels import ROLE
from proximity.cases.queries.persons import PersonLine, Persons, necessity_paper
from proximity.cases.rules.persons import AgeBand, NecessityAnswers, PersonDetails, PersonRole, Question
from proximity.cases.views.acts.act import Act, Asked, Initial
from proximity.foundation.pure.ids import uuid_or_none


def _person(case: Case, by: Actor, asked: Asked) -> None:
    described = Described(
        role=PersonRole(asked["role"]), age_band=AgeBand(asked["age_band"]), details=_details(asked),
        guardian=asked["guardian"], guardian_in_conflict=asked["in_conflict"],
    )  # fmt: skip
    if asked["person"] is None:
        persons.add_person(case=case, described=described, by=by)
    else:
        persons.change_person(case=case, person_id=asked["person"], described=described, seen=asked["seen"] or 0, by=by)


def _suspect(case: Case, by: Actor, asked: Asked) -> None:
    described = Described(PersonRole.SUSPECT, AgeBand(asked["age_band"]), _details(asked))
    if asked["person"] is None:
        persons.add_person(case=case, described=described, test=_test(asked), by=by)
    else:
        persons.change_person(
            case=case, person_id=asked["person"], described=described, seen=asked["seen"] or 0, test=_test(asked), by=by
        )


def _keep(case: Case, by: Actor, asked: Asked) -> None:
    suspects.keep_suspect(case=case, person_id=asked["person"], test=_test(asked), by=by)


def _remove(case: Case, by: Actor, asked: Asked) -> None:
    persons.remove_person(case=case, person_id=asked["person"], by=by)


def _details(asked: Asked) -> PersonDetails:
    return PersonDetails(**{
        name: asked.get(name, "") for name in ("name", "relation", "language", "need", "trusted")
    })  # fmt: skip


def _test(asked: Asked) -> NecessityAnswers:
    return NecessityAnswers({question: asked.get(question.value, "") for question in Question}, asked.get("keep_until"))


def person_name(line: PersonLine) -> str:
    """Return what a person is called in lists: her name, or her role with a number."""
    return line.details.name or f"{ROLE[line.role]} {line.number}"


def _fill_person(page: CasePage, entry: UUID | None) -> Initial | None:
    if entry is None:
        return {"age_band": AgeBand.UNKNOWN}
    line = page.persons.line(entry)
    if line is None or line.is_suspect:
        return None
    details = line.details
    return {
        "person": line.id, "seen": line.version, "role": line.role, "age_band": line.age_band, "name": details.name,
        "relation": details.relation, "language": details.language, "need": details.need, "trusted": details.trusted,
        "guardian": line.guardian, "in_conflict": line.guardian_in_conflict,
    }  # fmt: skip


def _fill_suspect(page: CasePage, entry: UUID | None) -> Initial | None:
    if entry is None:
        return {"age_band": AgeBand.UNKNOWN}
    line = page.persons.line(entry)
    if line is None or not line.is_suspect:
        return None
    return {
        "person": line.id, "seen": line.version, "age_band": line.age_band, "name": line.details.name,
        "relation": line.details.relation,
    }  # fmt: skip


def _fill_keep(page: CasePage, entry: UUID | None) -> Initial | None:
    line = page.persons.line(entry)
    return {"person": entry} if line is not None and line.delete_on is not None else None


def _fill_remove(page: CasePage, entry: UUID | None) -> Initial | None:
    return {"person": entry} if page.persons.line(entry) else None


def _offer_guardians(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    if not isinstance(form, PersonForm):
        return
    others = [line for line in page.persons.lines if str(line.id) != str(form["person"].value())]
    form.offer([(str(line.id), person_name(line)) for line in others if not line.is_suspect])
    _see_anew(form, page.persons)


def _ask(form: forms.Form, page: CasePage, _entry: UUID | None) -> None:
    """Show the questions of the country where a test is needed, none where an offence is suspected."""
    if not isinstance(form, NecessityForm):
        return
    if not page.persons.test_needed:
        form.ask_nothing()
    else:
        paper = necessity_paper(page.case, on=page.today)
        form.ask(paper.questions, paper.rule.words.label(get_language() or "en") if paper.rule else "")
    _see_anew(form, page.persons)


def _see_anew(form: forms.Form, shown: Persons) -> None:
    """Let a form that is shown again carry the version that now stands in the list above it."""
    if form.is_bound and "seen" in form.fields:
        line = shown.line(uuid_or_none(str(form["person"].value())))
        form.data = {name: form.data[name] for name in form.data} | {"seen": str(line.version if line else "")}


ACTS: Mapping[str, Act] = {
    "person": Act(
        "persons", PersonForm, _("Save"), _person, fill=_fill_person, prepare=_offer_guardians, faults=FAULTS
    ),
    "suspect": Act("persons", SuspectForm, _("Save"), _suspect, fill=_fill_suspect, prepare=_ask, faults=FAULTS),
    "suspect-keep": Act(
        "persons", KeepForm, _("Keep the name until then"), _keep, fill=_fill_keep, prepare=_ask, faults=FAULTS
    ),
    "person-remove": Act("persons", RemoveForm, _("Take this person out"), _remove, fill=_fill_remove),
}
