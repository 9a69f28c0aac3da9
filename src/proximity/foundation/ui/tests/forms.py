"""A form with one field of every shape."""

from django import forms


class EveryShape(forms.Form):
    grounds = forms.MultipleChoiceField(
        label="Grounds",
        help_text="Tick what fits.",
        choices=[("a", "Religion"), ("b", "Origin")],
        widget=forms.CheckboxSelectMultiple,
    )
    because = forms.ChoiceField(label="Because?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    text = forms.CharField(label="What happened?", help_text="In your own words.", widget=forms.Textarea)
    name = forms.CharField(label="A name", required=False)
    day = forms.DateField(label="Which day?", widget=forms.SelectDateWidget(years=[2026]))
    agreed = forms.BooleanField(label="I agree")


class Whole(forms.Form):
    one = forms.CharField(label="One", required=False)

    def clean(self):
        raise forms.ValidationError("These two do not fit together.")
