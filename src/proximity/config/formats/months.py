"""The months as they stand beside a day: `E` in a format of dates. Said here, so that each catalogue has them in its own case.

Django's own catalogues begin them with a capital where the language does not (Italian, Portuguese, Bulgarian).
"""

from django.utils.translation import pgettext_lazy

BESIDE_A_DAY = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)
