"""How a caseload is narrowed."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import Contains
from django.utils import timezone

from alerts.models import Alert
from base.db import Folded
from cases.models import Allocation, Brag, ServiceUser, ServiceUserQuerySet
from contacts.months import Result
from staff.models import Role, User
from staff.units import Unit
from ui.filters import BaseFilterSet

NOBODY = "unallocated"


def case_managers(request) -> QuerySet[User]:
    """Those of the user's unit who hold somebody today."""
    today, unit = timezone.localdate(), Unit.of_member(request.user)
    return User.objects.filter(pk__in=Allocation.objects.within(unit, today).values("officer"))


class CaseloadFilters(BaseFilterSet):
    """Filters of `casework.selectors.caseload`. Case managers see their own people unless they ask for the team.

    Managers choose one case manager, or the people whom nobody holds.
    """

    private_filters = ("search",)

    # Each word costs the database a comparison with everyone.
    search = django_filters.CharFilter(label="Name or CRN", method="matching", max_length=100)
    brag = django_filters.ChoiceFilter(
        label="BRAG", choices=Brag.choices, null_value="none", null_label="No BRAG status"
    )
    result = django_filters.ChoiceFilter(
        label="This month", choices=Result.choices, null_value="none", null_label="Does not apply"
    )
    due = django_filters.ChoiceFilter(label="What is due", choices=Alert.Kind.choices, method="with_alert")
    whose = django_filters.ChoiceFilter(
        label="Whose", choices=[("team", "The whole team")], empty_label="My own", method="of_team"
    )
    officer = django_filters.ModelChoiceFilter(
        label="Case manager",
        queryset=case_managers,
        null_value=NOBODY,
        null_label="Unallocated",
        method="of_officer",
    )

    class Meta:
        model = ServiceUser
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.filters["officer" if self.request.user.role == Role.CASE_MANAGER else "whose"]

    @property
    def own_only(self) -> bool:
        return "whose" in self.filters and not self.form.cleaned_data.get("whose")

    def filter_queryset(self, queryset: ServiceUserQuerySet) -> ServiceUserQuerySet:
        people = super().filter_queryset(queryset)
        return people.of(Unit.of(self.request.user), timezone.localdate()) if self.own_only else people

    def matching(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Each word is a part of a name, with or without its accents, or the beginning of a CRN."""
        for word in value.split():
            folded = Folded(Value(word))
            named = Contains(Folded("first_name"), folded) | Contains(Folded("last_name"), folded)
            people = people.filter(named | Q(crn__startswith=word.upper()))
        return people

    def with_alert(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        return people.filter(Exists(Alert.objects.open().filter(service_user=OuterRef("pk"), kind=value)))

    def of_team(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Everyone whom the user may see: the list begins with them."""
        return people

    def of_officer(self, people: ServiceUserQuerySet, name: str, value: User | str) -> ServiceUserQuerySet:
        """Those whom the case manager, or nobody, holds today."""
        today = timezone.localdate()
        if isinstance(value, User):
            return people.of(Unit.of(value), today)
        return people.filter(~Exists(Allocation.objects.on(today).filter(service_user=OuterRef("pk"))))
