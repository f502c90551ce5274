"""A caseload with some of everything that pages show, in one transaction that is taken back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from alerts.scan import scan_contacts
from cases.brag import WORDS, AssessmentState, BragOccasion, OccasionKind
from cases.models import (
    Allocation,
    Brag,
    BragReview,
    Cover,
    Custody,
    Designation,
    Order,
    OrderProgress,
    RarPlan,
    ReferralKind,
    ServiceUser,
)
from contacts import facts
from contacts.models import Contact
from staff.models import User
from tests.additional import LAST, agreed_entry, proposed_entry
from tests.addresses import NOW, VIEWS, address, agreed_oversight, tried, waiting_oversight
from tests.cast import Cast, make_cast
from tests.conflicts import in_conflict
from tests.factories import ContactFactory, LduFactory, OfficeFactory, OrderFactory, TeamFactory, UserFactory, person
from tests.own_apps import OWN_APPS
from tests.reviews import action, escalated, opened, planned
from workload.models import Adjustment, AdjustmentReason, Allowance, ReviewTemplate, Scenario, WorkloadModel
from workload.past import a_month_before
from workload.services.snapshots import take_snapshot


def everything(*, times: int) -> AbstractContextManager[tuple[Cast, dict[str, str]]]:
    """The cast with everything so many times, and the address of each view, while it is `NOW`."""

    def many(cast: Cast) -> None:
        for number in range(times):
            add(cast, number)

    return cast_with(many)


@contextmanager
def cast_with(more: Callable[[Cast], None]) -> Iterator[tuple[Cast, dict[str, str]]]:
    """The cast with what is added to it, and the address of each view, while it is `NOW`."""
    cheap = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        with cheap:
            cast = make_cast()
            more(cast)
        # About somebody Amber; and while something waits about a person, nothing more is asked for.
        others = {"ask_oversight": cast.colleagues, "decide_oversight": person(cast.colleague)}
        urls = {view: address(view, others.get(view, cast.own), cast.case_manager) for view in VIEWS}
        analyze()
        facts.keep_up()
        scan_contacts(by=None, as_of=timezone.localdate())
        add_snapshots(cast)
        analyze()
        yield cast, urls
        transaction.set_rollback(True)


def analyze() -> None:
    """Nobody else sees these records yet: the statistics that the database made of its empty tables mislead it.

    The product's tables alone: those of the whole server stay locked as long as this transaction, and whoever tests in
    another database would wait for its end.
    """
    models = [model._meta for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    tables = [options.db_table for options in models if options.managed and not options.proxy]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, tables)))


def add_snapshots(cast: Cast) -> None:
    """Four weekly ones, at which the colleague was well over threshold, and that of a month ago."""
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.colleague.posts.update(weekly_hours=Decimal("0.50"))
    for day in (*(yesterday - timedelta(weeks=week) for week in range(4)), a_month_before(timezone.localdate())):
        take_snapshot(by=None, day=day)


def add(cast: Cast, number: int) -> None:
    """A case manager in a new team and one in a new LDU, people whom they and others hold, and records of one's own."""
    division, ldu = cast.chief_officer.post.division, cast.ldu_head.post.ldu
    new_ldu = LduFactory(name=f"LDU {number}", division=division)
    teams = [TeamFactory(ldu=ldu, name=f"Team {number}"), TeamFactory(ldu=new_ldu, name="Team")]
    offices = [cast.own.office, OfficeFactory(name=f"Office {number}", ldu=new_ldu)]
    new = [UserFactory(team=team, office=office) for team, office in zip(teams, offices, strict=True)]
    for officer in [cast.case_manager, cast.colleague, *new]:
        add_contacts(person(officer, office=officer.post.office), officer, number)
    person(None, office=cast.own.office)
    add_contacts(cast.own, cast.case_manager, number)
    add_records(cast.own, cast.colleague, month=number + 1)
    add_conflicts(cast.own, new[0])
    Adjustment.objects.create(
        officer=cast.case_manager, reason=f"Cover {number}", percent=1, starts_on=date(2026, 11, 1)
    )
    Allowance.objects.create(
        officer=cast.case_manager,
        kind="marac",
        points=number + 1,
        starts_on=date(2026, 11, 1),
        recorded_by=cast.team_manager,
        recorded_at="2026-11-01 09:00",
    )
    WorkloadModel.objects.create(
        state="agreed", starts_on=date(2026, 11, 1) - timedelta(days=number), source=f"Decision {number}"
    )
    add_reviews(cast, number)
    add_to_scenarios(cast, number)
    add_cover(cast, officer=cast.colleague, by=new[0], chosen=[cast.colleagues])
    additional = agreed_entry(cast.team_manager, cast.ldu_head, people=[person(cast.case_manager), cast.own])
    reviewed = {"reason": "Still above 110%", "next_review_on": LAST, "reviewed_by": cast.ldu_head}
    additional.reviews.create(**reviewed, reviewed_at="2026-11-09 09:00")
    proposed_entry(cast.team_manager, review_on=LAST)
    not_started = person(cast.case_manager, office=cast.own.office)
    not_started.orders.update(starts_on=date(2026, 12, 1))


