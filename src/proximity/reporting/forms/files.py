"""Forms that add a file to a report."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proximity.evidence.forms import AddFileForm


class OwnFileForm(AddFileForm):
    """The person adds a file."""

    def __init__(self, data: QueryDict | None = None) -> None:
        """Take what was typed."""
        super().__init__(data, label_suffix="")
        self.fields["file"].help_text = _(
            "A photo, a film, a recording, a screenshot or a document, up to 200 MB, one at a time. Keep the original. "
            "Those who read your report see a copy without place and device where one can be made."
        )


class StaffFileForm(AddFileForm):
    """Staff add a file, for themselves or for all who read the report."""

    for_all = forms.BooleanField(
        label=_("Everybody who may read this report, and the person, may see this file"),
        help_text=_("Tick this for what the person gave you. Without the tick only your organisation sees it."),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        """Take what was typed; what is ticked must be read before the file comes."""
        super().__init__(data, label_suffix="")
        self.order_fields(["note", "for_all", "file"])
