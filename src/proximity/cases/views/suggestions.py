"""What the text tool points at in a case, on a page of its own: looked at on wish, accepted or rejected by a person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor, NotAllowed
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import POLICE_KINDS, Capability
from proximity.assessment.operations import AnsweredMeanwhile
from proximity.assessment.queries.suggestion_labels import CAVEAT, REASON
from proximity.assessment.queries.suggestions import are_on
from proximity.assessment.rules import NotNow, NotSound
from proximity.assessment.suggesting import Pointed, switch
from proximity.cases.forms.fields import NEEDED
from proximity.cases.forms.suggestions import ACCEPT, SuggestionForm
from proximity.cases.models import Case
from proximity.cases.operations.assessing import decide_suggestions
from proximity.cases.operations.reading import note_reading
from proximity.cases.queries.suggestions import SuggestionsPage, suggestions_page
from proximity.cases.rules.states import CaseStatus
from proximity.cases.views.page import case_or_404
from proximity.foundation.ui.flash import say_done
from proximity.packs import codes
from proximity.reporting.forms.staff import SwitchForm


@dataclass(frozen=True, slots=True)
class Line:
    """One suggestion, or several weak ones of a family, with the form to decide on them. `hints` says why, by key."""

    family: str
    pointed: tuple[Pointed, ...]
    form: SuggestionForm
    hints: Mapping[str, str]

    @property
    def first(self) -> Pointed:
        """Return the only one, or the first of several."""
        return self.pointed[0]


@needs(Capability.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, *, reference: str) -> HttpResponse:
    """Show what the tool points at once the bias question is answered; take one decision. Not there where the city has it off."""
    actor, case = case_or_404(request, reference)
    if not are_on(case.city_id):
        raise Http404
    note_reading(case=case, by=actor)
    if request.method != "POST":
        return _page(request, actor, case)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, case, wrong=form, status=422)
    return _decided(request, actor, case, form)


def _decided(request: HttpRequest, actor: Actor, case: Case, form: SuggestionForm) -> HttpResponse:
    """Take the decision of a form that is whole, against the report as it reads now."""
    given, page = form.cleaned_data, suggestions_page(case, by=actor)
    keys, accepted = set(given["key"]), given["decision"] == ACCEPT
    found = {one.key: one for one in page.waiting if one.key in keys}
    if len(found) < len(keys):
        return _page(request, actor, case, typed=given["reason"], status=409)
    try:
        decide_suggestions(case=case, pointed=found.values(), accepted=accepted, reason=given["reason"], by=actor)
    except (NotNow, NotSound, AnsweredMeanwhile):
        return _page(request, actor, case, typed=given["reason"], status=409)
    say_done(request, _done(accepted=accepted, several=len(found) > 1))
    return HttpResponseRedirect(_address(case, at=_next(page, keys)))


def _next(page: SuggestionsPage, keys: set[str]) -> str:
    """Return the anchor of what then stands where the decided stood: what is left of it, or the next one; "" behind the last."""
    for kind, lines in (("t", [(one,) for one in page.telling]), ("w", [those for _family, those in page.weak])):
        for number, those in enumerate(lines, 1):
            decided = {one.key for one in those} & keys
            if decided:
                return f"{kind}-{number}" if len(decided) < len(those) or number < len(lines) else ""
    return ""


def _address(case: Case, *, at: str) -> str:
    """Return the address of the page at one of its articles, which lies open then."""
    to = reverse("cases:suggestions", kwargs={"reference": case.reference}, query={"at": at} if at else None)
    return f"{to}#{at}" if at else to


def _done(*, accepted: bool, several: bool) -> str:
    if several:
        return _("Accepted: they are noted as indicators.") if accepted else _("Rejected: they stay on record.")
    return _("Accepted: it is noted as an indicator.") if accepted else _("Rejected: it stays on record.")


def _page(
    request: HttpRequest,
    actor: Actor,
    case: Case,
    *,
    wrong: SuggestionForm | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the page; the form that was wrong keeps what was typed, and `typed` is what one held that is no longer there."""
    page, is_closed = suggestions_page(case, by=actor), case.status == CaseStatus.CLOSED
    groups = [*(("", (one,)) for one in page.telling), *page.weak]
    at = _place_of(wrong, groups) if wrong is not None and not is_closed else None
    lines = [_line(*group, number, wrong if number == at else None) for number, group in enumerate(groups, 1)]
    telling, weak = lines[: len(page.telling)], lines[len(page.telling) :]
    if wrong is not None and at is None:
        typed, status = wrong["reason"].value() or "", 409
    context = {
        "case": case, "page": page, "telling": telling, "weak": weak, "is_closed": is_closed,
        "number_weak": sum(len(line.pointed) for line in weak),
        "open_weak": request.GET.get("at", "").startswith("w-") or any(line.form.is_bound for line in weak),
        "is_refused": status == 409 or any(_has_moved_on(line, wrong) for line in lines if line.form.is_bound),
        "typed": typed,
    }  # fmt: skip
    return render(request, "cases/suggestions.html", context, status=status)