def add_reviews(cast: Cast, number: int) -> None:
    """A concern and a comment more about the open review, and a plan to which everything happened."""
    officer, manager, head = cast.case_manager, cast.team_manager, cast.ldu_head
    review = officer.workload_reviews.filter(held_at=None).first() or opened(officer)
    review.concerns.create(words=f"Concern {number}", raised_by=officer, raised_at="2026-11-17 09:00")
    items = review.template.items.all()
    review.answers.create(item=items[number], comment="Two are booked")
    plan = planned(officer, manager)
    for state in ({}, {"state": "done", "closed_by": manager, "closed_at": "2026-11-12 09:00"}):
        action(plan, cast.colleague, **state)
    carried = {"cases": 1, "points": 120, "threshold_parts": 100, "threshold_whole": 1}
    went = {"progress": "Nobody has room", "follows": "escalated", "next_review_on": date(2026, 12, 9)}
    plan.reviews.create(held_by=manager, held_at="2026-11-13 09:00", **went, **carried)
    decided = {"decision": "go_on", "decision_reason": "Try on", "decided_by": head, "decided_at": "2026-11-17 09:00"}
    escalated(plan, manager, **decided)
    template = ReviewTemplate.objects.create(
        starts_on=date(2026, 12, 1) + timedelta(days=number), source="Decision", made_by=cast.administrator,
        made_at="2026-11-17 09:00",
    )  # fmt: skip
    template.items.create(place=1, question="Is there time for training?")


def add_to_scenarios(cast: Cast, number: int) -> None:
    """One more change of each kind in the scenario that pages are opened about, one that is over, what is thought."""
    made, reason = tried(cast.case_manager), AdjustmentReason.objects.order_by("pk")[number]
    about = {"officer": cast.case_manager}
    made.steps.create(kind="move", service_user=person(cast.case_manager), to=cast.colleague, **about)
    made.steps.create(
        kind="adjustment", officer=cast.colleague, percent=1, reason=reason.reason, ends_on=date(2026, 12, 1)
    )
    made.steps.create(kind="expected", weighs_as=[*Brag.values, "single_requirement"][number], number=number + 1)
    made.opinions.create(by=cast.ldu_head, at="2026-11-17 10:00", agrees=False, reason="Too much", about="before")
    over = {"state": "applied", "ended_by": made.made_by, "ended_at": "2026-11-17 11:00"}
    at = dict.fromkeys(("made_at", "changed_at"), "2026-11-16 09:00")
    Scenario.objects.create(
        team=made.team, made_by=made.made_by, name=f"Over {number}", starts_on=date(2026, 11, 17), **at, **over
    )


def add_cover(cast: Cast, officer: User, by: User, chosen: list[ServiceUser]) -> None:
    """Somebody covers some cases of a colleague."""
    days = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 27)}
    recorded = {"recorded_by": cast.team_manager, "recorded_at": "2026-11-16 09:00"}
    cover = Cover.objects.create(officer=officer, covered_by=by, all_cases=False, **days, **recorded)
    for each in chosen:
        cover.chosen.create(service_user=each)


def add_conflicts(service_user: ServiceUser, officer: User) -> None:
    """A file differs about each kind of record, in values that stand for others too."""
    contact = service_user.contacts.latest("pk")
    in_conflict(service_user, office_id=officer.post.office_id, phone="01633 960123")
    in_conflict(service_user.orders.latest("pk"), type="licence", service_user_id=service_user.pk + 1)
    in_conflict(service_user.custody.latest("pk"), ends_on="2017-12-24")
    in_conflict(service_user.brag_reviews.latest("pk"), reviewed_by_id=officer.pk)
    in_conflict(service_user.allocations.latest("pk"), officer_id=service_user.allocations.earliest("pk").officer_id)
    in_conflict(service_user.designations.latest("pk"), ends_on=None)
    said = {"officer_id": officer.pk, "type_id": "COAI", "outcome_id": "AFTA"}
    in_conflict(contact, **said, follow_up_contact_id=service_user.contacts.earliest("pk").pk)


def add_contacts(service_user: ServiceUser, officer: User, number: int) -> None:
    today = timezone.localdate()
    about = {"service_user": service_user, "officer": officer}
    ContactFactory(**about, date=today - timedelta(days=1 + number), outcome_id="UAAB", noticed=True)
    ContactFactory(**about, date=today - timedelta(days=2 + number))
    ContactFactory(**about, date=today - timedelta(days=40 + number), outcome_id="ATTC", noticed=True)
    ContactFactory(**about, date=today + timedelta(days=number))
    ContactFactory(**about, date=date(2025, 6, 2) + timedelta(days=number))


