"""How a caseload is narrowed."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.models import Brag, ServiceUser, ServiceUserQuerySet
from contacts.models import Alert
from contacts.months import Result
from contacts.selectors import held_by
from staff.models import Role
from ui.filters import BaseFilterSet


class CaseloadFilters(BaseFilterSet):
    """Filters of `contacts.selectors.caseload`. Case managers see their own people unless they ask for the team."""

    private_filters = ("search",)

    search = django_filters.CharFilter(label="Name or CRN", method="matching")
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

    class Meta:
        model = ServiceUser
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request.user.role != Role.CASE_MANAGER:
            del self.filters["whose"]

    @property
    def own_only(self) -> bool:
        return "whose" in self.filters and not self.form.cleaned_data["whose"]

    def filter_queryset(self, queryset: ServiceUserQuerySet) -> ServiceUserQuerySet:
        people = super().filter_queryset(queryset)
        return people.filter(held_by(self.request.user, timezone.localdate())) if self.own_only else people

    def matching(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Each word is a part of a name or the beginning of a CRN."""
        for word in value.split():
            named = Q(first_name__icontains=word) | Q(last_name__icontains=word)
            people = people.filter(named | Q(crn__istartswith=word))
        return people

    def with_alert(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        return people.filter(Exists(Alert.objects.open().filter(service_user=OuterRef("pk"), kind=value)))

    def of_team(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Everyone whom the user may see: the list begins with them."""
        return people
