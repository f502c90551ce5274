"""What the address of a diary asks for, and the time that is booked from it."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.diary import Days, Show
from staff.models import User
from staff.selectors import colleagues_of
from ui.fields import DateField, StartTimeField


class WhoseForm(forms.Form):
    """Whose appointments: ``?officer=12``, one’s own or a colleague’s. Else one’s own."""

    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Whose appointments?"), required=False, empty_label=None
    )

    def __init__(self, *args: Any, user: User, today: datetime.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["officer"].queryset = colleagues_of(user, today)


class DiaryForm(WhoseForm):
    """Whose diary, and which days of it: ``?show=week&on=2026-11-18&officer=12``. Else one’s own, this week."""

    officer = forms.ModelChoiceField(User.objects.none(), label=_("Whose diary?"), required=False, empty_label=None)
    on = DateField(label=_("Date"), required=False)
    show = forms.ChoiceField(choices=Show.choices, required=False, widget=forms.HiddenInput)

    def clean_on(self) -> datetime.date | None:
        on = self.cleaned_data["on"]
        if on and not Days.of(Show.MONTH, on).are_known:
            raise forms.ValidationError(gettext("Enter another date. Bank holidays are not known for this one"))
        return on


class SlotForm(forms.Form):
    """The time that is to be booked, and with whom, as an address says it."""

    date = DateField(label=_("Date"))
    start_time = StartTimeField()
    officer = forms.ModelChoiceField(User.objects.none(), label=_("Who is the appointment with?"))

    def __init__(self, data: Any, *, user: User, today: datetime.date):
        super().__init__(data)
        field: Any = self.fields
        field["officer"].queryset = colleagues_of(user, today)


class BookedFromForm(forms.Form):
    """What the address of a booking says already: ``?date=2026-11-18&start_time=10:30&officer=12``, or less."""

    date = DateField(label=_("Date"), required=False)
    start_time = StartTimeField(required=False)
    officer = forms.IntegerField(label=_("Who is the appointment with?"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        """The answers that it says; what is no answer is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
