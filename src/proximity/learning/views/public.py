"""Checking a certificate: whoever has its number reads what it is for, and may check a name; nobody is shown one."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from proximity.learning.queries.certificates import certificate_of
from proximity.learning.rules.certificates import read


class NameForm(forms.Form):
    """The name that stands on the paper."""

    name = forms.CharField(
        label=_("Name on the certificate"), max_length=200, help_text=_("As it is printed there. It is not kept."),
        error_messages={"required": _("Write the name."), "max_length": _("This is too long. Say it more briefly.")},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, *, number: str) -> HttpResponse:
    """Say what a number stands for, and whether a name is the one on the certificate. Raises `Http404`."""
    known = read(number)
    found = certificate_of(known) if known else None
    if found is None:
        raise Http404
    form = NameForm(request.POST if request.method == "POST" else None, label_suffix="")
    context = {"found": found, "form": form, "number": number, "fits": None}
    if form.is_valid():
        context["fits"] = found.is_of(form.cleaned_data["name"])
    return render(request, "learning/public/certificate.html", context, status=422 if form.errors else 200)
