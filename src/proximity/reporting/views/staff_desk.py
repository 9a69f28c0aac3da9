"""Entering a report for somebody at the desk or on the phone, in the words of the public form, on one page."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from proximity.accounts.actors import Actor
from proximity.accounts.queries import receiving_organisations
from proximity.accounts.requests import actor_at_work, needs
from proximity.accounts.rules import Capability
from proximity.foundation.keyrings import public_keyring
from proximity.foundation.pure.json import JSONObject
from proximity.foundation.sealing.drafts import TokenRefused, TokenSealer
from proximity.foundation.sealing.receipts import Receipt
from proximity.packs.vocabulary import TextKey
from proximity.reporting.forms import offers
from proximity.reporting.forms.fields import Offer, StepForm
from proximity.reporting.forms.report import FORMS
from proximity.reporting.forms.staff import EntryForm, typed_values
from proximity.reporting.operations.submit import submit_report
from proximity.reporting.queries.routes import bodies_barred, pack_of, readers_of
from proximity.reporting.rules.answers import Answers
from proximity.reporting.rules.questions import Step
from proximity.reporting.rules.states import Channel
from proximity.reporting.views.report_pages import texts

PAGES = "reporting/staff/"
ON_THE_SHEET = (TextKey.EMERGENCY, TextKey.NO_NIGHT_WATCH)
# A working day: how long an entry may lie open and still, sent twice, give one report.
ENTRY_LASTS = timedelta(hours=8)
# The city is one's own, and who may read it is asked with the consent.
ASKED = (
    Step.SAFE, Step.WHAT, Step.WHEN, Step.BEFORE, Step.TARGETS, Step.BECAUSE, Step.OFFICER, Step.WHO, Step.WISHES,
    Step.CONTACT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A report being entered: the pages of the public form, what staff add, and the receipt drawn before sending."""

    pages: tuple[StepForm, ...]
    form: EntryForm
    receipt: Receipt

    @property
    def is_whole(self) -> bool:
        """Say whether everything can be read; each part is looked at, so that all faults show at once."""
        return all([page.is_valid() for page in self.pages] + [self.form.is_valid()])

    def answers(self, city: str) -> Answers:
        """Return the person's answers. Only for an entry that is whole."""
        told: JSONObject = {"city": city}
        for page in self.pages:
            told |= page.told()
        return Answers.from_json(told)


@needs(Capability.ENTER_REPORTS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_report(request: HttpRequest) -> HttpResponse:
    """Show the form, or store the report and show its code, once, to hand over."""
    actor = actor_at_work(request)
    entry = _entry(request, actor)
    if request.method != "POST":
        return _show(request, entry)
    if not entry.is_whole or not _may_all_read(entry, actor):
        return _show(request, entry, status=422)
    return _store(request, entry, actor)


def _entry(request: HttpRequest, actor: Actor) -> Entry:
    """Read what was typed, or begin with empty pages and a fresh receipt."""
    sent = request.method == "POST"
    lang, pack = get_language() or "en", pack_of(actor.organisation.city.country)
    offered = {Step.BECAUSE: offers.offer_grounds(lang), Step.OFFICER: offers.offer_bodies(pack, lang)}
    typed = typed_values(request.POST)
    pages = (FORMS[step](typed, offer=offered.get(step, Offer()), check=sent) for step in ASKED)
    others = [body for body in receiving_organisations(actor.organisation.city) if body != actor.organisation]
    form = EntryForm(request.POST if sent else None, others=others)
    return Entry(tuple(pages), form, _receipt(request.POST.get("receipt", "")))


def _receipt(token: str) -> Receipt:
    """Return the receipt that was drawn with the form, so that sending twice gives one report; else a new one."""
    try:
        return Receipt.parse(str(_sealer().open(token, timezone.now(), max_age=ENTRY_LASTS)))
    except TokenRefused:
        return Receipt.draw()


def _may_all_read(entry: Entry, actor: Actor) -> bool:
    """Say whether nobody who would read it is the body that it complains about; if so, tell it beside the field."""
    city = actor.organisation.city
    barred = bodies_barred(city, entry.answers(city.slug))
    if actor.organisation in barred:
        entry.form.add_error(None, _(
            "This is about your own organisation, which must not hold the report. Give the person the address of the public"
            " form, which asks who may read it, and help with it if that is wanted. What you typed is not stored."
        ))  # fmt: skip
    if any(body in barred for body in entry.form.chosen()):
        entry.form.add_error(
            "others", _("The report is about one of these: they must not read it. Take the tick away.")
        )
    return entry.form.is_valid()


def _store(request: HttpRequest, entry: Entry, actor: Actor) -> HttpResponse:
    said, city = entry.form.cleaned_data, actor.organisation.city
    sent = submit_report(
        city=city, answers=entry.answers(city.slug), receipt=entry.receipt, language=said["language"], by=actor,
        recipients=[actor.organisation, *entry.form.chosen()], channel=Channel(said["channel"]),
        consent_note=said["consent"],
    )  # fmt: skip
    lang = sent.report.language
    context = {
        "report": sent.report, "code": entry.receipt.display, "city": city, "sent_at": sent.report.sent_at,
        "readers": readers_of(sent.report), "texts": texts(pack_of(city.country), lang, *ON_THE_SHEET),
        "mailbox": f"/{lang}/mailbox/",
    }  # fmt: skip
    return render(request, f"{PAGES}receipt.html", context)


def _show(request: HttpRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    pages = [(page, [(page[name], page.hints_of(name)) for name in page.fields]) for page in entry.pages]
    context = {
        "pages": pages, "faulty": entry.pages if status != 200 else (), "form": entry.form,
        "receipt": _sealer().seal(entry.receipt.display, timezone.now()),
    }  # fmt: skip
    return render(request, f"{PAGES}enter.html", context, status=status)


def _sealer() -> TokenSealer:
    return TokenSealer("desk-receipt", *public_keyring().draft)
