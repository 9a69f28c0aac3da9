"""A file on its way to who may read it. What is sent here came from strangers: no browser may run or guess anything of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.evidence.access import EvidenceNotFound, get_file_for
from proximity.evidence.forms import PurposeForm
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.opening import FileDamaged, OpenFile, open_clean, open_original
from proximity.evidence.rules.kinds import BY_MIME, State, may_serve_inline

# Nothing may be loaded, run, framed or submitted by what is shown, and it has no origin to act from.
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_GET
@needs(Capability.READ_FILES)
def clean_copy(request: HttpRequest, *, file_id: UUID) -> HttpResponseBase:
    """Show a picture, or hand out another clean copy."""
    actor = actor_at_work(request)
    file = _file_or_404(actor, file_id)
    try:
        opened = open_clean(file=file, by=actor, asked=request.headers.get("Range", ""))
    except FileDamaged:
        return _damaged(request)
    except LookupError:
        raise Http404 from None
    return _sent(opened, kind=opened.kind, inline=may_serve_inline(opened.kind))


@require_GET
@needs(Capability.READ_REPORTS)
def play(request: HttpRequest, *, file_id: UUID) -> HttpResponse:
    """Show a recording with the browser's own controls; nothing of it is fetched before somebody plays it."""
    file = _file_or_404(actor_at_work(request), file_id)
    kind = BY_MIME[file.kind].cleaned if file.state == State.CLEAN else ""
    if kind.partition("/")[0] not in {"audio", "video"}:
        raise Http404
    return render(request, "evidence/play.html", {"file": file, "kind": kind, "is_film": kind.startswith("video/")})


@require_http_methods(["GET", "POST"])
@needs(Capability.READ_FILES)
def original(request: HttpRequest, *, file_id: UUID) -> HttpResponseBase:
    """Ask what the original is needed for, then hand it out as it came."""
    actor = actor_at_work(request)
    file = _file_or_404(actor, file_id)
    form = PurposeForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        return render(
            request, "evidence/original.html", {"form": form, "file": file}, status=422 if form.errors else 200
        )  # fmt: skip
    try:
        opened = open_original(file=file, by=actor, purpose=form.cleaned_data["purpose"])
    except FileDamaged:
        return _damaged(request)
    except LookupError:
        raise Http404 from None
    return _sent(opened, kind="application/octet-stream", inline=False)


def _file_or_404(actor: Actor, file_id: UUID) -> EvidenceFile:
    try:
        return get_file_for(actor, file_id)
    except EvidenceNotFound:
        raise Http404 from None


def _damaged(request: HttpRequest) -> HttpResponse:
    return render(request, "evidence/damaged.html", status=500)


def _sent(opened: OpenFile, *, kind: str, inline: bool) -> StreamingHttpResponse:
    """Stream a file after the transaction: its key is open already, and no row is read. A broken seal breaks the line."""
    part = opened.part
    response = StreamingHttpResponse(opened.content, content_type=kind, status=206 if part else 200)
    response.headers["Content-Length"] = str(part.size if part else opened.size)
    if part is not None:
        response.headers["Content-Range"] = part.header
    response.headers["Accept-Ranges"] = "bytes" if inline else "none"
    response.headers["Content-Disposition"] = content_disposition_header(not inline, opened.name) or "attachment"
    response.headers[str(CSP.HEADER_ENFORCE)] = ALONE
    response.headers["X-Content-Type-Options"] = "nosniff"
    # What was sealed is not to lie open in the browser's cache.
    response.headers["Cache-Control"] = "private, no-store"
    return response