def add_records(service_user: ServiceUser, officer: User, *, month: int) -> None:
    """What a person's page shows, of a month in the past."""
    period = {"starts_on": date(2017, month, 1), "ends_on": date(2017, month, 28)}
    about = {"service_user": service_user, **period}
    add_order(OrderFactory(**about), officer, month=month)
    add_referrals(service_user, officer, month=month)
    Custody.objects.create(**about)
    Allocation.objects.create(**about, officer=officer)
    Designation.objects.create(**about, officer=officer)
    reviewed = BragReview.objects.create(service_user=service_user, reviewed_on=date(2025, month, 1), status="red")
    written = dict.fromkeys(WORDS, "As before") | {"status": "red", "former": "amber"}
    by = {"reviewed_by": officer, "reviewed_at": f"2025-{month:02}-01 09:00"}
    decided = {"decided_by": officer, "decided_at": f"2025-{month:02}-01 10:00"}
    assessments = service_user.brag_assessments
    assessments.create(**written, **by, state=AssessmentState.AGREED, review=reviewed)
    assessments.create(**written, **by, **decided, state=AssessmentState.WITHDRAWN)
    BragOccasion.objects.create(
        service_user=service_user,
        kind=OccasionKind.ARREST,
        happened_on=date(2026, month, 1),
        recorded_by=officer,
        recorded_at=f"2026-{month:02}-02 09:00",
    )
    last = date(2025, month, 28)
    agreed_oversight(service_user, officer, date(2025, month, 1), last)
    days = {"starts_on": last, "ends_on": last, "decided_at": f"{last} 09:00"}
    by = service_user.allocations.exclude(officer=officer)[0].officer
    waiting_oversight(service_user, officer, **days, state="refused", decided_by=by, decision_reason="Too soon")
    missed = ContactFactory(service_user=service_user, officer=officer, date=date(2026, 10, month), outcome_id="UAAB")
    add_to_time_line(missed, officer)


def add_to_time_line(missed: Contact, officer: User) -> None:
    """What is recorded about a contact that was missed, some of it sensitive."""
    given = datetime.combine(missed.date, time(8))
    missed.notices.create(
        issued_at=given,
        recorded_at=given,
        issued_by=officer,
        method="handed_over",
        date=missed.date,
        start_time=missed.start_time,
        place=missed.place,
        paper="slip.pdf",
    )
    Contact.objects.filter(pk=missed.pk).update(
        notice_issued_at=given, slip_uploaded=True, follow_up="breach", follow_up_on=missed.date
    )
    missed.enforcements.create(action_id="EA02", taken_on=missed.date, recorded_at=given, recorded_by=officer)
    for sensitive in (False, True):
        missed.notes.create(text="Did not come", sensitive=sensitive, written_at=given, written_by=officer)


def add_referrals(service_user: ServiceUser, officer: User, *, month: int) -> None:
    """One that did not finish, of which a step was taken out, and one that was taken out itself."""
    at = {"recorded_by": officer, "recorded_at": f"2017-{month:02}-28 09:00"}
    mistaken = {"taken_out_by": officer, "taken_out_at": at["recorded_at"], "taken_out_because": "Somebody else"}
    about = {
        "order": service_user.orders.latest("pk"),
        "referred_on": date(2017, month, 1),
        "provider": "Newport Homes",
    }
    kind = ReferralKind.objects.get(name="Accommodation")
    for more in (mistaken, {}):
        referral = service_user.referrals.create(kind=kind, **about, note="Needs a flat", **at, **more)
        day = {"happened_on": date(2017, month, 20), **at}
        referral.steps.create(state="completed", **day, **mistaken)
        referral.steps.create(state="withdrawn", reason="Moved away", **day)


def add_order(order: Order, officer: User, *, month: int) -> None:
    """What is recorded here of an order: it was terminated, after that was taken back once."""
    at = {"recorded_by": officer, "recorded_at": f"2017-{month:02}-28 09:00"}
    day = date(2017, month, 27)
    order.requirements.set(["F", "7"])
    RarPlan.objects.create(
        order=order, ordered=10, planned=2, rationale="As planned", changed_by=officer, changed_at=at["recorded_at"]
    )
    for used_on in (date(2017, month, 6), date(2017, month, 7)):
        order.rar_days.create(used_on=used_on, note="Wrote a CV", was_planned=True, **at)
    OrderProgress.objects.create(order=order, requirements_completed_on=day, objectives_met_on=day, **at)
    decided = {"decided_by": officer, "decided_at": at["recorded_at"]}
    for apply in (False, True):
        order.revocation_decisions.create(apply=apply, reason="All is done", **decided)
    mistaken = {"taken_back_by": officer, "taken_back_at": at["recorded_at"], "taken_back_because": "Another order"}
    for more in (mistaken, {}):
        order.terminations.create(terminated_on=day, reason="progress", **at, **more)
    Order.objects.filter(pk=order.pk).update(terminated_on=day)
