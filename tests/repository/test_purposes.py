"""What the program itself gives as a purpose, the auditor reads in her own language."""

from proximity.cases.forms.needs import ExportForm
from proximity.cases.operations import packs, reading, second_look
from proximity.oversight.purposes import PURPOSES
from proximity.reporting.operations.handling import HANDLING


def test_every_purpose_of_the_program_has_words():
    ours = {
        reading.ASSIGNED,
        reading.COLLEAGUE,
        reading.STANDS_IN,
        reading.SECOND,
        reading.GLASS,
        packs.PURPOSE,
        second_look.PURPOSE,
        HANDLING,
        *ExportForm.PURPOSES,
    }
    assert set(PURPOSES) == ours
