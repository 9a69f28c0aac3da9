"""Taking back what was decided of two cases."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proximity.accounts.requests import needs
from proximity.accounts.rules import Capability
from proximity.cases.operations.linking import LinkNotFound, end_link
from proximity.cases.views.page import case_or_404, case_url
from proximity.foundation.ui.flash import say_done


@needs(Capability.WORK_CASES)
@require_POST
def end(request: HttpRequest, *, reference: str, link_id: UUID) -> HttpResponse:
    """Take one decision back."""
    actor, case = case_or_404(request, reference)
    try:
        end_link(case=case, link_id=link_id, by=actor)
    except LinkNotFound:
        raise Http404 from None
    say_done(request, _("Taken back. Both cases are as they were."))
    return HttpResponseRedirect(case_url(case.reference, at="links"))
