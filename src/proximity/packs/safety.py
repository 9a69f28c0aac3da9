"""Sentences with a safety meaning that all countries share: one list in ten languages, filled with the values of a pack.

So a page about Madrid warns a Bulgarian in Bulgarian. What is law of one country stays a text of its pack; where that is not
in the reader's language, the sentence comes first and says in which language the rest is.
"""

from dataclasses import dataclass, replace
from string import Formatter

from proximity.packs.reader import Table
from proximity.packs.schema import FALLBACK_LANGUAGE, PackText, Promise, SeenAt, Words
from proximity.packs.vocabulary import TextKey, TextNature

# The languages of the interface, and two that many who report speak first.
SAFETY_LANGUAGES = ("en", "es", "it", "pt", "fi", "et", "lv", "bg", "ar", "uk")
# Beside the texts that every pack has: what stands before rights, and before a text in English, for who reads neither.
RIGHTS_CORE = "rights"
DETAILS = f"details.{FALLBACK_LANGUAGE}"
NAMED = frozenset({"in_country", "names"})
PLACEHOLDERS = frozenset({"numbers", "named", "police", "in_country", "acknowledgement_days", "feedback_days"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or a few, with placeholders, in every language."""

    code: str
    nature: TextNature
    words: Words


@dataclass(frozen=True, slots=True)
class Also:
    """A sentence that holds in some countries only, and the text (`to`) that it is added to."""

    code: str
    to: str
    words: Words


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a country is, such as "in Spain", in every language; `code` is the country's."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Safety:
    """The whole list. `reviewed` says per language who has read it; nobody yet is an empty tuple."""

    sentences: tuple[Sentence, ...]
    also: tuple[Also, ...]
    inside: tuple[Inside, ...]
    number_joint: Words
    named: Words
    reviewed: tuple[tuple[str, str], ...]
    seen_at: SeenAt

    def sentence(self, key: str) -> Sentence | None:
        """Return the sentence `key`, or None."""
        return next((one for one in self.sentences if one.code == key), None)


@dataclass(frozen=True, slots=True)
class AlsoHolds:
    """That one of the shared additions holds in a country, and where that was seen."""

    code: str
    seen_at: SeenAt
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class SafetyValues:
    """What a country puts into the sentences: names of its formal complaint and of its police, as they are said there."""

    complaint: tuple[str, ...]
    police: tuple[str, ...]
    also: tuple[AlsoHolds, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """Everything that fills the sentences of one country. `national` is the language that the names are in."""

    country: str
    national: str
    numbers: tuple[str, ...]
    promise: Promise
    values: SafetyValues


def read_safety(table: Table) -> Safety:
    """Read `safety.toml`. Raises PackError naming file and key."""
    reviewed = table.table_or_none("reviewed")
    return Safety(
        sentences=tuple(
            Sentence(code=row.text("code"), nature=row.choice("nature", TextNature), words=row.words("words"))
            for row in table.tables("sentence")
        ),
        also=tuple(
            Also(code=row.text("code"), to=row.choice("to", TextKey), words=row.words("words"))
            for row in table.tables("also")
        ),
        inside=tuple(Inside(code=row.text("code"), words=row.words("words")) for row in table.tables("inside")),
        number_joint=table.words("number_joint"),
        named=table.words("named"),
        reviewed=() if reviewed is None else tuple((lang, reviewed.text(lang)) for lang in sorted(reviewed.values)),
        seen_at=table.seen_at(),
    )


def read_values(table: Table) -> SafetyValues:
    """Read what a country puts into the sentences."""
    return SafetyValues(
        complaint=table.texts("complaint"),
        police=table.texts("police"),
        also=tuple(
            AlsoHolds(code=row.text("code"), seen_at=row.seen_at(), verified_by=row.text_or_none("verified_by"))
            for row in table.tables("also")
        ),
    )


def placeholders(text: str) -> frozenset[str]:
    """Return the names that a wording has to be filled with."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def values_of(safety: Safety, filling: Filling, lang: str) -> dict[str, str]:
    """Return what stands for each placeholder in `lang`.

    Who speaks the country's language needs no translation of the complaint's name, nor one name for the police alone.
    """
    native = lang == filling.national
    inside = next((one.words.label(lang) for one in safety.inside if one.code == filling.country), "")
    complaint, police = filling.values.complaint, filling.values.police
    named = "" if native else safety.named.label(lang).format(in_country=inside, names=", ".join(complaint))
    return {
        "numbers": f" {safety.number_joint.label(lang)} ".join(filling.numbers),
        "named": _in_brackets(named),
        "police": _in_brackets("" if native and len(police) == 1 else ", ".join(police)),
        "in_country": inside,
        "acknowledgement_days": str(filling.promise.acknowledgement_days),
        "feedback_days": str(filling.promise.feedback_days),
    }


def fill(safety: Safety, sentence: Sentence, filling: Filling, lang: str) -> PackText:
    """Return a sentence in `lang`, else in English, filled and with what also holds in the country."""
    spoken = sentence.words.spoken(lang)
    holds = {one.code for one in filling.values.also}
    also = [one.words.label(spoken) for one in safety.also if one.to == sentence.code and one.code in holds]
    body = "\n\n".join([sentence.words.label(spoken), *also])
    return PackText(
        key=sentence.code,
        lang=spoken,
        body=body.format_map(values_of(safety, filling, spoken)),
        nature=sentence.nature,
        links=(),
        seen_at=safety.seen_at,
        reviewed_by=dict(safety.reviewed).get(spoken),
    )


def with_details(safety: Safety, core: PackText, details: PackText, filling: Filling) -> PackText:
    """Put a country's own text behind the shared sentence; say in the reader's language where it is in English."""
    foreign = details.lang == FALLBACK_LANGUAGE != core.lang
    notice = safety.sentence(DETAILS) if foreign else None
    said = fill(safety, notice, filling, core.lang).body if notice else ""
    return replace(core, notice=said, details=details)
