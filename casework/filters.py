"""How a caseload is narrowed."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alerts.findings import FINDINGS
from alerts.models import Alert
from cases.models import Allocation, Brag, Order, ServiceUser, ServiceUserQuerySet
from cases.search import Sought
from casework.additional import register_of, whom_for
from casework.forms.worklist import WITHOUT_PART
from casework.selectors import listed_for
from casework.timeline import Sensitivity
from casework.timeline.kinds import KINDS
from casework.to_check import FOUND, ToCheck
from contacts.additional import AdditionalMeasure
from contacts.cadence import Due, next_contacts
from contacts.models import Contact
from contacts.months import Result
from contacts.unseen import not_seen_since
from staff.access import CASEWORK
from staff.models import Ldu, Role, Team, User
from staff.units import WITHOUT, Unit
from ui.filters import BaseFilterSet
from ui.words import named_lazy, word_lazy
from workload.selectors import cases

NOBODY = "unallocated"
ALERTS = [
    (heading, [(finding.kind, finding.label) for finding in FINDINGS if finding.mendable == mendable])
    for mendable, heading in ((True, _("What to do")), (False, _("What was missed")))
]
# So many weeks are asked for at most.
LONGEST_UNSEEN = 104
# The filters that a role has no use for: what they choose from is no larger than the list.
NOT_FOR = {
    Role.CASE_MANAGER: ("officer", "team", "ldu"),
    Role.TEAM_MANAGER: ("whose", "team", "ldu"),
    Role.LDU_HEAD: ("whose", "ldu"),
    Role.CHIEF_OFFICER: ("whose",),
}


class WholeNumberFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField


def ldus(request) -> QuerySet[Ldu]:
    """Those of the user's division."""
    return Ldu.objects.filter(division=request.user.post.division_id)


def teams(request) -> QuerySet[Team]:
    """Those of the user's unit."""
    post = request.user.post
    own = Q(ldu__division=post.division_id) if post.role == Role.CHIEF_OFFICER else Q(ldu=post.ldu_id)
    return Team.objects.filter(own)


def entries(request) -> QuerySet[AdditionalMeasure]:
    """The entry of the register of additional measures that the address names, where the user may read it."""
    named = [pk for pk in request.GET.getlist("additional") if pk.isdecimal() and len(pk) <= 18]
    return register_of(request.user, timezone.localdate()).filter(pk__in=named)


def case_managers(request) -> QuerySet[User]:
    """Those who hold somebody who is listed for the user today: of another unit too, where a sentence plan says so."""
    user, today = request.user, timezone.localdate()
    if user.role in CASEWORK:
        held = Allocation.objects.on(today).filter(service_user__in=listed_for(user, today))
    else:
        held = Allocation.objects.within(Unit.of_member(user), today)
    return User.objects.filter(pk__in=held.order_by().values("officer"))


def asks_for_something(text: str) -> None:
    """Refuse a search of nothing but signs."""
    if not Sought.of(text):
        raise ValidationError(_("Enter a name, a CRN, a telephone number or a date of birth"))


