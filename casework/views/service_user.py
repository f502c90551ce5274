"""A service user's page, and the page of one contact."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from alerts.findings import left_to_others
from base.clock import local_now
from base.months import Month
from casework.additional import AdditionalOf
from casework.brag import BragOf
from casework.breadcrumbs import way_to_person
from casework.cover import who_covers
from casework.enforcement import advice_on
from casework.next_contact import next_contact_of
from casework.orders import is_single_requirement
from casework.oversight import DECIDE, OversightOf
from casework.presenters import ContactEntry, group_in_words, month_in_words
from casework.proposing import usual_next_day
from casework.reminders import agreed_in_words, told_of
from casework.selectors import (
    allocations_of,
    amendments_of,
    contact_of,
    custody_of,
    designations_of,
    months_of,
    open_alerts_of,
    orders_of,
    size_of_series,
    timeline_of,
)
from casework.views.leading_back import LeadsBack
from contacts.facts import Standing, standing_of
from contacts.models import Contact, ReminderAgreement
from staff.access import ALLOCATES, CASEWORK, MANAGERS
from staff.models import Role

if TYPE_CHECKING:
    from casework.selectors import Judged

# How many months are shown at first, each with its result.
LATEST_MONTHS = 6
# A note of the hand-over is shown above the contacts for so long; then it stands in the time line.
NEWLY_HANDED_OVER = timedelta(weeks=8)


class OfServiceUser(LeadsBack, TemplateView):
    """A page about one person. Whoever may see the person may read it; case and team managers may act on it."""

    @cached_property
    def now(self) -> datetime:
        return local_now()

    @property
    def lead_back_to(self) -> str:
        """Where what is opened from this page leads back to; empty for the person's page as it usually is."""
        return self.back.address if self.back else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.person,
            may_act=self.request.user.role in CASEWORK,
            back=self.back,
            person_url=self.address("service_user"),
            lead_back_to=self.lead_back_to,
            **kwargs,
        )


class ServiceUserPage(OfServiceUser):
    template_name = "casework/service_user.html"

    @property
    def lead_back_to(self) -> str:
        """The page as it is, but for a way back that leads nowhere."""
        leads_astray = "back" in self.request.GET and not self.back
        return self.request.get_full_path() if self.request.GET and not leads_astray else ""

    @cached_property
    def standing(self) -> Standing:
        """How the facts stand, asked once for the contacts and the months."""
        return standing_of(self.latest_months)

    @cached_property
    def latest_months(self) -> list[Month]:
        """This month and those before it, newest first."""
        return Month.of(self.now.date()).and_before(LATEST_MONTHS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.now.date()
        month = self.latest_months[0]
        timeline = self.timeline()
        orders = orders_of(self.person, today)
        results = months_of(self.person, self.latest_months, today, self.standing)
        allocations = allocations_of(self.person)
        held = next((each for each in allocations if each.officer_id == self.person.officer), None)
        case_manager = held.officer if held else None
        others = left_to_others(self.request.user.role)
        alerts = [alert for alert in open_alerts_of(self.person) if alert.kind not in others]
        return super().get_context_data(
            today=today,
            to_do=[alert for alert in alerts if alert.finding.mendable],
            missed=[alert for alert in alerts if not alert.finding.mendable],
            month=results[month],
            month_in_words=month_in_words(results[month], timeline.get(month, [])),
            next_contact=next_contact_of(self.person, today),
            oversight=OversightOf(self.person, today),
            additional=AdditionalOf(self.person, self.request.user, today),
            may_decide_oversight=self.request.user.role in DECIDE,
            may_end_oversight=self.request.user.role in (*CASEWORK, *DECIDE),
            timeline=[(each.first, results.get(each), entries) for each, entries in timeline.items()],
            earlier=self.person.contacts.filter(date__lt=self.latest_months[-1].first).count(),
            orders=orders,
            single_requirement=is_single_requirement(orders, today),
            allocations=allocations,
            case_manager=case_manager,
            handed_over=held if held and held.starts_on > today - NEWLY_HANDED_OVER else None,
            covered=who_covers(self.person, today),
            breadcrumbs=way_to_person(self.request.user, case_manager),
            designations=designations_of(self.person, today),
            brag=BragOf(self.person, today),
            for_managers=self.request.user.role in MANAGERS,
            may_allocate=self.request.user.role in ALLOCATES,
            may_agree=self.request.user.role == Role.TEAM_MANAGER,
            custody=custody_of(self.person),
            reminders=agreed_in_words(ReminderAgreement.objects.filter(service_user=self.person).first()),
            **kwargs,
        )

    def timeline(self) -> dict[Month, list[ContactEntry]]:
        """The contacts by month, newest first: of the latest months, or where asked for, all."""
        since = date.min if "all" in self.request.GET else self.latest_months[-1].first
        contacts = timeline_of(self.person, since, self.now.date(), self.standing)
        entries = (ContactEntry(contact, self.now) for contact in contacts)
        return {month: list(each) for month, each in groupby(entries, lambda entry: Month.of(entry.contact.date))}


class ContactPage(OfServiceUser):
    template_name = "casework/contact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = contact_of(self.person, self.kwargs["pk"], self.now.date())
        if contact is None:
            raise Http404
        taken = list(contact.enforcements.select_related("action", "recorded_by"))
        month = Month.of(contact.date)
        return super().get_context_data(
            contact=contact,
            entry=ContactEntry(contact, self.now),
            outside_measure=months_of(self.person, [month], self.now.date())[month].outside_measure(month),
            group=group_in_words(contact),
            of_series=size_of_series(contact) if contact.series_id else 0,
            follows_up=contact.follows_up.order_by("date"),
            rearranged_from=Contact.objects.filter(rearrangements__new=contact).first(),
            rearranged_to=Contact.objects.filter(rearranged_from__original=contact).first(),
            notes=list(contact.notes.select_related("written_by").prefetch_related("attachments")),
            enforcements=taken,
            advice=advice_on(contact, taken, self.now.date()),
            **self.what_comes_next(contact),
            amendments=amendments_of(contact),
            sent=[told_of(message) for message in contact.messages.all()],
            **kwargs,
        )

    def what_comes_next(self, contact: "Judged") -> dict[str, Any]:
        """After an appointment that was attended: when the next contact is due, and the day that is proposed for it."""
        attended = contact.outcome and contact.outcome.attended
        if not attended or self.request.user.role not in CASEWORK:
            return {}
        due = next_contact_of(self.person, self.now.date())
        day = usual_next_day(due, contact.officer_id)
        return {"next_contact": due, "next_url": self.address("book", **({"date": day} if day else {}))}
