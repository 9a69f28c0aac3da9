"""The plan in the workspace: begin it, see it whole, change its head, publish it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.packs.loader import load_pack
from proximity.plans.access import PlanNotFound, draft_of
from proximity.plans.forms import BeginForm, HeadForm, SeenForm
from proximity.plans.forms.parts import TEMPLATE
from proximity.plans.operations import ChangedMeanwhile, NotReady, begin_plan, change_head, publish_plan
from proximity.plans.operations.drafting import AlreadyBegun
from proximity.plans.queries.workplace import draft_page
from proximity.plans.views.editing import Sheet, draft_address, filled_in, plain, works_on_plans

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@works_on_plans
def index(request: HttpRequest) -> HttpResponse:
    """Show the draft with all that can be done in it; without one, how to begin."""
    actor = actor_at_work(request)
    plan = draft_of(actor)
    page = draft_page(plan, by=actor) if plan else None
    return render(request, "plans/draft.html", {"page": page, "city": actor.organisation.city})


@require_http_methods(FORM_METHODS)
@works_on_plans
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the plan of the city; where somebody has done so already, show it."""
    actor = actor_at_work(request)
    sheet = Sheet(gettext_lazy("Begin the plan of your city"), gettext_lazy("Begin"), draft_address())

    def save(form: BeginForm) -> None:
        given = form.cleaned_data
        try:
            begin_plan(language=given["language"], from_template=given["how"] == TEMPLATE, by=actor)
        except AlreadyBegun:
            return

    language = load_pack(actor.organisation.city.country).languages[0]
    return filled_in(request, sheet, plain(BeginForm), save, lambda: {"how": TEMPLATE, "language": language})


@require_http_methods(FORM_METHODS)
@works_on_plans
def head(request: HttpRequest) -> HttpResponse:
    """Change the head of the plan."""
    actor = actor_at_work(request)
    plan = draft_of(actor)
    if plan is None:
        raise PlanNotFound
    sheet = Sheet(gettext_lazy("Title, city and period"), gettext_lazy("Save"), draft_address())

    def save(form: HeadForm) -> None:
        change_head(head=form.head(), seen=form.cleaned_data["seen"], by=actor)

    return filled_in(request, sheet, plain(HeadForm), save, lambda: HeadForm.first(plan))


@require_http_methods(FORM_METHODS)
@works_on_plans
def publish(request: HttpRequest) -> HttpResponse:
    """Show the draft as everybody would see it and publish it; what changed since it was looked at is shown instead."""
    actor = actor_at_work(request)
    form, changed, missing = SeenForm(request.POST or None), False, False
    if request.method == "POST":
        changed = not form.is_valid()
        try:
            if not changed:
                published = publish_plan(seen=form.cleaned_data["seen"], by=actor)
                say_done(
                    request, _("The plan is published as version %(version)s.") % {"version": str(published.version)}
                )
                return HttpResponseRedirect(draft_address())
        except ChangedMeanwhile:
            changed = True
        except NotReady:
            missing = True
    plan = draft_of(actor)
    if plan is None:
        raise PlanNotFound
    page = draft_page(plan, by=actor)
    context = {"page": page, "form": SeenForm(initial={"seen": plan.edition}), "changed": changed, "shown": page.shown}
    return render(request, "plans/publish.html", context, status=409 if changed else 422 if missing else 200)
