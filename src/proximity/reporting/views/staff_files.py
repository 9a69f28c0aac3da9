"""Staff add a file to a report: what the person gave them at the desk, or what belongs to their own work."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.evidence.rules.kinds import Refused
from proximity.evidence.storage import city_folder
from proximity.evidence.uploads import FIELD, SealingHandler, sealed_upload
from proximity.foundation.ui.flash import say_done
from proximity.reporting.access import ReportNotFound, get_report_for
from proximity.reporting.forms.files import StaffFileForm
from proximity.reporting.models import Report
from proximity.reporting.operations.files import add_staff_file
from proximity.reporting.rules.states import NotNow


# The token stands in the form, so checking it reads the form: it is checked inside, once the sealing handler is there.
@csrf_exempt
@needs(Capability.ENTER_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_report_file(request: HttpRequest, *, reference: str) -> HttpResponseBase:
    """Ask for a file, and take it."""
    actor = actor_at_work(request)
    try:
        report = get_report_for(actor, reference)
    except ReportNotFound:
        raise Http404 from None
    with sealed_upload(request, folder=city_folder(actor.city_id)) as upload:
        upload.fields()
        return _checked(request, report=report, actor=actor, upload=upload)


@csrf_protect
def _checked(request: HttpRequest, *, report: Report, actor: Actor, upload: SealingHandler) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, report, StaffFileForm())
    form = StaffFileForm(upload.fields())
    if not form.is_valid():
        return _ask(request, report, form)
    said = form.cleaned_data
    done = _("Added. A clean copy is made within moments.")
    try:
        add_staff_file(report=report, upload=upload.taken(), for_all=said["for_all"], note=said["note"], by=actor)
    except Refused as refused:
        form.add_error(FIELD, upload.why(refused.refusal))
        return _ask(request, report, form)
    except NotNow:
        done = _("This is not possible any more: something had changed in the meantime.")
    else:
        upload.keep()
    say_done(request, done)
    return HttpResponseRedirect(reverse("reports:report", kwargs={"reference": report.reference}))


def _ask(request: HttpRequest, report: Report, form: StaffFileForm) -> HttpResponse:
    context = {"report": report, "form": form}
    return render(request, "reporting/staff/add_file.html", context, status=422 if form.errors else 200)
