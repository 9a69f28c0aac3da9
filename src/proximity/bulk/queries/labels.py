"""The words for fields, states, verdicts, and for what is wrong with a row, a file or a decision."""

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import BIAS, Words
from proximity.bulk.reading import MAX_COLUMNS, MAX_ROWS, Fault
from proximity.bulk.rules.checking import Verdict
from proximity.bulk.rules.fields import NOTHING, Field, codes_of
from proximity.bulk.rules.states import ImportState
from proximity.cases.queries.labels import COMPLAINT, OFFENCE, STATUS
from proximity.insight.rules.facts import Channel, Stage
from proximity.packs import codes

FIELD: Mapping[str, Words] = {
    Field.EXTERNAL: _("Reference in the register"),
    Field.RECORDED: _("Day it was recorded"),
    Field.HAPPENED: _("Day it happened"),
    Field.CLOSED: _("Day it was closed"),
    Field.TOLD: _("What happened, in words"),
    Field.PLACE: pgettext_lazy("a column of a table", "Place"),
    Field.TITLE: pgettext_lazy("a column of a table", "Title"),
    Field.KIND: _("Type of incident or offence"),
    Field.GROUNDS: _("Ground or motive"),
    Field.BIAS: _("Is it a hate incident?"),
    Field.STATUS: _("State of the work"),
    Field.COMPLAINT: _("Formal complaint"),
    Field.OFFENCE: _("What the police suspect"),
    Field.STAGE: _("How far it came"),
    Field.CHANNEL: _("How it became known"),
    Field.KEEP: _("Keep as it is written, sealed"),
    Field.LEAVE_OUT: _("Leave out"),
}
STATE: Mapping[str, Words] = {
    ImportState.READING: _("being read"),
    ImportState.READ: _("waits for your decisions"),
    ImportState.UNREADABLE: _("could not be read"),
    ImportState.CHECKING: _("being checked"),
    ImportState.CHECKED: _("checked: nothing is made yet"),
    ImportState.RUNNING: _("cases are being made"),
    ImportState.STOPPED: _("stopped"),
    ImportState.DONE: pgettext_lazy("state of an import", "done"),
    ImportState.UNDOING: _("being taken back"),
    ImportState.UNDONE: _("taken back"),
}
VERDICT: Mapping[str, Words] = {
    Verdict.READY: _("becomes a case"),
    Verdict.LOSSY: _("becomes a case, with a note"),
    Verdict.WRONG: _("something is wrong"),
    Verdict.TWICE: _("its reference stands in an earlier row"),
    Verdict.KNOWN: _("is here already"),
    Verdict.DONE: _("became a case"),
    Verdict.FAILED: _("could not be made"),
    Verdict.UNDONE: _("was taken back"),
    Verdict.STAYED: _("stays: somebody worked on it"),
}
FINDING: Mapping[str, Words] = {
    "formula": _("This cell holds a formula. Save the table with values only."),
    "empty": _("This cell is empty, and every case needs it."),
    "too_long": _("This is longer than a case can hold."),
    "too_wide": _("This row has more cells than there are headings."),
    "date": _("This is no day that we can read."),
    "date_serial": _("This looks like a day as a spreadsheet counts it. Format the column as a date and save again."),
    "date_order": _("Day and month stand the other way round here than you said."),
    "date_future": _("This day has not come yet."),
    "date_old": _("This day is too long ago."),
    "date_part": _("Here the whole day is needed: day, month and year."),
    "date_short": _("The year has two digits; it is read as the last such year."),
    "happened_after": _("It would have happened after it was recorded."),
    "closed_before": _("It would have been closed before it was recorded."),
    "open_but_closed": _("It has a day on which it was closed, but its state says that it is open."),
    "closed_by_recorded": _("No day says when it was closed: the day it was recorded stands in."),
    "recorded_by_happened": _("No column says when it was recorded: the day it happened stands in."),
    "no_day": _("Only month or year is known, and no other day."),
    "undecided": _("Nobody has decided yet what this value means."),
    "lossy": _("Our code says less than this. The word is kept beside it."),
}
FAULT: Mapping[str, Words] = {
    Fault.ENCODING: _("The letters could not be read in this encoding. Choose another one below."),
    Fault.NO_TABLE: _("No table was found: a line of headings with at least two columns, and a row below it."),
    Fault.TOO_MANY_ROWS: format_lazy(_("The table has more than {rows} rows. Bring it in parts."), rows=MAX_ROWS),
    Fault.TOO_MANY_COLUMNS: format_lazy(_("The table has more than {columns} columns."), columns=MAX_COLUMNS),
    Fault.CELL_TOO_LONG: _(
        "One cell is too long to be a cell. Perhaps a quotation mark is missing, or the sign between cells is another."
    ),
    Fault.BOMB: _(
        "The spreadsheet unpacks to far more than it should, or holds what no table needs. It was not opened."
    ),
    Fault.BROKEN: _(
        "The file is damaged or locked with a password. Open it in your spreadsheet program and save it again."
    ),
    Fault.DAMAGED: _("The sealed file is not there any more or was altered. Bring it once more."),
    "nobody": _("Whoever began it no longer works here as a supervisor. Another supervisor can go on."),
}
UNDECIDED: Mapping[str, Words] = {
    "undecided": _("Say what this column is, or leave it out."),
    "twice": _("Another column is this already."),
    "no_codes": _("This column holds too many different or too long values to be a list of codes."),
    "needed": _("This is needed."),
}
MISSING: Mapping[str, Words] = {
    Field.EXTERNAL: _("Say which column holds the reference: by it we know a row again and make nothing twice."),
    Field.RECORDED: _("Say which column holds the day it was recorded, or the day it happened."),
}
STAGE: Mapping[str, Words] = {
    Stage.RECORDED: _("recorded"),
    Stage.COMPLAINT: _("formal complaint"),
    Stage.REFERRED: _("referred to the prosecution"),
    Stage.PROSECUTED: _("prosecuted"),
    Stage.SENTENCED: _("sentenced"),
}
CHANNEL: Mapping[str, Words] = {
    Channel.ONLINE: _("online"),
    Channel.PHONE: _("by phone"),
    Channel.DESK: _("at a desk"),
    Channel.CENTRE: _("at a reporting centre"),
    Channel.LETTER: _("by letter"),
    Channel.PATROL: _("by a patrol"),
    Channel.UNKNOWN: _("not known"),
}
_WORDS: Mapping[Field, Mapping[str, Words]] = {
    Field.BIAS: BIAS, Field.STATUS: STATUS, Field.COMPLAINT: COMPLAINT, Field.OFFENCE: OFFENCE, Field.STAGE: STAGE,
    Field.CHANNEL: CHANNEL,
}  # fmt: skip
SAYS_NOTHING = _("says nothing: record nothing")
FAMILY = _("%(family)s (no finer)")


def code_choices(field: Field) -> list[tuple[str, Words]]:
    """Return what a value of a coded field can mean, in the language of the page; the last: that it says nothing."""
    own = [(code, code_label(field, code)) for code in codes_of(field)]
    return own if field in {Field.BIAS, Field.STATUS} else [*own, (NOTHING, SAYS_NOTHING)]


def code_label(field: Field, code: str) -> Words:
    """Return what a code is called; of grounds a family says that it is no finer."""
    lang = get_language() or "en"
    if field is Field.KIND:
        return codes.incident_type(code).label(lang)
    if field is not Field.GROUNDS:
        return _WORDS[field][code]
    fine = next((one for one in codes.grounds() if one.code == code), None)
    if fine is not None:
        return fine.label(lang)
    return FAMILY % {"family": codes.ground_family(code).label(lang)}
