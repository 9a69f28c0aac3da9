"""Components that need more than an include: `{% load ui %}`, then `{% field form.name %}`, `{% error_summary form %}`.

Forms say `<form method="post" novalidate>`: our messages speak the reader's language, the browser's may not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django import forms, template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proximity.foundation.ui import flash, languages

register = template.Library()
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Option:
    """One card of a choice: the input, its id, its words, and a line that explains it."""

    tag: SafeString
    id: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary of errors: where it leads and of what field (both empty for the form as a whole), what it says."""

    href: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Flash:
    """One message after an act: its text, its kind (`info`, `success`, `warning`, `danger`), where an undo is posted."""

    text: str
    kind: str
    undo_url: str


class Words(Protocol):
    """Words in several languages, as packs hold them."""

    def label(self, lang: str) -> str:
        """Return the words in `lang`."""


class Link(Protocol):
    """A link that belongs to a sourced text."""

    @property
    def url(self) -> str:
        """Where it leads."""

    @property
    def words(self) -> Words:
        """What it says."""


class TextPart(Protocol):
    """One part of such a text: what all countries share, or what one of them adds."""

    @property
    def lang(self) -> str:
        """The language it really is in."""

    @property
    def links(self) -> Sequence[Link]:
        """Its links."""


class SourcedText(Protocol):
    """A text with legal or safety meaning, as packs hold it, perhaps in two languages."""

    @property
    def passages(self) -> Sequence[tuple[str, str]]:
        """Its paragraphs, each behind the language it really is in."""

    @property
    def parts(self) -> Sequence[TextPart]:
        """Its parts."""


def kind_of(bound: BoundField) -> str:
    """Return which shape a field is drawn in: `group` (radios, boxes), `parts` (several inputs), `check` (one box), `plain`."""
    widget = bound.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    if widget.use_fieldset:
        return "parts"
    return "check" if isinstance(widget, forms.CheckboxInput) else "plain"


def _options(bound: BoundField, hints: Mapping[str, str]) -> list[Option]:
    """Return the cards of a group. None says `aria-invalid`: a radio does not know it, and the fieldset tells the error."""
    for option in bound.subwidgets:
        option.data["attrs"].pop("aria-invalid", None)
    return [
        Option(
            tag=option.tag(wrap_label=False),
            id=option.id_for_label,
            label=option.choice_label,
            hint=hints.get(str(option.data["value"]), ""),
        )
        for option in bound.subwidgets
    ]


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField, *, question: bool = False, hints: Mapping[str, str] | None = None, about: str = ""
) -> dict[str, object]:
    """Draw one field: label, hint, error and input, tied together for those who listen to the page.

    `question=True` makes the label the page's heading (one question a page); `hints` explains the values of a group; `about`
    tells those who listen which one it is of several on the page that have the same label.
    """
    kind = kind_of(bound)
    return {
        "field": bound,
        "kind": kind,
        "question": question,
        "about": about,
        "optional": not (bound.field.required or question or kind == "check"),
        "options": _options(bound, hints or {}) if kind == "group" else [],
    }


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm, others: Iterable[forms.BaseForm] = ()) -> dict[str, object]:
    """List every fault of `form` at the top of the page, each leading to its field; draws nothing when there is none.

    `others` are further forms of the same page, listed before it.
    """
    faults = [fault for one in (*others, form) for fault in _faults(one)]
    return {"faults": faults, "several": len(faults) > 1}


def _faults(form: forms.BaseForm) -> Iterator[Fault]:
    yield from (Fault("", "", str(text)) for text in form.non_field_errors())
    for bound in form:
        anchor = bound.id_for_label or f"{bound.auto_id}_0"
        yield from (Fault(f"#{anchor}", str(bound.label), str(text)) for text in bound.errors)


@register.inclusion_tag("ui/flash.html", takes_context=True)
def flash_messages(context: template.Context) -> dict[str, object]:
    """Show the messages that acts left behind (staff pages), each with its undo where there is one."""
    found: Iterable[Message] = context.get("messages") or ()
    kinds = {"error": "danger"}
    shown = [Flash(str(m), kinds.get(m.level_tag, m.level_tag), flash.undo_url(m)) for m in found]
    return {"flashes": shown, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def spoken(code: str) -> SafeString:
    """Draw the attributes of an element whose words are in another language than the page may be: `lang` and `dir`."""
    return format_html('lang="{}" dir="{}"', code, languages.direction(code))


@register.filter
def own_name(code: str) -> str:
    """Return a language's name as its speakers write it."""
    return languages.own_name(code)


@register.filter
def is_reviewed(code: str) -> bool:
    """Say whether a named person vouches for the words of a language."""
    return languages.is_reviewed(code)


@register.inclusion_tag("ui/pack_text.html")
def pack_text(text: SourcedText) -> dict[str, object]:
    """Draw a text of a country pack: each paragraph with its own language and direction, then its links to other sites."""
    links = [
        (part.lang, _direction(part.lang), link.url, link.words.label(part.lang))
        for part in text.parts
        for link in part.links
    ]
    return {"passages": [(lang, _direction(lang), words) for lang, words in text.passages], "links": links}


def _direction(lang: str) -> str:
    return "rtl" if lang in settings.LANGUAGES_BIDI else "ltr"
