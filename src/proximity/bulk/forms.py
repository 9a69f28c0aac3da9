"""Forms of imports: the file, how it is read, what each column is, what each value means, why an import is taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import GROUND_BASIS, GROUND_STATUS, Words
from proximity.assessment.rules import FIRST_STATUSES, GroundBasis, GroundStatus
from proximity.bulk.queries.labels import FIELD, UNDECIDED, code_choices
from proximity.bulk.reading import SCANNED_LINES, How
from proximity.bulk.rules.checking import Verdict
from proximity.bulk.rules.dates import Order
from proximity.bulk.rules.decisions import Column, Decisions, values_in
from proximity.bulk.rules.encodings import DELIMITERS, ENCODINGS
from proximity.bulk.rules.fields import FOR_ALL, Field, Proposal, proposed_codes
from proximity.cases.forms.fields import TEXT_NEEDED
from proximity.cases.rules.history import MAX_EXTERNAL
from proximity.evidence.forms import TakenFileField
from proximity.packs import codes
from proximity.packs.schema import Category

OPEN: list[tuple[str, Words]] = [("", "—")]
MOST_SHOWN = 150
"""Values that one form asks for; the others come on the next."""
ENCODING_WORDS = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16 (LE)", "utf-16-be": "UTF-16 (BE)", "cp1252": "Windows-1252", "cp1257": "Windows-1257",
    "cp1251": "Windows-1251", "iso8859-15": "ISO 8859-15", "iso8859-13": "ISO 8859-13", "cp850": "DOS 850",
    "mac-roman": "Mac OS Roman",
}  # fmt: skip
DELIMITER_WORDS: dict[str, Words] = {";": _("semicolon ;"), ",": _("comma ,"), "\t": _("tab"), "|": _("bar |")}


class UploadForm(forms.Form):
    """The file that is brought."""

    file = TakenFileField(
        label=_("The table"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text=_("A CSV or a spreadsheet (.xlsx), with one row for each incident and a line of headings. Up to 100 MB."),
    )  # fmt: skip


class HowForm(forms.Form):
    """How a file is read, with what was guessed filled in."""

    encoding = forms.ChoiceField(
        label=_("Encoding"), choices=[(one, ENCODING_WORDS[one]) for one in ENCODINGS],
        help_text=_("We guessed it. If letters with accents look wrong below, choose another."),
    )  # fmt: skip
    delimiter = forms.ChoiceField(
        label=_("Sign between cells"), choices=[(one, DELIMITER_WORDS[one]) for one in DELIMITERS]
    )
    sheet = forms.ChoiceField(label=_("Sheet"))
    header = forms.IntegerField(label=_("Line of the headings"), min_value=1, max_value=SCANNED_LINES)

    def __init__(self, data: QueryDict | None, *, how: How, is_text: bool) -> None:
        """Show what is there to choose for a text or a spreadsheet."""
        super().__init__(data, initial=self.filled(how))
        for name in ("sheet",) if is_text else ("encoding", "delimiter"):
            del self.fields[name]
        if "sheet" in self.fields:
            self.fields["sheet"] = forms.ChoiceField(label=_("Sheet"), choices=[(one, one) for one in how.sheets])

    @staticmethod
    def filled(how: How) -> dict[str, object]:
        """Return what the form shows first."""
        return {"encoding": how.encoding, "delimiter": how.delimiter, "sheet": how.sheet, "header": how.header or 1}

    def how(self, before: How) -> How:
        """Return what was chosen."""
        said = self.cleaned_data
        return replace(
            before, encoding=said.get("encoding", ""), delimiter=said.get("delimiter", ""), sheet=said.get("sheet", ""),
            header=said["header"],
        )  # fmt: skip


class ColumnsForm(forms.Form):
    """What each column is, and what holds for all rows."""

    def __init__(self, data: QueryDict | None, *, columns: Sequence[Column], decisions: Decisions) -> None:
        """Ask for each column, with what is proposed filled in."""
        super().__init__(data)
        self._before = decisions
        self.fields["source"] = forms.CharField(
            label=_("What is this register called?"), max_length=MAX_EXTERNAL, error_messages=TEXT_NEEDED,
            initial=decisions.source,
            help_text=_("The same register always has the same name: by it and the reference nothing comes twice."),
        )  # fmt: skip
        self._numbers = range(len(columns))
        for index, column in enumerate(columns):
            chosen = decisions.fields[index] if index < len(decisions.fields) else None
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column.heading, choices=[*OPEN, *FIELD.items()], required=False, initial=chosen or "",
                help_text=" · ".join(column.samples),
            )  # fmt: skip
        self._ask_for_all(decisions)

    def _ask_for_all(self, decisions: Decisions) -> None:
        self.fields["order"] = forms.ChoiceField(
            label=_("How days are written"), initial=decisions.order, choices=[
                (Order.DMY, _("day, month, year: 31/12/2025")), (Order.MDY, _("month, day, year: 12/31/2025")),
            ],
        )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the register"), initial=decisions.language, required=False,
            choices=[*OPEN, *((one.code, one.own_name) for one in codes.languages())],
        )  # fmt: skip
        for one in FOR_ALL:
            self.fields[f"all_{one}"] = forms.ChoiceField(
                label=FIELD[one], choices=[*OPEN, *code_choices(one)], required=False, initial=decisions.for_all.get(one, ""),
                help_text=_("Only where no column says it: holds for all rows."),
            )  # fmt: skip
        self.fields["ground_status"] = forms.ChoiceField(
            label=_("A ground in this register is"), required=False, initial=decisions.ground_status or "",
            choices=[*OPEN, *((one, GROUND_STATUS[one]) for one in FIRST_STATUSES)],
        )  # fmt: skip
        self.fields["ground_basis"] = forms.ChoiceField(
            label=_("The person whom it was aimed at"), required=False, initial=decisions.ground_basis or "",
            choices=[*OPEN, *GROUND_BASIS.items()],
        )  # fmt: skip

    @property
    def columns(self) -> Iterator[BoundField]:
        """Yield the fields of the columns."""
        return (self[f"column_{index}"] for index in self._numbers)

    @property
    def for_all(self) -> list[BoundField]:
        """Return the fields of what holds for all rows."""
        return [
            self[name]
            for name in (*(f"all_{one}" for one in FOR_ALL), "ground_status", "ground_basis", "order", "language")
        ]

    def decisions(self) -> Decisions:
        """Return what was chosen, beside what was decided of values before."""
        said = self.cleaned_data
        chosen = [said[f"column_{index}"] for index in self._numbers]
        return replace(
            self._before, source=said["source"], fields=tuple(Field(one) if one else None for one in chosen),
            for_all={one: said[f"all_{one}"] for one in FOR_ALL if said[f"all_{one}"]}, order=Order(said["order"]),
            language=said["language"], ground_status=GroundStatus(said["ground_status"]) if said["ground_status"] else None,
            ground_basis=GroundBasis(said["ground_basis"]) if said["ground_basis"] else None,
        )  # fmt: skip

    def add_faults(self, faults: Sequence[tuple[str, str]]) -> None:
        """Say beside its field what is not decided."""
        for name, code in faults:
            self.add_error(name if name in self.fields else None, UNDECIDED[code])


class ValuesForm(forms.Form):
    """What each value of the coded columns means in our codes; of a ground perhaps two things."""

    def __init__(
        self, data: QueryDict | None, *, columns: Sequence[Column], decisions: Decisions, categories: Sequence[Category]
    ) -> None:
        """Ask for the values that nobody has decided first, then show the others, as many as a form can hold."""
        super().__init__(data)
        self._before = decisions
        self._asked: list[tuple[str, Field, str, int, Proposal]] = []
        found = [
            (one, value, count, decisions.values.get(one, {}).get(value, ()))
            for index, one in decisions.coded
            for value, count in values_in(columns[index], one).items()
        ]  # fmt: skip
        found.sort(key=lambda line: bool(line[3]))
        for number, (one, value, count, chosen) in enumerate(found[:MOST_SHOWN]):
            name = f"value_{number}"
            self._asked.append((name, one, value, count, proposed_codes(one, value, categories)))
            self._ask(name, one, value, chosen)

    def _ask(self, name: str, one: Field, value: str, chosen: Sequence[str]) -> None:
        choices = [*OPEN, *code_choices(one)]
        self.fields[name] = forms.ChoiceField(
            label=value, choices=choices, required=False, initial=next(iter(chosen), "")
        )  # fmt: skip
        if one is Field.GROUNDS:
            self.fields[f"{name}_too"] = forms.ChoiceField(
                label=_("and also"), choices=choices, required=False, initial=chosen[1] if len(chosen) > 1 else ""
            )

    @property
    def groups(self) -> list[tuple[Words, list[tuple[int, Proposal, list[BoundField]]]]]:
        """Return the fields by what they are about, each with in how many rows its value stands and what it may mean."""
        found: dict[Field, list[tuple[int, Proposal, list[BoundField]]]] = {}
        for name, one, _value, count, proposal in self._asked:
            fields = [self[name], *([self[f"{name}_too"]] if f"{name}_too" in self.fields else [])]
            found.setdefault(one, []).append((count, proposal, fields))
        return [(FIELD[one], lines) for one, lines in found.items()]

    def decisions(self) -> Decisions:
        """Return what was chosen, beside what was decided before."""
        values = {one: dict(known) for one, known in self._before.values.items()}
        for name, one, value, _count, _proposal in self._asked:
            chosen = (self.cleaned_data[name], self.cleaned_data.get(f"{name}_too", ""))
            values.setdefault(one, {})[value] = tuple(dict.fromkeys(code for code in chosen if code))
        return replace(self._before, values=values)

    def open_fields(self) -> list[str]:
        """Return the fields in which nothing was chosen."""
        return [name for name, _one, _value, _count, _proposal in self._asked if not self.cleaned_data.get(name)]


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=200,
        error_messages=TEXT_NEEDED,
        help_text=_("It stands in the log."),
    )


class OnlyForm(forms.Form):
    """Which rows of the report are shown, and from where."""

    only = forms.ChoiceField(choices=[("", ""), *((one.value, one.value) for one in Verdict)], required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=10_000_000)