def _place_of(wrong: SuggestionForm, groups: Iterable[tuple[str, Iterable[Pointed]]]) -> int | None:
    """Return the number of the line whose form was sent: one of its keys is named, or else its family. None: it is gone."""
    sent, of = _sent(wrong), wrong["of"].value()
    families = {family: number for number, (family, _those) in enumerate(groups, 1) if family}
    by_key = (number for number, (_family, those) in enumerate(groups, 1) if any(one.key in sent for one in those))
    return next(by_key, families.get(of))


def _has_moved_on(line: Line, wrong: SuggestionForm | None) -> bool:
    """Say whether a form that is drawn again is about less than when it was sent, or no longer has what was wrong."""
    return not line.form.errors or (wrong is not None and not _sent(wrong) <= {one.key for one in line.pointed})


def _sent(wrong: SuggestionForm) -> set[str]:
    return set(wrong["key"].value() or ())


def _line(family: str, pointed: tuple[Pointed, ...], number: int, wrong: SuggestionForm | None) -> Line:
    """Return a line of the page; its form has ids of its own there, and holds what was typed if it is the one that was wrong."""
    name, keys, several = f"s{number}-%s", [one.key for one in pointed], len(pointed) > 1
    if wrong is None:
        form = SuggestionForm(auto_id=name, initial={"of": family, "key": [] if several else keys})
    else:
        # Where several were shown one may be left, which has no box to tick.
        form = _again(wrong, name, family, list(_sent(wrong)) if several else keys)
    # Its buttons are the template's, and an error of theirs stands by no field.
    form.fields.pop("decision")
    if wrong is not None and "decision" in wrong.errors:
        form.add_error(None, NEEDED["required"])
    if several:
        form.offer([(one.key, _quoted(one)) for one in pointed])
    return Line(family, pointed, form, {one.key: _hint(one) for one in pointed})


def _again(wrong: SuggestionForm, name: str, family: str, keys: list[str]) -> SuggestionForm:
    """Return a form with what was typed into the one that was wrong, about what the page shows now."""
    typed = wrong["reason"].value() or ""
    return SuggestionForm(MultiValueDict({"of": [family], "key": keys, "reason": [typed]}), auto_id=name)


def _quoted(one: Pointed) -> SafeString:
    quote = format_html(
        '<q class="verbatim" lang="{}" dir="auto">{}<mark>{}</mark>{}</q>',
        one.language, one.before, one.words, one.after,
    )  # fmt: skip
    return format_html(
        "{} {} ({})", quote, codes.indicator(one.suggestion.indicator).label(get_language() or "en"), one.suggestion.indicator
    )  # fmt: skip


def _hint(one: Pointed) -> str:
    found = one.suggestion
    return " · ".join(
        str(said) for said in (REASON[found.reason], *(CAVEAT[caveat] for caveat in found.caveats), found.rule)
    )


@needs(Capability.SUPERVISE_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Say whether the text tool is used in the city, and let a supervisor of police switch it."""
    actor = actor_at_work(request)
    may = actor.organisation.kind in POLICE_KINDS
    if request.method == "POST":
        form = SwitchForm(request.POST)
        if form.is_valid():
            _switch(actor, on=form.cleaned_data["on"], may=may)
            return HttpResponseRedirect(reverse("cases:suggestion_settings"))
    context = {"is_on": are_on(actor.city_id), "may": may}
    return render(request, "cases/suggestion_settings.html", context, status=422 if request.method == "POST" else 200)


def _switch(actor: Actor, *, on: bool, may: bool) -> None:
    if not may:
        raise PermissionDenied
    try:
        switch(on=on, by=actor)
    except NotAllowed:
        raise PermissionDenied from None