class CaseloadFilters(BaseFilterSet):
    """Filters of `casework.selectors.caseload`. Case managers see their own people unless they ask for the team.

    Managers choose a part of their unit: an LDU, a team, a case manager, or the unallocated people.
    """

    private_filters = ("search",)

    search = django_filters.CharFilter(
        label=_("Search"),
        help_text=_(
            "Type a name or part of one, a CRN, a telephone number or a date of birth. For example, Evans, Siân or"
            " 7/3/1985."
        ),
        method="matching",
        max_length=100,
        validators=[asks_for_something],
        error_messages={"max_length": _("Search must be %(limit_value)d characters or fewer")},
    )
    brag = django_filters.ChoiceFilter(
        label=_("BRAG"), choices=Brag.choices, null_value="none", null_label=_("No BRAG status")
    )
    result = django_filters.ChoiceFilter(
        label=_("This month"), choices=Result.choices, null_value="none", null_label=_("Does not apply")
    )
    next_contact = django_filters.ChoiceFilter(
        label=_("Next contact due"), choices=Due.choices, method="with_next_contact"
    )
    order = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[
            ("current", _("With a current order")),
            ("overdue", _("With an order past its end date")),
            ("single_requirement", _("Single requirement only")),
        ],
        method="with_order",
    )
    unseen = WholeNumberFilter(
        label=_("Not seen for (weeks)"),
        method="not_seen_for",
        min_value=1,
        max_value=LONGEST_UNSEEN,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            format_lazy(_("Weeks must be a whole number from 1 to {longest}"), longest=LONGEST_UNSEEN),
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    check = django_filters.ChoiceFilter(label=_("To check"), choices=ToCheck.choices, method="to_check")
    due = django_filters.ChoiceFilter(label=_("What is due"), choices=ALERTS, method="with_alert")
    additional = django_filters.ModelChoiceFilter(
        label=_("Additional measure"), queryset=entries, method="under_measure"
    )
    whose = django_filters.ChoiceFilter(
        label=_("Caseload"),
        choices=[("team", named_lazy(_("The whole %(team)s")))],
        empty_label=_("My caseload"),
        method="of_team",
    )
    ldu = django_filters.ModelChoiceFilter(label=word_lazy("Ldu"), queryset=ldus, method="of_part")
    team = django_filters.ModelChoiceFilter(
        label=word_lazy("Team"), queryset=teams, null_value=WITHOUT_PART, null_label=WITHOUT["team"], method="of_part"
    )
    officer = django_filters.ModelChoiceFilter(
        label=word_lazy("Case_manager"),
        queryset=case_managers,
        null_value=NOBODY,
        null_label=_("Unallocated"),
        method="of_officer",
    )

    class Meta:
        model = ServiceUser
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NOT_FOR[self.request.user.role]:
            del self.filters[name]
        # Chosen in the register, which leads here, and not in the list.
        if "additional" not in self.request.GET:
            del self.filters["additional"]

    @property
    def own_only(self) -> bool:
        return "whose" in self.filters and not self.form.cleaned_data.get("whose")

    def filter_queryset(self, queryset: ServiceUserQuerySet) -> ServiceUserQuerySet:
        people = super().filter_queryset(queryset)
        return people.of(Unit.of(self.request.user), timezone.localdate()) if self.own_only else people

    @property
    def listed(self) -> QuerySet:
        """Ids of all who may be listed: what is asked of them at once is quicker than person by person."""
        return listed_for(self.request.user, timezone.localdate())

    def matching(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """As they are written: the list begins with whom the search finds."""
        return people

    def looked_for(self) -> list[tuple[str, str]]:
        text = self.form.cleaned_data.get("search") if self.form.is_valid() else ""
        return Sought.of(text).in_words() if text else []

    def with_order(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        if value == "single_requirement":
            held: Any = cases(timezone.localdate(), ServiceUser.objects.filter(pk__in=self.listed))
            return people.filter(pk__in=held.order_by().filter(single_requirement=True).values("pk"))
        orders = Order.objects.current(timezone.localdate())
        if value == "overdue":
            orders = Order.objects.overdue(timezone.localdate())
        return people.filter(Exists(orders.filter(service_user=OuterRef("pk"))))

    def with_next_contact(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Asked of all who may be listed at once, which is quicker than one by one."""
        today = timezone.localdate()
        asked = next_contacts(today, self.listed)
        return people.filter(pk__in=asked.filter(group=value).values("service_user_id"))

    def not_seen_for(self, people: ServiceUserQuerySet, name: str, value: int) -> ServiceUserQuerySet:
        today = timezone.localdate()
        return not_seen_since(people, today - timedelta(days=7 * value - 1), today)

    def to_check(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        return FOUND[value](people, timezone.localdate())

    def with_alert(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        return people.filter(Exists(Alert.objects.open().filter(service_user=OuterRef("pk"), kind=value)))

    def under_measure(self, people: ServiceUserQuerySet, name: str, value: AdditionalMeasure) -> ServiceUserQuerySet:
        """Those whom the entry is for today, whether it holds yet or not."""
        return people.filter(pk__in=whom_for(value, timezone.localdate()))

    def of_team(self, people: ServiceUserQuerySet, name: str, value: str) -> ServiceUserQuerySet:
        """Everyone whom the user may see: the list begins with them."""
        return people

    def of_part(self, people: ServiceUserQuerySet, name: str, value: Ldu | Team | str) -> ServiceUserQuerySet:
        """The people of an LDU or a team today, or of the unit's case managers who are in none."""
        part = Unit.of_member(self.request.user).allocated(team=None) if isinstance(value, str) else Unit.of(value)
        return people.of(part, timezone.localdate())

    def of_officer(self, people: ServiceUserQuerySet, name: str, value: User | str) -> ServiceUserQuerySet:
        """Those whom the case manager, or nobody, holds today."""
        held = Allocation.objects.on(timezone.localdate()).filter(service_user=OuterRef("pk"))
        return people.filter(Exists(held.filter(officer=value)) if isinstance(value, User) else ~Exists(held))


class PeopleToBookFilters(CaseloadFilters):
    """The search alone, and for a case manager whether it is among the whole team."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.filters.keys() - {"search", "whose", "officer"}:
            del self.filters[name]


class TimelineFilters(BaseFilterSet):
    """What is listed of a person's time line. It is no queryset that is narrowed: `Timeline` reads the answers."""

    private_filters = ("words",)
    words = django_filters.CharFilter(
        label=_("Words in notes, types and outcomes"),
        max_length=100,
        error_messages={"max_length": _("Words must be %(limit_value)d characters or fewer")},
    )
    kinds = django_filters.MultipleChoiceFilter(
        label=_("What to list"),
        choices=[(kind.code, kind.label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    sensitivity = django_filters.ChoiceFilter(
        label=_("Sensitive contacts"), choices=Sensitivity, empty_label=_("All contacts")
    )

    class Meta:
        model = Contact
        fields = ()
