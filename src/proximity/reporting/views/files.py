"""The person adds a file: from the receipt page, with the code in the form, or from her open mailbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from proximity.evidence.queries.files import own_files
from proximity.evidence.rules.kinds import Refused
from proximity.evidence.storage import incoming_folder
from proximity.evidence.uploads import FIELD, SealingHandler, sealed_upload
from proximity.reporting.forms.files import OwnFileForm
from proximity.reporting.operations.files import Added, add_own_file
from proximity.reporting.rules.states import NotNow
from proximity.reporting.views.mailbox_door import CODE_FIELD, Visit, by_code, with_code


def add_file(request: HttpRequest) -> HttpResponse:
    """Take a file for the report whose code the form brought, and leave no cookie; without a code ask the mailbox's door."""
    with sealed_upload(request, folder=incoming_folder()) as upload:
        if CODE_FIELD in upload.fields():
            return by_code(request, lambda visit: _take(request, visit, upload=upload), remember=False)
        return _from_mailbox(request, upload=upload)


def _take(request: HttpRequest, visit: Visit, *, upload: SealingHandler) -> HttpResponse:
    # A form without a file part only opened the door: the page that asked for the code sent it.
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return _page(request, visit, OwnFileForm())
    form = OwnFileForm(upload.fields())
    if not form.is_valid():
        return _page(request, visit, form)
    try:
        added = add_own_file(by=visit.receipt, upload=upload.taken(), note=form.cleaned_data["note"])
    except Refused as refused:
        form.add_error(FIELD, upload.why(refused.refusal))
        return _page(request, visit, form)
    except NotNow:
        form.add_error(None, _("Nobody may read your report at the moment, so there is nobody to send a file to."))
        return _page(request, visit, form)
    if not added.again:
        upload.keep()
    return _page(request, visit, OwnFileForm(), added=added)


_from_mailbox = with_code(_take)


def _page(request: HttpRequest, visit: Visit, form: OwnFileForm, *, added: Added | None = None) -> HttpResponse:
    """Show what she has added and the form for the next file; faults make it 422."""
    report = visit.opened.report
    context = {
        "form": form, "added": added, "files": own_files(report.pk, private=visit.receipt.reader_keys().private),
        "code": visit.receipt.display if CODE_FIELD in request.POST else "",
        "city": report.city, "zone": report.city.time_zone,
    }  # fmt: skip
    return render(request, "reporting/mailbox/add_file.html", context, status=422 if form.errors else 200)
