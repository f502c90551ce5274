"""What a compliance page is asked for, in its address."""

from typing import Any, NamedTuple

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.months import Month
from contacts.measure import Measures
from contacts.months import Result
from reports.selectors import Needed
from reports.why import codes
from staff.forms import UnitForm
from staff.models import Ldu, Team, User
from staff.units import Unit
from ui import formats

# In place of an id: the unallocated people, and those whose case manager has no team, or no LDU.
UNALLOCATED_PEOPLE, WITHOUT = "unallocated", "none"


class ResultChoice(NamedTuple):
    """What a list of people can be narrowed to, as a condition on `reports.selectors.people_of`."""

    words: str | Promise
    holds: Q


RESULTS = {
    "everyone": ResultChoice(_("Everyone"), Q()),
    "applicable": ResultChoice(_("Applicable"), Q(reason=None)),
    "met": ResultChoice(Result.MET.label, Q(result=Result.MET)),
    "pending": ResultChoice(Result.PENDING.label, Q(result=Result.PENDING)),
    "not_met": ResultChoice(Result.NOT_MET.label, Q(result=Result.NOT_MET)),
    "not_applicable": ResultChoice(_("Not applicable"), Q(reason__isnull=False)),
}


class AnyMonthForm(forms.Form):
    """Any month, this one unless told."""

    month = forms.CharField(required=False)

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"] or str(Month.of(timezone.localdate())))
        except ValueError as error:
            raise forms.ValidationError(_("Enter a month in the format YYYY-MM")) from error


class MeasuredMonthForm(forms.Form):
    """A month from the measure's first to this one, which it is unless told."""

    month = forms.CharField(required=False)

    measures: Measures

    def clean_month(self) -> Month:
        this_month = Month.of(timezone.localdate())
        try:
            month = Month.parse(self.cleaned_data["month"]) if self.cleaned_data["month"] else this_month
        except ValueError as error:
            raise forms.ValidationError(_("Enter a month in the format YYYY-MM")) from error
        self.measures = Measures.known()
        if not self.measures.first_month <= month <= this_month:
            words = _("Enter a month from %(first)s to this month")
            raise forms.ValidationError(words % {"first": formats.month(self.measures.first_month.first)})
        return month


class MonthForm(MeasuredMonthForm, UnitForm):
    """A part of the manager's own unit, and a month of it."""


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
    result = forms.ChoiceField(choices=[(name, result.words) for name, result in RESULTS.items()], required=False)
    # Of those whose month is still possible.
    needed = forms.ChoiceField(choices=Needed.choices, required=False)
    by = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    # Of those who have not met the month.
    why = forms.ChoiceField(choices=[(code, code) for code in codes()], required=False)

    def __init__(self, data: Any, *, user: User):
        super().__init__(data, user=user)
        self.choose_from("officer", Q(pk__in=self.own.posts.values("user")))

    @property
    def unit(self) -> Unit:
        records = [self.cleaned_data[name] for name in ("team", "ldu")]
        record = next((record for record in records if isinstance(record, Team | Ldu)), None)
        return Unit.of(record) if record else self.own

    @property
    def part(self) -> Unit:
        """The part of the unit that was asked about, whatever the result."""
        ldu, team, officer = (self.cleaned_data[name] for name in ("ldu", "team", "officer"))
        if UNALLOCATED_PEOPLE in (team, officer):
            return self.unit.unallocated()
        if officer:
            return self.unit.allocated(user=officer)
        if WITHOUT in (team, ldu):
            return self.unit.allocated(**({"team": None} if team == WITHOUT else {"ldu": None}))
        return self.unit
