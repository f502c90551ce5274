"""The home of a case manager: what to do first, the diary of two days, and the own figures."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.views.generic import TemplateView

from alerts.findings import FINDINGS
from alerts.models import Alert, Snooze
from alerts.scan import last_scan
from base.clock import local_now
from base.months import Month
from cases.gate import people_seen_by
from cases.models import ServiceUser, ServiceUserQuerySet
from casework.cover import Covering, cases_of, coverings
from casework.next_contact import next_contacts_of
from casework.selectors import diary, open_alerts, sessions, slips_of
from contacts.cadence import Due
from contacts.measure import Measures
from contacts.models import Contact
from reports.figures import figures
from reports.rules import Figure
from reports.tables import percent_in_words
from staff.access import ForRoles
from staff.models import Role
from staff.units import Unit
from workload.models import WorkloadModel
from workload.past import Past
from workload.selectors import load_of
from workload.tables import BANDS, LoadRow

# So many of a kind are listed one by one; the rest is a link.
LISTED = 8


def notice_in_words(contact: Contact, measures: Measures) -> tuple[str, str] | None:
    """Whether an appointment to come that can count was told in writing, with a colour; None of any other."""
    to_come = contact.is_taking_place and contact.is_open and contact.is_to_come(local_now())
    if not to_come or contact.type_id not in measures.of(Month.of(contact.date)).types:
        return None
    if contact.notice_issued_at and contact.notice_current and contact.slip_uploaded:
        return gettext("Notice issued"), "green"
    return gettext("Notice to issue"), "yellow"


class CaseManagersHome(ForRoles, TemplateView):
    roles = (Role.CASE_MANAGER,)
    template_name = "home/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        unit = Unit.of(self.request.user)
        own = ServiceUser.objects.of(unit, today)
        snoozed = {snooze.about for snooze in Snooze.objects.on(today).filter(service_user__in=own)}
        measures = Measures.known()
        month, load, measure = self.month(unit, today), self.load(today), measures.of(Month.of(today))
        return super().get_context_data(
            today=today,
            month=month,
            month_band=month.band(measure),
            percent=percent_in_words(month.percent, measure),
            best_percent=percent_in_words(month.best_percent, measure),
            load=load,
            band=BANDS[load.band],
            **self.next_contacts(today, snoozed),
            days=self.days(today, measures),
            # Where most appointments are is not worth a line each.
            own_office=self.request.user.post.office and self.request.user.post.office.place,
            has_slips=slips_of(self.request.user, today).exists(),
            last_scan=last_scan(),
            covers=self.covers(today),
            **self.alerts(own, snoozed),
            **kwargs,
        )

    def alerts(self, own: ServiceUserQuerySet, snoozed: set) -> dict[str, Any]:
        """``first``: what is listed, by kind; ``and_then``: of the other kinds, how many lines of the worklist.

        ``missed``: what can no longer be mended, by kind. What is ``snoozed`` is left out.
        """
        by_kind: dict[str, list[Alert]] = {finding.kind: [] for finding in FINDINGS}
        for alert in open_alerts(own, self.request.user):
            if alert.pk not in snoozed:
                by_kind[alert.kind].append(alert)
        found = [(finding, alerts) for finding in FINDINGS if (alerts := by_kind[finding.kind])]
        listed, missed = (
            [
                (finding.kind, finding.heading, alerts[:LISTED], alerts[LISTED:])
                for finding, alerts in found
                if finding.heading and finding.mendable == mendable
            ]
            for mendable in (True, False)
        )
        counted = [(finding.kind, finding.label, len(alerts)) for finding, alerts in found if not finding.heading]
        return {"first": listed, "and_then": counted, "missed": missed}

    def covers(self, today: date) -> list[tuple[Covering, int]]:
        """For whom the user covers today and who covers for them, each with the number of cases."""
        own = [self.request.user.pk]
        found = coverings(today, today, of=own, by=own)
        return [(each, len(cases)) for each, cases in zip(found, cases_of(found, today), strict=True)]

    def next_contacts(self, today: date, snoozed: set) -> dict[str, Any]:
        """``due``: how many of the own people are in each group; ``longest_overdue``: some of the first.

        Snoozing changes no figure: it takes people off the list alone.
        """
        told = next_contacts_of(self.request.user, today)
        counts = Counter(next_contact.group for next_contact in told.values())
        overdue = [pk for pk, each in told.items() if each.group == Due.OVERDUE and (pk, each.due) not in snoozed]
        overdue = overdue[:LISTED]
        people = people_seen_by(self.request.user).in_bulk(overdue)
        return {
            "due": [(due, counts[due]) for due in Due],
            "longest_overdue": [(people[pk], told[pk]) for pk in overdue],
        }

    def days(self, today: date, measures: Measures) -> list[tuple[str, date, list]]:
        """The appointments of today and tomorrow, those of a group session together, each with its notice in words."""
        tomorrow = today + timedelta(days=1)
        booked = list(diary(self.request.user, today, tomorrow, viewer=self.request.user))
        return [
            (
                name,
                day,
                [
                    (session, notice_in_words(session[0], measures))
                    for session in sessions(contact for contact in booked if contact.date == day)
                ],
            )
            for name, day in ((gettext("Today"), today), (gettext("Tomorrow"), tomorrow))
        ]

    def month(self, unit: Unit, today: date) -> Figure:
        """This month's figure of the own people."""
        this_month = Month.of(today)
        return sum(figures([this_month], today, unit)[this_month].values(), Figure())

    def load(self, today: date) -> LoadRow:
        """The own workload."""
        user, model = self.request.user, WorkloadModel.objects.in_force(today)
        for_weeks = Past(today).is_sustained(Unit.of(user))
        return LoadRow(str(user), None, load_of(user, today, model), model, sustained=for_weeks)
