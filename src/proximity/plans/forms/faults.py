"""What a value that the rules refuse is called beside its field."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.assessment.queries.labels import Words

_NUMBER = _("Give a number that fits: percent from 0 to 100; people, incidents and reports in multiples of 5.")
FAULTS: Mapping[str, Words] = {
    "title": _("Write a few words."),
    "text": _("Write a few words."),
    "diagnosis": _("This is too long. Say it more briefly."),
    "name": _("Write a few words."),
    "found": _("Write a few words."),
    "source": _("Write a few words."),
    "baseline_source": _("Say where the number comes from."),
    "after": _("This is too long. Say it more briefly."),
    "starts_on": _("Give a day of this century."),
    "ends_on": _("The last day comes after the first."),
    "due_on": _("Give a day of this century."),
    "baseline_on": _("Give a day of this century."),
    "on": _("Give a day that has come already."),
    "review_on": _("Give a day after today, two years off at most."),
    "organisation": _("Choose one."),
    "body": _("Choose an organisation or name another body, not both."),
    "state": _("Choose one."),
    "reason": _("Say why it is dropped."),
    "code": _("Choose one."),
    "unit": _("Numbers were noted already. Add another indicator instead."),
    "baseline_release": _("Choose one."),
    "baseline_number": _NUMBER,
    "target": _NUMBER,
    "number": _NUMBER,
    "few": _("This is for people, incidents and reports, and without a number beside it."),
    "baseline_few": _("This is for people, incidents and reports, and without a number beside it."),
    "measures": _("What everybody has read goes on until it is done or dropped. Review it first."),
}
