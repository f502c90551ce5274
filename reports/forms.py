"""What a compliance page is asked for, in its address."""

from typing import Any

from django import forms
from django.utils import timezone

from base.months import Month
from cases.units import Unit, UnitForm
from contacts.months import FIRST_MONTH
from reports.selectors import PersonMonth
from staff.models import Ldu, Team, User
from staff.selectors import UNALLOCATED

# In place of an id: the people whom nobody holds, and those whose case manager has no team, or no LDU.
UNALLOCATED_PEOPLE, WITHOUT = "unallocated", "none"
PLACE_NAMES = {UNALLOCATED_PEOPLE: UNALLOCATED, WITHOUT: ""}

RESULTS = {
    "": "Everyone",
    "applicable": "Applicable",
    "met": "Met",
    "pending": "Still possible",
    "not_met": "Not met",
    "not_applicable": "Not applicable",
}


def matches(person: PersonMonth, result: str) -> bool:
    """Whether a person is among those of the result, one of `RESULTS`."""
    if result in ("applicable", "not_applicable"):
        return bool(person.result) == (result == "applicable")
    return result in ("", person.result)


class MonthForm(UnitForm):
    """A part of the manager's own unit, and a month from October 2018 to this one, which it is unless told."""

    month = forms.CharField(required=False)

    def clean_month(self) -> Month:
        this_month = Month.of(timezone.localdate())
        try:
            month = Month.parse(self.cleaned_data["month"]) if self.cleaned_data["month"] else this_month
        except ValueError as error:
            raise forms.ValidationError("Enter a month as YYYY-MM") from error
        if not FIRST_MONTH <= month <= this_month:
            raise forms.ValidationError("Enter a month from October 2018 to this one")
        return month


class OrWordField(forms.ModelChoiceField):
    """A record, or a word that stands for no record."""

    def __init__(self, *args: Any, words: tuple[str, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.words = words

    def clean(self, value: Any) -> Any:
        return value if value in self.words else super().clean(value)


class PeopleForm(MonthForm):
    """The people of one figure."""

    ldu = OrWordField(Ldu.objects.select_related("division"), required=False, words=(WITHOUT,))
    team = OrWordField(
        Team.objects.select_related("ldu__division"), required=False, words=(UNALLOCATED_PEOPLE, WITHOUT)
    )
    officer = OrWordField(User.objects.all(), required=False, words=(UNALLOCATED_PEOPLE,))
    result = forms.ChoiceField(choices=list(RESULTS.items()), required=False)

    def __init__(self, data: Any, *, user: User):
        super().__init__(data, user=user)
        self.choose_from("officer", Unit.of_user(user).staff)

    @property
    def unit(self) -> Unit:
        records = [self.cleaned_data[name] for name in ("team", "ldu")]
        record = next((record for record in records if isinstance(record, Team | Ldu)), None)
        return Unit.of(record) if record else Unit.of_user(self.user)

    def belongs(self, person: PersonMonth) -> bool:
        """Whether a person of the unit is of the part of it that was asked about, whatever the result."""
        ldu, team, officer = (self.cleaned_data[name] for name in ("ldu", "team", "officer"))
        return (
            (ldu not in PLACE_NAMES or person.place.ldu == PLACE_NAMES[ldu])
            and (team not in PLACE_NAMES or person.place.team == PLACE_NAMES[team])
            and (not officer or person.officer == (None if officer == UNALLOCATED_PEOPLE else officer.pk))
        )
