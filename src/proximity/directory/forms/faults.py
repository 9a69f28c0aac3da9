"""What a value that the rules refuse is called beside its field."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from proximity.directory.queries.words import Label

_LONG = _("This is too long. Say it more briefly.")
TAKEN = _("Another entry of your city has this name. Look at that one first.")
FAULTS: Mapping[str, Label] = {
    "name": _("Write a few words."),
    "run_by": _LONG,
    "about": _LONG,
    "address": _LONG,
    "district": _LONG,
    "serves": _LONG,
    "hours_note": _LONG,
    "source": _LONG,
    "text": _("Write a few words."),
    "needs": _("Choose at least one."),
    "grounds": _("Choose one."),
    "languages": _("Choose one."),
    "language": _("Choose one."),
    "owner": _("Choose one."),
    "phone": _("Write a telephone number with digits and spaces, such as +34 900 000 000."),
    "email": _("Write an e-mail address, such as help@example.org."),
    "web": _("Write a whole web address, such as https://example.org."),
    "reach": _("Give at least one way to reach them: telephone, e-mail, web page or address."),
    "place": _("Write latitude and longitude, such as 40.4168, -3.7038."),
    "answers": _("Choose one."),
    "staff": _("Give a whole number."),
    "trained": _("These cannot be more than those who take reports."),
    "trained_on": _("Give the day of the last training if somebody was trained, and only then; it has come already."),
}
