"""Pattern alerts: those that stand, and sending one."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.exchange.forms.fields import offer
from proximity.exchange.forms.taking_part import AlertForm
from proximity.exchange.operations.taking_part import send_alert
from proximity.exchange.queries.objects import choices_for
from proximity.exchange.queries.patterns import alerts
from proximity.exchange.rules.readers import Readers
from proximity.exchange.views.sheets import FORM_METHODS, Sheet, filled_in, reads, takes_part


@require_safe
@reads
def index(request: HttpRequest) -> HttpResponse:
    """Show the alerts that stand today."""
    return render(request, "exchange/alerts.html", {"alerts": alerts(actor_at_work(request))})


@require_http_methods(FORM_METHODS)
@takes_part
def new(request: HttpRequest) -> HttpResponse:
    """Tell others of a pattern, in codes. Everybody is not among the readers: whoever does it reads public pages too."""
    actor = actor_at_work(request)
    choices = [choice for choice in choices_for(actor) if choice.code != Readers.PUBLIC]
    text = (_("There is no box for words, so that nobody can be named. It ends by itself."),)
    sheet = Sheet(
        _("Tell others of a pattern"), _("Send the alert"), reverse("exchange:alerts"), _("Others can read it now."), text,
        reading=choices,
    )  # fmt: skip

    def make(data: QueryDict | None, there: dict[str, object] | None) -> AlertForm:
        form = AlertForm(data, there)
        offer(form, "readers", [(choice.code, choice.words) for choice in choices])
        return form

    def save(form: AlertForm) -> str:
        send_alert(alert=form.alert(), readers=form.cleaned_data["readers"], by=actor)
        return sheet.back

    return filled_in(request, sheet, make, save, lambda: {"readers": Readers.NETWORK.value})
