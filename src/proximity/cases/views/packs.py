"""Handing out a pack: streamed from its seal, noted in the log."""

from uuid import UUID

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.cases.access import PackNotFound, get_pack
from proximity.cases.operations.packs import open_pack
from proximity.cases.rules.packs import PackState
from proximity.cases.views.page import case_or_404
from proximity.evidence.operations.opening import FileDamaged


@needs(Capability.WORK_CASES)
@require_POST
def download(request: HttpRequest, *, reference: str, pack_id: UUID) -> HttpResponseBase:
    """Hand out a pack. It is asked for by POST: nothing that loads pages ahead takes a case out of the house."""
    actor, case = case_or_404(request, reference)
    try:
        pack = get_pack(actor, pack_id)
        if pack.case_id != case.pk or pack.state != PackState.READY:
            raise Http404
        opened = open_pack(pack=pack, by=actor)
    except PackNotFound:
        raise Http404 from None
    except FileDamaged:
        return render(request, "evidence/damaged.html", status=500)
    response = StreamingHttpResponse(opened.content, content_type="application/zip")
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = (
        content_disposition_header(True, f"{case.reference}-{opened.name}") or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
