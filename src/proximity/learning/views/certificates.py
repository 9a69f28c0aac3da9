"""Certificates in the workspace: given and taken back by the trainer, fetched by who earned one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.foundation.ui.flash import say_done
from proximity.learning.operations import certificates as acts
from proximity.learning.views.cohorts import address_of
from proximity.learning.views.guards import learns, trains


@require_POST
@trains
def give(request: HttpRequest, *, cohort_id: UUID) -> HttpResponse:
    """Give certificates to who took part in the whole."""
    count = acts.give_certificates(cohort_id=cohort_id, by=actor_at_work(request))
    words = ngettext("%(number)s certificate is given.", "%(number)s certificates are given.", count)
    say_done(request, words % {"number": count})
    return HttpResponseRedirect(address_of(cohort_id))


@require_POST
@trains
def revoke(request: HttpRequest, *, certificate_id: UUID) -> HttpResponse:
    """Take one back."""
    found = acts.revoke_certificate(certificate_id=certificate_id, by=actor_at_work(request))
    say_done(request, _("The certificate does not hold any more; its page says so."))
    return HttpResponseRedirect(address_of(found.cohort_id))


@require_safe
@learns
def pdf(request: HttpRequest, *, certificate_id: UUID) -> HttpResponse:
    """Hand somebody her certificate."""
    drawn = acts.certificate_pdf(certificate_id=certificate_id, by=actor_at_work(request))
    headers = {"Content-Disposition": 'attachment; filename="certificate.pdf"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)
