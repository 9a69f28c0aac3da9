"""What a person reads of each step: plain words, in the language of her report, with what she can do. No document, no reasons."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words
from proximity.cases.models import ProceedingsStep
from proximity.cases.rules.proceedings import TO_BE_REVIEWED, StepKind
from proximity.cases.rules.referrals import LegalBasis
from proximity.packs.codes import UnknownCode
from proximity.packs.pack import Pack
from proximity.reporting.queries.routes import pack_of

REVIEW = "rights.review"

HAPPENED: Mapping[StepKind, Words] = {
    StepKind.ACCEPTED: _("%(who)s has taken on your case, on %(day)s."),
    StepKind.INVESTIGATION_OPENED: _("%(who)s opened an investigation on %(day)s."),
    StepKind.CHARGED: _("On %(day)s somebody was charged in your case. A court will now decide."),
    StepKind.NOT_CHARGED: _("On %(day)s it was decided to charge nobody in your case."),
    StepKind.BIAS_KEPT: _("On %(day)s it was decided that the court is to look at hate as a motive."),
    StepKind.BIAS_DROPPED: _("On %(day)s it was decided not to go on with hate as a motive. The case itself goes on."),
    StepKind.DISMISSED: _("On %(day)s the proceedings in your case ended without a judgment."),
    StepKind.CONVICTED: _("On %(day)s the court decided: somebody was found guilty."),
    StepKind.ACQUITTED: _("On %(day)s the court decided: the accused was not found guilty."),
    StepKind.SENTENCED: _("On %(day)s the court decided on a sentence."),
    StepKind.UPLIFT: _("The sentence of %(day)s is higher because of hate as a motive."),
    StepKind.NO_UPLIFT: _("The sentence of %(day)s is not higher because of hate as a motive."),
    StepKind.APPEALED: _("On %(day)s a decision in your case was appealed. A court looks at it again."),
    StepKind.MISTAKE: _("What we wrote to you before was a mistake."),
}
BY_DUTY = _("On %(day)s %(sender)s passed your case on to %(who)s, as the law asks them to.")
AGAIN = _("On %(day)s %(sender)s passed your case on to %(who)s once more, with what had been added.")
BY_CONSENT = _("On %(day)s %(sender)s passed your case on to %(who)s, because you had agreed.")
SEEN_THERE = _(
    "They see what you told about the incident and what was found out, but not what you wrote in messages here."
)
MEANS: Mapping[StepKind, Words] = {
    StepKind.REFERRED: SEEN_THERE,
    StepKind.NOT_CHARGED: _(
        "This does not mean that you were not believed. What you told stays recorded as you told it. You can ask here why."
    ),
    StepKind.BIAS_DROPPED: _("That you saw it as hate stays recorded, as you told it. You can ask here why."),
    StepKind.DISMISSED: _(
        "This does not mean that you were not believed. What you told stays recorded as you told it. You can ask here why."
    ),
    StepKind.ACQUITTED: _(
        "This does not mean that you were not believed: to find somebody guilty, a court needs proof."
        " You can ask here what it means."
    ),
}
NOTHING_TO_DO = _("You need not do anything now. You can write here at any time.")
ASK = _("If you want to know more, or would like support, write here.")
# After these nothing more may come, or something was decided that can hurt: with them goes where to turn.
ENDINGS = frozenset({
    StepKind.NOT_CHARGED, StepKind.BIAS_DROPPED, StepKind.DISMISSED, StepKind.CONVICTED, StepKind.ACQUITTED,
    StepKind.SENTENCED,
})  # fmt: skip
CORRECTS = _("This takes the place of something that we wrote to you before.")


def words_to_person(step: ProceedingsStep, *, language: str) -> str:
    """Return what the person reads of a step, in the language of her report; sent once more, the same words say so."""
    with translation.override(language):
        paragraphs = [_happened(step), str(MEANS.get(StepKind(step.kind), ""))]
        if step.replaces_id is not None and step.kind != StepKind.MISTAKE:
            paragraphs.insert(0, str(CORRECTS))
        paragraphs.append(_review(step, language))
        paragraphs.append(str(ASK if step.kind in ENDINGS else NOTHING_TO_DO))
        return "\n\n".join(part for part in paragraphs if part)


def _happened(step: ProceedingsStep) -> str:
    kind = StepKind(step.kind)
    values = {
        "day": date_format(step.on, "DATE_FORMAT"),
        "who": step.organisation.name,
        "sender": step.organisation.name,
    }
    if kind is StepKind.REFERRED:
        values["who"] = _receiver(step)
        if _was_sent_before(step):
            return str(AGAIN) % values
        return str(BY_CONSENT if step.basis == LegalBasis.CONSENT else BY_DUTY) % values
    return str(HAPPENED[kind]) % values


def _was_sent_before(step: ProceedingsStep) -> bool:
    earlier = ProceedingsStep.objects.filter(thread=step.thread_id, kind=StepKind.REFERRED, noted_at__lt=step.noted_at)
    return earlier.filter(organisation=step.organisation, towards=step.towards, to_body=step.to_body).exists()


def _receiver(step: ProceedingsStep) -> str:
    if step.towards is not None:
        return step.towards.name
    pack = pack_of(step.city.country)
    try:
        return pack.body(step.to_body).words.label(translation.get_language() or "en") if pack else step.to_body
    except UnknownCode:
        return gettext("another body")


def _review(step: ProceedingsStep, language: str) -> str:
    """Return what the law of the country lets her do about a decision, where the pack says so."""
    pack: Pack | None = pack_of(step.city.country) if step.kind in TO_BE_REVIEWED else None
    try:
        return " ".join(pack.text(REVIEW, language).paragraphs) if pack else ""
    except UnknownCode:
        return ""
