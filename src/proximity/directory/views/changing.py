"""Adding, changing, confirming, doubting and ending entries, and how a centre looks at itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from proximity.accounts.actors import Actor
from proximity.accounts.requests import actor_at_work
from proximity.accounts.rules import Capability
from proximity.directory import operations
from proximity.directory.access import check, get_entry, may_assess, may_change, may_coordinate, may_keep, may_share
from proximity.directory.forms import AssessmentForm, DoubtForm, EndForm, EntryForm, PlainForm, SeenForm
from proximity.directory.models import Entry
from proximity.directory.operations.sharing import is_shared
from proximity.directory.queries.entries import owners
from proximity.directory.rules.verifying import How
from proximity.directory.views.editing import FORM_METHODS, Sheet, filled_in, guarded
from proximity.foundation.ui.flash import say_done
from proximity.packs.loader import load_pack

SHARING = gettext_lazy(
    "Police and partners in other cities of the network read name, contact, languages and what people find there. The public of"
    " other cities does not. Only the contact of a post or place, never a person's name or private number. It counts there as"
    " long as you confirm it here."
)


def at(entry: Entry) -> str:
    """Return the address of an entry."""
    return reverse("directory:entry", kwargs={"entry_id": entry.pk})


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def add(request: HttpRequest) -> HttpResponse:
    """Add an entry of one's own; a coordinator also one that another organisation answers for."""
    actor = actor_at_work(request)
    language = load_pack(actor.organisation.city.country).languages[0]
    first = {"seen": 0, "language": language, "how": How.OWN.value, "owner": str(actor.organisation.pk)}
    form = EntryForm(request.POST or None, initial=first)
    if may_coordinate(actor):
        form.fields["owner"].choices = owners(actor)  # type: ignore[attr-defined]  # it is a choice
    else:
        form.without("owner")
    text = gettext_lazy(
        "What you save as your own is public at once. After some months you are asked whether it is still true."
    )
    sheet = Sheet(gettext_lazy("Add an entry"), gettext_lazy("Save"), reverse("directory:index"), text)

    def save(form: EntryForm) -> str:
        owner = form.cleaned_data.get("owner")
        made = operations.add_entry(
            words=form.words(), owner=UUID(owner) if owner else None, how=form.told_how(), by=actor
        )  # fmt: skip
        say_done(request, _("Saved.") if made.verified_at else _("Saved. Its owner is asked to confirm it."))
        return at(made)

    return filled_in(request, sheet, form, save)


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def change(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Change an entry."""
    actor, entry = _entry(request, entry_id)
    check(may_change(actor, entry))
    form = EntryForm(request.POST or None, initial=EntryForm.first(entry.words, entry.version)).without("owner")
    if not may_keep(actor, entry):
        form.without("how")
    sheet = Sheet(gettext_lazy("Change the entry"), gettext_lazy("Save"), at(entry), entry.name)

    def save(form: EntryForm) -> str:
        operations.change_entry(
            entry_id=entry_id, words=form.words(), seen=form.cleaned_data["seen"], how=form.told_how(), by=actor
        )  # fmt: skip
        say_done(request, _("Saved."))
        return at(entry)

    return filled_in(request, sheet, form, save, now_seen=entry.version)


@require_POST
@guarded(Capability.KEEP_DIRECTORY)
def confirm(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Say with one click that all of an entry is still true; where it was changed since, show it again."""
    actor, entry = _entry(request, entry_id)
    form = SeenForm(request.POST)
    how = request.POST.get("how", "")
    if form.is_valid():
        try:
            found = operations.confirm_entry(
                entry_id=entry_id, seen=form.cleaned_data["seen"], how=How(how) if how in How else How.OWN, by=actor
            )  # fmt: skip
            again = date_format(found.ask_at, "DATE_FORMAT") if found.ask_at else ""
            say_done(request, _("Thank you. It is public, and you are asked again on %(day)s.") % {"day": again})
        except operations.ChangedMeanwhile:
            say_done(request, _("It was changed while you looked. Please look again."))
    return HttpResponseRedirect(at(entry))


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def doubt(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Say what of an entry is not true."""
    actor, entry = _entry(request, entry_id)
    form = DoubtForm(request.POST or None)
    if not (may_coordinate(actor) or may_keep(actor, entry)):
        del form.fields["hide"]
    text = gettext_lazy("Whoever answers for it is asked on the first page. Nothing of this is public.")
    sheet = Sheet(gettext_lazy("Something is not true"), gettext_lazy("Tell them"), at(entry), text)

    def save(form: DoubtForm) -> str:
        given = form.cleaned_data
        operations.doubt_entry(entry_id=entry_id, text=given["text"], hide=given.get("hide", False), by=actor)
        say_done(request, _("Thank you. Whoever answers for it is asked."))
        return at(entry)

    return filled_in(request, sheet, form, save)


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def end(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Ask once, then take an entry out of the register."""
    actor, entry = _entry(request, entry_id)
    check(may_change(actor, entry))
    text = gettext_lazy("It leaves the public page at once. Its history stays.")
    sheet = Sheet(gettext_lazy("Is it no longer there?"), gettext_lazy("Take it out"), at(entry), text)

    def save(form: EndForm) -> str:
        given = form.cleaned_data
        operations.end_entry(entry_id=entry_id, seen=given["seen"], reason=given["text"], by=actor)
        return reverse("directory:index")

    form = EndForm(request.POST or None, initial={"seen": entry.version})
    return filled_in(request, sheet, form, save, now_seen=entry.version)


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def share(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Share an entry with other cities, or no more."""
    actor, entry = _entry(request, entry_id)
    check(may_share(actor, entry))
    if is_shared(entry):
        title, button = gettext_lazy("Share it no more?"), gettext_lazy("Take it back from other cities")
        text, act = (
            gettext_lazy("It goes from the directories of other cities as soon as they look next."),
            operations.keep_entry,
        )
    else:
        title, button = gettext_lazy("Share it with other cities?"), gettext_lazy("Share it")
        text, act = SHARING, operations.share_entry
    sheet = Sheet(title, button, at(entry), text)

    def save(_form: PlainForm) -> str:
        act(entry_id=entry_id, by=actor)
        say_done(request, _("Saved."))
        return at(entry)

    return filled_in(request, sheet, PlainForm(request.POST if request.method == "POST" else None), save)


@require_http_methods(FORM_METHODS)
@guarded(Capability.KEEP_DIRECTORY)
def assess(request: HttpRequest, *, entry_id: UUID) -> HttpResponse:
    """Note how a centre looks at itself."""
    actor, entry = _entry(request, entry_id)
    check(may_assess(actor, entry))
    text = gettext_lazy("Honest answers help you. Only your organisation and the city's coordinator read them.")
    sheet = Sheet(gettext_lazy("How does your centre stand?"), gettext_lazy("Save"), at(entry), text)

    def save(form: AssessmentForm) -> str:
        operations.note_assessment(entry_id=entry_id, looked=form.looked(), by=actor)
        return f"{at(entry)}#assessment"

    return filled_in(request, sheet, AssessmentForm(request.POST or None), save)


def _entry(request: HttpRequest, entry_id: UUID) -> tuple[Actor, Entry]:
    actor = actor_at_work(request)
    return actor, get_entry(actor, entry_id)
