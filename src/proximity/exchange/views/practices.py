"""The catalogue, the page of a practice, and what one does with another's."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from proximity.accounts.requests import actor_at_work
from proximity.exchange.access import NotHere, drafts_of, get_object, get_others
from proximity.exchange.forms.fields import Choices
from proximity.exchange.forms.practices import TranslationForm
from proximity.exchange.forms.taking_part import AdoptionForm, FilterForm, ReviewForm
from proximity.exchange.operations.drafting import reopen_practice, translate_practice
from proximity.exchange.operations.indexing import catch_up
from proximity.exchange.operations.taking_part import adopt_practice, answers_of, review_practice
from proximity.exchange.queries.map import city_name, practice_map
from proximity.exchange.queries.practices import Filters, catalogue, practice_page
from proximity.exchange.rules.adoptions import Adoption
from proximity.exchange.rules.practices import Practice
from proximity.exchange.rules.reviews import Review
from proximity.exchange.rules.seeds import seed_of
from proximity.exchange.views.sheets import FORM_METHODS, Sheet, filled_in, nothing, plain, reads, takes_part
from proximity.foundation.ui.languages import own_name
from proximity.network.rules.envelope import Made
from proximity.network.rules.kinds import Kind

AFTER = "after"


def practice_address(object_id: UUID) -> str:
    """Return where a practice is read."""
    return reverse("exchange:practice", kwargs={"object_id": object_id})


@require_safe
@reads
def index(request: HttpRequest) -> HttpResponse:
    """Show the catalogue, narrowed to what was asked for; a value that is not offered narrows to nothing."""
    actor, form = actor_at_work(request), FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    narrowing = {name: given.get(name, "") for name in ("text", "country", "category", "ground")}
    filters = Filters(**narrowing, city=given.get("city"))
    catch_up()
    found = catalogue(filters, by=actor, after=request.GET.get(AFTER, ""))
    query = request.GET.copy()
    query[AFTER] = found.after or ""
    context = {
        "form": form, "rows": found.rows, "narrowed": bool(filters), "drafts": drafts_of(actor).filter(object_id=None),
        "next_url": f"?{query.urlencode()}" if found.after else "",
        "city": city_name(filters.city), "map": None if AFTER in request.GET else practice_map(actor),
    }  # fmt: skip
    return render(request, "exchange/catalogue.html", context)


@require_safe
@reads
def practice(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Show a practice, in the reader's language where somebody has translated it, or in the one that she asks for."""
    language = request.GET.get("lang", "") or get_language() or "en"
    page = practice_page(object_id, by=actor_at_work(request), language=language)
    return render(request, "exchange/practice.html", {"page": page})


@require_POST
@takes_part
def change(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Lead to the draft in which the own practice is changed."""
    draft = reopen_practice(object_id=object_id, by=actor_at_work(request))
    return HttpResponseRedirect(reverse("exchange:draft", kwargs={"draft_id": draft.pk}))


@require_http_methods(FORM_METHODS)
@takes_part
def review(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Review another city's practice."""
    actor = actor_at_work(request)
    record = Practice.from_json(get_others(actor, object_id, Kind.PRACTICE).content)
    mine = answers_of(actor, Kind.REVIEW, object_id)
    text = (
        _(
            "Say of each condition and of its quality what you find, with a reason. Whoever reads the practice reads your review."
        ),
    )
    sheet = Sheet(
        _("Review a practice"), _("Send the review"), practice_address(object_id), _("Your review is sent."), text, record.title
    )  # fmt: skip

    def save(form: ReviewForm) -> str:
        review_practice(review=form.review(object_id, record.edition), by=actor)
        return sheet.back

    return filled_in(
        request,
        sheet,
        plain(ReviewForm),
        save,
        lambda: ReviewForm.first(Review.from_json(mine.content)) if mine else {},
    )


@require_http_methods(FORM_METHODS)
@takes_part
def adopt(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Say that one took a practice up, and how it goes."""
    actor = actor_at_work(request)
    seed = seed_of(object_id)
    title = (
        seed.practice.english_title
        if seed
        else Practice.from_json(get_others(actor, object_id, Kind.PRACTICE).content).title
    )
    mine = answers_of(actor, Kind.ADOPTION, object_id)
    text = (_("Others see what you changed and what came of it. You can come back and say more."),)
    sheet = Sheet(
        _("Taken up in your city"), _("Send it"), practice_address(object_id), _("Others can read it now."), text, title
    )

    def save(form: AdoptionForm) -> str:
        adopt_practice(adoption=form.adoption(object_id, 0), by=actor)
        return sheet.back

    return filled_in(
        request, sheet, plain(AdoptionForm), save,
        lambda: AdoptionForm.first(Adoption.from_json(mine.content)) if mine else {},
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
@takes_part
def translate(request: HttpRequest, *, object_id: UUID) -> HttpResponse:
    """Say a practice in another language."""
    actor = actor_at_work(request)
    found = get_object(actor, object_id, Kind.PRACTICE)
    record = Practice.from_json(found.content)
    languages: Choices = [(code, own_name(code)) for code, _name in settings.LANGUAGES if code != found.language]
    text = (_("Names and numbers stay as they are. The original stays beside your words."),)
    sheet = Sheet(
        _("Translate a practice"), _("Send the translation"), practice_address(object_id), _("Others can read it now."), text
    )  # fmt: skip

    def make(data: QueryDict | None, there: dict[str, object] | None) -> TranslationForm:
        return TranslationForm(record, languages, data, there)

    def save(form: TranslationForm) -> str:
        given = form.cleaned_data
        translate_practice(
            object_id=object_id, words=form.words(), language=given["language"], made=Made(given["made"]), by=actor
        )
        return f"{sheet.back}?lang={given['language']}"

    if not record.title:
        raise NotHere
    return filled_in(request, sheet, make, save, nothing)
