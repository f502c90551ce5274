"""What must never be, the database itself refuses: every constraint of every model is broken here once, by its name."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from alerts.findings import FINDINGS
from alerts.models import Alert, Snooze
from audit.models import Entry
from audit.services import record
from cases.brag import WORDS
from cases.models import (
    Allocation,
    AllocationDecision,
    BragAssessment,
    BragOccasion,
    BragReview,
    Cover,
    Custody,
    Designation,
    FileValue,
    Order,
    OrderProgress,
    OrderTermination,
    OrderTypeName,
    RarDay,
    RarPlan,
    ReferralKind,
    RequirementCategory,
    RevocationDecision,
    ServiceUser,
)
from casework.models import RecentPerson
from contacts.additional import AdditionalHolder
from contacts.measure import Measure
from contacts.messages import Message, ReminderAgreement
from contacts.models import (
    Amendment,
    Attachment,
    BankHoliday,
    Contact,
    ContactStandard,
    ContactType,
    Enforcement,
    FollowUpRecord,
    MonthFact,
    Note,
    Notice,
    Rearrangement,
    Session,
)
from contacts.series import Series
from contacts.wording import Wording
from reports.models import MonthReturn
from staff.models import Absence, DailyEmail, Establishment, Office, OpeningHours, Post, Role, Room, Team, User
from tests.additional import proposed_entry
from tests.addresses import agreed_oversight, waiting_oversight
from tests.factories import ContactFactory, DivisionFactory, LduFactory, TeamFactory
from tests.own_apps import OWN_APPS
from tests.reviews import action, escalated, opened, planned
from workload.models import (
    Adjustment,
    AdjustmentReason,
    Allowance,
    ReviewTemplate,
    Scenario,
    ScenarioFigure,
    ScenarioOpinion,
    ScenarioStep,
    Snapshot,
    SnapshotDay,
    WorkloadModel,
)

DAY, NEXT, LATER = date(2019, 1, 1), date(2019, 1, 2), date(2019, 2, 1)
SNOOZED = {
    "service_user": "own", "contact_due": DAY, "made_on": DAY, "until": NEXT, "reason": "Ill", "made_by": "officer"
}  # fmt: skip

ASSESSED = {
    "service_user": "own", "status": "green", "former": "amber", "state": "waiting", "reviewed_by": "officer",
    "reviewed_at": f"{DAY} 09:00", **dict.fromkeys(WORDS, "As before"),
}  # fmt: skip
ALLOWED = {
    "officer": "officer", "kind": "marac", "points": 1, "starts_on": DAY, "recorded_by": "other",
    "recorded_at": f"{DAY} 09:00",
}  # fmt: skip
DECIDED = {"decided_by": "other", "decided_at": f"{DAY} 10:00"}
HAPPENED = {
    "service_user": "own", "kind": "arrest", "happened_on": DAY, "recorded_by": "officer", "recorded_at": f"{DAY} 09:00"
}  # fmt: skip
DECISION = {
    "service_user": "own", "officer": "officer", "starts_on": DAY, "reason": "new", "decided_by": "other",
    "decided_at": f"{DAY} 09:00",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def change(model, **fields):
    """Change the first row of the model, past every form and service."""
    return lambda cast: model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**fields)


def message(times=1, **fields):
    said = {"kind": "reminder", "channel": "text", "state": "sent", "at": "2018-12-01 09:00"}

    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        for _ in range(times):
            Message.objects.create(contact=contact, **said | fields)

    return make


def change_user(**fields):
    return lambda cast: User.objects.filter(pk=cast.case_manager.pk).update(**fields)


def change_post(**fields):
    return lambda cast: Post.objects.filter(user=cast.case_manager).update(**fields)


def change_contact(**fields):
    def make_and_change(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        Contact.objects.filter(pk=contact.pk).update(**fields)

    return make_and_change


def create(model, *rows):
    """Create rows about the cast's own person: "own" stands for the person, "officer" for the case manager."""

    def make(cast):
        stand_ins = {
            "own": cast.own, "officer": cast.case_manager, "other": cast.colleague, "office": cast.own.office,
            "review": cast.own.brag_reviews.get(), "ldu": cast.own.office.ldu,
            "team": cast.case_manager.post.team,
            "snapshot": SnapshotDay.objects.get_or_create(day=DAY)[0],
        }  # fmt: skip
        for row in rows:
            model.objects.create(**{name: stand_ins.get(value, value) for name, value in row.items()})

    return make


def assessment(**fields):
    return create(BragAssessment, ASSESSED | fields)


SCENARIO = {
    "team": "team", "name": "Half time", "starts_on": DAY, "made_by": "officer", "made_at": f"{DAY} 09:00",
    "changed_at": f"{DAY} 09:00",
}  # fmt: skip
FIGURE = {"after": False, "cases": 1, "points": 1, "threshold_parts": 100, "threshold_whole": 1}


def make_scenario(times=1, **fields):
    return create(Scenario, *times * [SCENARIO | fields])


def of_scenario(model, times=1, **fields):
    """Rows of a model about a scenario that is sound."""

    def make(cast):
        make_scenario()(cast)
        create(model, *times * [{"scenario": Scenario.objects.get(), **fields}])(cast)

    return make


def step(times=1, **fields):
    return of_scenario(ScenarioStep, times, **{"officer": "officer", **fields})


def agreed_assessment(**fields):
    return assessment(state="agreed", review="review", **fields)


def one_reference_twice(cast):
    for _ in range(2):
        ContactFactory(service_user=cast.own, officer=cast.case_manager, contact_ref="C1")


def follow_up_of_another(cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="UAAB")
    other = ContactFactory(service_user=cast.colleagues, officer=cast.case_manager)
    Contact.objects.filter(pk=contact.pk).update(
        follow_up="further_appointment", follow_up_on=DAY, follow_up_contact=other
    )


def follow_up_of_itself(cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="UAAB")
    Contact.objects.filter(pk=contact.pk).update(follow_up_contact=contact)


def notice(**fields):
    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        details = {"date": DAY, "start_time": time(9), "end_time": time(10), "place": "Bala", "slip": b"%PDF"}
        Notice.objects.create(
            **{"contact": contact, "issued_at": "2018-12-01 09:00", "issued_by": cast.case_manager, "method": "posted"}
            | {"recorded_at": "2018-12-01 09:00"}
            | details
            | fields
        )

    return make


def follow_up_record(**fields):
    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        record = {"kind": "breach", "done_on": DAY, "recorded_at": f"{DAY} 09:00", "recorded_by": cast.case_manager}
        FollowUpRecord.objects.create(**{"contact": contact, **record, **fields})

    return make


def series(**fields):
    asked = {"reference": "S1", "every": 1, "unit": "weeks", "starts_on": DAY, "ends_on": LATER}
    return create(Series, {**asked, "booked_by": "officer", "booked_at": f"{DAY} 09:00", **fields})


def rearranged_to_one_twice(cast):
    contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
    for _ in range(2):
        original = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        Rearrangement.objects.create(original=original, new=contact)


AGREED_ENTRY = {"state": "agreed", "decided_at": "2026-11-01 10:00", "decision_reason": "It is safe"}


def entry(**fields):
    """An entry of the register of additional measures; ``decided_by`` is the name of one of the cast."""

    def make(cast):
        said = {**fields, **({"decided_by": getattr(cast, fields["decided_by"])} if "decided_by" in fields else {})}
        proposed_entry(cast.team_manager, **said)

    return make


def oversight(agreed=(), **fields):
    """A temporary measure that a colleague asked for; where ``agreed`` names days, one of each that was agreed."""

    def make(cast):
        stand_ins = {"officer": cast.case_manager, "colleague": cast.colleague}
        said = {name: stand_ins.get(value, value) for name, value in fields.items()}
        for first, last in agreed:
            agreed_oversight(cast.own, cast.case_manager, first, last, **said)
        if not agreed:
            waiting_oversight(cast.own, cast.colleague, **said)

    return make


REFUSED = {"state": "refused", "decided_by": "officer", "decided_at": f"{DAY} 09:00", "decision_reason": "Too soon"}
ENDED = {"state": "ended", "ended_by": "officer", "ended_at": f"{DAY} 09:00", "end_reason": "In work"}


def note(**fields):
    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        written = {"text": "Came in", "written_at": "2019-01-01 09:00", "written_by": cast.case_manager}
        Note.objects.create(contact=contact, **{**written, **fields})

    return make


def attachment(**fields):
    def make(cast):
        note(text="See the letter")(cast)
        kept = {"name": "letter.pdf", "file": "0f.pdf", "size": 9}
        Attachment.objects.create(note=Note.objects.get(), **{**kept, **fields})

    return make


def of_order(model, times=1, **fields):
    """Rows of a model about the order of the cast's own person, recorded by the case manager the day after `DAY`."""

    def make(cast):
        about = {"order": cast.own.orders.get(), **fields}
        for name in ("recorded", "changed", "decided"):
            if f"{name}_by" in {field.name for field in model._meta.fields}:
                about |= {f"{name}_by": cast.case_manager, f"{name}_at": f"{NEXT} 09:00"}
        for _ in range(times):
            model.objects.create(**about)

    return make


def referral(*steps, **fields):
    """A referral of the cast's own person, with steps of these states, recorded the day after `DAY`."""

    def make(cast):
        at = {"recorded_by": cast.case_manager, "recorded_at": f"{NEXT} 09:00"}
        made = {"kind": ReferralKind.objects.latest("pk"), "provider": "Newport Homes", "referred_on": DAY, **at}
        referral = cast.own.referrals.create(**made | fields)
        for step in steps:
            referral.steps.create(**{"happened_on": DAY, **at, **step})

    return make


def cover(*rows, chosen=0):
    """Cover of the cast's case manager by a colleague, in which the own person was chosen so many times."""

    def make(cast):
        for row in rows:
            days = {"starts_on": DAY, "ends_on": LATER, "recorded_by": cast.team_manager, "recorded_at": f"{DAY} 09:00"}
            whose = {"officer": cast.case_manager, "covered_by": cast.colleague, "all_cases": True, **days}
            own = {"covered_by": cast.case_manager} if row.get("covered_by") == "officer" else row
            made = Cover.objects.create(**whose | own)
            for _ in range(chosen):
                made.chosen.create(service_user=cast.own)

    return make


def make_establishment(cast, full_time):
    return Establishment.objects.create(team=cast.case_manager.post.team, full_time=full_time, starts_on=DAY)


COMPLETED = {"state": "completed"}
TERMINATED = {"terminated_on": DAY, "reason": "expired"}
RAR_PLAN = {"ordered": 20, "planned": 8, "rationale": "Employment first"}
RAR_DAY = {"used_on": DAY, "note": "Wrote a CV", "was_planned": True}


def enforcement(**fields):
    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager, outcome_id="UAAB")
        taken = {"action_id": "EA02", "taken_on": date(2018, 12, 5), "recorded_by": cast.case_manager}
        Enforcement.objects.create(contact=contact, recorded_at="2019-01-01 09:00", **{**taken, **fields})

    return make


def amendment(**fields):
    def make(cast):
        contact = ContactFactory(service_user=cast.own, officer=cast.case_manager)
        made = {"what": "booking", "former": {}, "made_at": f"{DAY} 09:00", "made_by": cast.case_manager, "reason": "?"}
        Amendment.objects.create(**{"contact": contact, **made, **fields})

    return make


def team_of_another_ldu(cast):
    change_post(team=TeamFactory(ldu=LduFactory(name="Powys"), name="Elsewhere"))(cast)


def ldu_of_another_division(cast):
    change_post(division=DivisionFactory(name="Dorset"))(cast)


def in_room(*rows, model=Contact, **alike):
    """Rows in one room at the same time, with the case manager or where a row says so the colleague."""

    def make(cast):
        room = cast.own.office.rooms.create(name="Room 1", places=2)
        for row in rows:
            officer = getattr(cast, row.get("officer", "case_manager"))
            fields = {**alike, **row, "officer": officer, "room": room}
            if model is Contact:
                ContactFactory(service_user=cast.own, **fields)
            else:
                model.objects.create(**fields)

    return make


def item(**fields):
    def make(cast):
        template = ReviewTemplate.objects.get()
        template.items.create(**{"place": 12, "question": "Is there time?", **fields})

    return make


def people(cast, fields):
    stand_ins = {"officer": cast.case_manager, "other": cast.colleague}
    return {name: stand_ins.get(value, value) for name, value in fields.items()}


def review(**fields):
    return lambda cast: opened(cast.case_manager, by=cast.colleague, **people(cast, fields))


def answers(*rows):
    def make(cast):
        found = opened(cast.case_manager)
        for row in rows:
            found.answers.create(item=found.template.items.first(), **row)

    return make


def counts(*rows):
    def make(cast):
        found = opened(cast.case_manager)
        answer = found.answers.create(item=found.template.items.first())
        for row in rows:
            answer.counts.create(**row)

    return make


def plan(**fields):
    return lambda cast: planned(cast.case_manager, cast.colleague, **fields)


def in_plan(make, **fields):
    """What is made of a plan of the case manager's, by the colleague."""
    return lambda cast: make(planned(cast.case_manager, cast.colleague), cast.colleague, **people(cast, fields))


def reviewed(plan, by, **fields):
    said = {"progress": "Two given", "follows": "go_on", "next_review_on": LATER, "held_at": f"{DAY} 09:00"}
    carried = {"cases": 1, "points": 1, "threshold_parts": 100, "threshold_whole": 1}
    return plan.reviews.create(held_by=by, **said | carried | fields)


HELD_REVIEW = {
    "outcome": "reasonable", "reason": "Fine", "held_by": "other", "held_at": f"{DAY} 09:00", "cases": 1, "points": 1,
    "threshold_parts": 100, "threshold_whole": 1,
}  # fmt: skip
DECIDED_ESCALATION = {
    "decision": "go_on", "decision_reason": "Try on", "decided_by": "officer", "decided_at": f"{DAY} 09:00"
}  # fmt: skip
ROOM = {"office": "office", "name": "Room 1", "places": 2}
OPEN = {"office": "office", "weekday": 0, "opens": time(9), "closes": time(17)}
SESSION = {
    "officer": "officer", "type_id": "COAP", "date": DAY, "start_time": time(9), "end_time": time(10),
    "place": "Newport", "capacity": 2,
}  # fmt: skip
AWAY = {"user": "officer", "kind": "leave", "starts_on": DAY, "ends_on": NEXT}
SNAPSHOT = {
    "day": "snapshot", "officer": "officer", "cases": 1, "points": 1, "threshold_parts": 100, "threshold_whole": 1
}  # fmt: skip
UNALLOCATED = SNAPSHOT | {"officer": None, "ldu": "ldu", "threshold_parts": 0}
HELD = {"service_user": "own", "officer": "officer"}
RETURN = {
    "month": date(2026, 10, 1), "version": 1, "ldu_name": "Gwent", "division_name": "Wales", "target": 95,
    "improvement_below": 85, "service_users": 1, "met": 1, "pending": 0, "not_met": 0, "checksum": "0" * 64,
    "signed_at": f"{DAY} 09:00",
}  # fmt: skip


def returns(*differing):
    """A return of the cast's LDU for each, which differs so from one that may be."""
    return lambda cast: [
        MonthReturn.objects.create(**RETURN | fields, ldu=cast.ldu_head.post.ldu, signed_by=cast.ldu_head)
        for fields in differing
    ]


def in_return(*differing):
    """Likewise the people of one."""

    def broken(cast):
        [signed] = returns({})(cast)
        for fields in differing:
            said = {"service_user": cast.own, "crn": "A000001", "result": "met"}
            signed.people.create(**said | fields)

    return broken


BREAKS = {
    "office_kind_known": change(Office, kind="shed"),
    "office_rurality_is_percent": change(Office, rurality=101),
    "establishment_once_a_day": lambda cast: [make_establishment(cast, full_time) for full_time in (8, 9)],
    "establishment_not_below_0": lambda cast: make_establishment(cast, -1),
    "team_name_once_in_ldu": lambda cast: Team.objects.create(ldu=cast.case_manager.post.ldu, name="Newport 1"),
    "post_role_known": change_post(role="boss"),
    "user_email_once_in_post": change_user(email="cm2@example.org"),
    "user_has_a_name": change_user(first_name="", last_name=""),
    "service_user_has_a_name": lambda cast: ServiceUser.objects.update(first_name="", last_name=""),
    "user_email_lower_case": change_user(email="Nia@example.org"),
    "post_hours_0_to_48": change_post(weekly_hours=Decimal("48.01")),
    "post_rurality_is_percent": change_post(rurality_override=-1),
    "user_ends_after_start": change_user(starts_on=NEXT, ends_on=DAY),
    "post_managers_have_team": change_post(team=None),
    "post_team_comes_with_ldu": change_post(ldu=None),
    "post_ldu_heads_have_ldu": change_post(role=Role.LDU_HEAD, team=None, ldu=None),
    "post_chief_officers_have_division": change_post(role=Role.CHIEF_OFFICER, division=None),
    "order_type_name_once_in_any_case": create(
        OrderTypeName, {"name": "Adult Licence", "type": "licence"}, {"name": "ADULT LICENCE", "type": "licence"}
    ),
    "order_type_name_type_known": create(OrderTypeName, {"name": "Fine", "type": "fine"}),
    "file_value_once_a_column": create(
        FileValue, *[{"table_name": "staff_user", "record": 1, "column_name": "grade", "value": "PO"}] * 2
    ),
    "post_team_in_ldu": team_of_another_ldu,
    "post_ldu_in_division": ldu_of_another_division,
    "post_ldu_comes_with_division": change_post(division=None),
    "post_ends_after_start": change_post(starts_on=NEXT, ends_on=DAY),
    "post_never_overlaps": lambda cast: cast.case_manager.posts.create(role=Role.ADMINISTRATOR, starts_on=DAY),
    "absence_kind_known": create(Absence, AWAY | {"kind": "boredom"}),
    "absence_ends_after_start": create(Absence, AWAY | {"starts_on": LATER}),
    "absence_of_whole_days_never_overlaps": create(Absence, AWAY, AWAY | {"starts_on": NEXT}),
    "absence_part_of_day_has_both_times": create(Absence, AWAY | {"start_time": time(9)}),
    "absence_covered_by_another": create(Absence, AWAY | {"covered_by": "officer"}),
    "month_fact_once": lambda cast: MonthFact.objects.bulk_create(
        2 * [MonthFact(service_user=cast.own, month_id=date(2018, 11, 1), met=False, office=cast.own.office)]
    ),
    "service_user_crn_form": change(ServiceUser, crn="x00001"),
    "service_user_language_known": change(ServiceUser, language="fr"),
    "requirement_scope_known": change(RequirementCategory, minimum_contact_scope="?"),
    "order_type_known": change(Order, type="fine"),
    "order_ends_after_start": change(Order, ends_on=date(2018, 8, 31)),
    "order_terminated_after_start": change(Order, terminated_on=date(2018, 8, 31)),
    "custody_ends_after_start": create(Custody, {"service_user": "own", "starts_on": NEXT, "ends_on": DAY}),
    "custody_starts_once": create(Custody, *2 * [{"service_user": "own", "starts_on": DAY}]),
    "custody_never_overlaps": create(
        Custody, {"service_user": "own", "starts_on": DAY}, {"service_user": "own", "starts_on": LATER}
    ),
    "brag_review_once_a_day": create(
        BragReview, {"service_user": "own", "reviewed_on": date(2018, 9, 1), "status": "red"}
    ),
    "brag_review_status_known": change(BragReview, status="purple"),
    "brag_assessment_status_known": assessment(status="purple"),
    "brag_assessment_former_known": assessment(former="purple"),
    "brag_assessment_state_known": assessment(state="lost", **DECIDED),
    "brag_assessment_one_open": create(BragAssessment, ASSESSED, ASSESSED),
    "brag_assessment_has_words": assessment(impact=""),
    "brag_assessment_agreed_has_review": assessment(state="agreed", former=""),
    "brag_assessment_decided": assessment(decided_by="officer"),
    "brag_assessment_sent_back_why": assessment(state="sent_back", **DECIDED),
    "brag_assessment_lower_agreed": agreed_assessment(),
    "brag_assessment_not_own": agreed_assessment(decided_by="officer", decided_at=f"{DAY} 10:00"),
    "allocation_decision_reason_known": create(AllocationDecision, DECISION | {"reason": "gossip"}),
    "allocation_decision_other_says_what": lambda cast: AllocationDecision.objects.create(
        service_user=cast.own,
        officer=cast.case_manager,
        starts_on=DAY,
        reason="other",
        decided_by=cast.colleague,
        decided_at=f"{DAY} 09:00",
    ),
    "allocation_decision_to_another": create(AllocationDecision, DECISION | {"former": "officer"}),
    "brag_occasion_kind_known": create(BragOccasion, HAPPENED | {"kind": "gossip"}),
    "brag_occasion_once_a_day": create(BragOccasion, HAPPENED, HAPPENED),
    "brag_occasion_happened": create(BragOccasion, HAPPENED | {"happened_on": NEXT}),
    "allocation_ends_after_start": change(Allocation, ends_on=date(2018, 8, 31)),
    "allocation_starts_once": create(Allocation, HELD | {"starts_on": date(2018, 9, 1)}),
    "allocation_never_overlaps": create(Allocation, HELD | {"starts_on": DAY}),
    "designation_ends_after_start": create(Designation, HELD | {"starts_on": NEXT, "ends_on": DAY}),
    "designation_starts_once": create(Designation, *2 * [HELD | {"starts_on": DAY, "ends_on": DAY}]),
    "designation_never_overlaps": create(Designation, HELD | {"starts_on": DAY}, HELD | {"starts_on": LATER}),
    "contact_type_location_known": change(ContactType, location="nowhere"),
    "contact_type_minimum_contact_is_no_group": lambda cast: ContactType.objects.filter(pk="COAP").update(
        is_group=True
    ),
    "contact_ends_after_start": change_contact(end_time=time(9, 30)),
    "contact_cancelled_by_known": change_contact(cancelled_by="nobody"),
    "contact_follow_up_known": change_contact(follow_up="letter", follow_up_on=DAY, outcome="UAAB"),
    "contact_follow_up_has_its_day": change_contact(follow_up="breach", outcome="UAAB"),
    "contact_follow_up_needs_non_attendance": change_contact(follow_up="breach", follow_up_on=DAY),
    "contact_follows_up_another": follow_up_of_itself,
    "contact_follow_up_of_same_person": follow_up_of_another,
    "contact_standard_once_a_day": lambda cast: ContactStandard.objects.create(
        status="red", contact_every=1, review_every=1
    ),
    "contact_standard_status_known": change(ContactStandard, status="purple"),
    "contact_standard_days_positive": change(ContactStandard, review_every=0),
    "contact_standard_unit_known": change(ContactStandard, unit="weeks"),
    "contact_standard_contacts_few": change(ContactStandard, contacts=101),
    "contact_standard_first_within_known_days": change(ContactStandard, first_after_release=61),
    "contact_standard_has_types": change(ContactStandard, types=[]),
    "series_unit_known": series(unit="years"),
    "series_interval_positive": series(every=0),
    "series_ends_after_start": series(ends_on=date(2018, 12, 31)),
    "notice_method_known": notice(method="shouted"),
    "notice_ends_after_start": notice(end_time=time(9)),
    "notice_not_recorded_before": notice(recorded_at="2018-12-01 08:59"),
    "notice_has_one_slip": notice(paper="0.pdf"),
    "message_kind_known": message(kind="shout"),
    "message_channel_known": message(channel="post"),
    "message_state_known": message(state="lost"),
    "message_slip_is_of_a_notice": message(kind="slip"),
    "message_one_reminder_of_a_contact": message(times=2),
    "reminder_channel_known": lambda cast: ReminderAgreement.objects.create(
        service_user=cast.own, channel="post", agreed_on=DAY, recorded_by=cast.case_manager
    ),
    "follow_up_record_kind_known": follow_up_record(kind="letter"),
    "follow_up_not_recorded_before": follow_up_record(done_on=NEXT),
    "rearrangement_new_once": rearranged_to_one_twice,
    "amendment_kind_known": amendment(what="name"),
    "amendment_has_its_reason": amendment(reason=""),
    "contact_standard_oversight_known_days": change(ContactStandard, oversight_longest=367),
    "oversight_kind_known": oversight(kind="never"),
    "oversight_engaged_in_known": oversight(engaged_in="chess"),
    "oversight_unit_known": oversight(kind="less_often", engaged_in="", every=42, unit="weeks"),
    "oversight_brag_known": oversight(brag="purple"),
    "oversight_state_known": oversight(agreed=[(DAY, LATER)], state="lost"),
    "oversight_ends_after_start": oversight(starts_on=NEXT, ends_on=DAY),
    "oversight_says_what": oversight(every=42),
    "oversight_has_a_reason": oversight(reason=""),
    "oversight_of_high_risk_says_so": oversight(brag="red", risk="High"),
    "oversight_decided_with_a_reason": oversight(**REFUSED | {"decision_reason": ""}),
    "oversight_nobody_agrees_their_own": oversight(**REFUSED | {"decided_by": "colleague"}),
    "oversight_ended_with_a_reason": oversight(**ENDED | {"end_reason": ""}),
    "oversight_agreed_is_on_record": oversight(**REFUSED | {"state": "agreed"}),
    "oversight_one_waits_at_once": lambda cast: [waiting_oversight(cast.own, cast.colleague) for _ in range(2)],
    "oversight_never_overlaps": oversight(agreed=[(DAY, LATER), (LATER, LATER)]),
    "additional_kind_known": entry(kind="never"),
    "additional_whose_known": entry(whose="all"),
    "additional_state_known": entry(state="lost"),
    "additional_statuses_known": entry(statuses=["purple"]),
    "additional_ends_after_start": entry(ends_on=date(2026, 11, 1)),
    "additional_reviewed_while_it_holds": entry(review_on=date(2026, 12, 12)),
    "additional_says_what": entry(what="Groups"),
    "additional_says_whose": entry(whose="case_manager"),
    "additional_has_reasons": entry(protection=""),
    "additional_of_high_risk_says_so": entry(statuses=["red"]),
    "additional_referred_with_a_reason": entry(state="referred"),
    "additional_decided_with_a_reason": entry(state="agreed"),
    "additional_nobody_decides_their_own": entry(**AGREED_ENTRY, decided_by="team_manager"),
    "additional_other_was_referred": entry(
        **AGREED_ENTRY, decided_by="ldu_head", kind="other", every=None, what="Groups"
    ),
    "additional_ended_with_a_reason": entry(state="ended"),
    "additional_case_once": lambda cast: proposed_entry(cast.team_manager, people=[cast.own, cast.own]),
    "additional_holder_once": lambda cast: [
        AdditionalHolder.objects.create(measure=measure, officer=cast.colleague)
        for measure in [proposed_entry(cast.team_manager)] * 2
    ],
    "additional_review_has_a_reason": lambda cast: proposed_entry(cast.team_manager).reviews.create(
        reason="", next_review_on=LATER, reviewed_by=cast.ldu_head, reviewed_at=f"{DAY} 09:00"
    ),
    "note_has_text": note(text=""),
    "order_termination_reason_known": of_order(OrderTermination, **TERMINATED | {"reason": "boredom"}),
    "order_termination_other_says_what": of_order(OrderTermination, **TERMINATED | {"reason": "other"}),
    "order_termination_happened": of_order(OrderTermination, **TERMINATED | {"terminated_on": LATER}),
    "order_termination_taken_back_by_whom_and_why": of_order(
        OrderTermination, **TERMINATED, taken_back_because="Mistaken"
    ),
    "rar_plan_days_ordered": of_order(RarPlan, **RAR_PLAN | {"ordered": 366}),
    "rar_plan_within_ordered": of_order(RarPlan, **RAR_PLAN | {"planned": 21}),
    "rar_plan_has_a_rationale": of_order(RarPlan, **RAR_PLAN | {"rationale": ""}),
    "rar_day_once_a_day": of_order(RarDay, times=2, **RAR_DAY),
    "rar_day_has_a_note": of_order(RarDay, **RAR_DAY | {"note": ""}),
    "rar_day_happened": of_order(RarDay, **RAR_DAY | {"used_on": LATER}),
    "cover_ends_after_start": cover({"starts_on": NEXT, "ends_on": DAY}),
    "cover_by_another": cover({"covered_by": "officer"}),
    "cover_of_all_never_overlaps": cover({}, {"starts_on": NEXT}),
    "covered_case_once": cover({"all_cases": False}, chosen=2),
    "referral_kind_group_known": change(ReferralKind, group="court"),
    "referral_kind_retired_after_start": change(ReferralKind, starts_on=NEXT, retired_on=DAY),
    "referral_has_a_provider": referral(provider=""),
    "referral_happened": referral(referred_on=LATER),
    "referral_taken_out_by_whom_and_why": referral(taken_out_because="Mistaken"),
    "referral_step_state_known": referral({"state": "made"}),
    "referral_step_ended_why": referral({"state": "withdrawn"}),
    "referral_step_once": referral({"state": "accepted"}, {"state": "accepted"}),
    "referral_step_one_ending": referral(COMPLETED, {"state": "declined", "reason": "No place"}),
    "referral_step_happened": referral(COMPLETED | {"happened_on": LATER}),
    "referral_step_taken_out_by_whom_and_why": referral(COMPLETED | {"taken_out_because": "Mistaken"}),
    "order_progress_requirements_happened": of_order(OrderProgress, requirements_completed_on=LATER),
    "order_progress_objectives_happened": of_order(OrderProgress, objectives_met_on=LATER),
    "revocation_decision_has_a_reason": of_order(RevocationDecision, apply=True, reason=""),
    "attachment_is_named": attachment(name=""),
    "attachment_has_content": attachment(size=0),
    "enforcement_answer_comes_after": enforcement(respond_by=date(2018, 12, 4)),
    "recent_person_once": create(
        RecentPerson, *2 * [{"user": "officer", "service_user": "own", "opened_at": "2019-01-01 09:00Z"}]
    ),
    "alert_open_once_for_one_thing": create(Alert, *2 * [{"kind": "not_seen", "service_user": "own"}]),
    "alert_kind_known": create(Alert, {"kind": "boredom", "service_user": "own"}),
    "snooze_once_for_one_next_contact": create(Snooze, *2 * [SNOOZED]),
    "snooze_of_an_alert_or_a_next_contact": create(Snooze, SNOOZED | {"contact_due": None}),
    "snooze_for_four_weeks_at_most": create(Snooze, SNOOZED | {"until": DAY + timedelta(days=29)}),
    "snooze_has_a_reason": create(Snooze, SNOOZED | {"reason": ""}),
    "daily_email_once_a_day": create(DailyEmail, *2 * [{"user": "officer", "day": DAY, "lines": 1}]),
    "month_return_version_once": returns({}, {}),
    "month_return_restated_with_a_reason": returns({"version": 2}),
    "month_return_of_a_month": returns({"month": date(2026, 10, 2)}),
    "month_return_adds_up": returns({"met": 2}),
    "month_return_has_a_checksum": returns({"checksum": "0"}),
    "returned_person_once": in_return({}, {}),
    "returned_person_result_or_reason": in_return({"result": ""}),
    "returned_person_result_known": in_return({"result": "late"}),
    "returned_person_reason_known": in_return({"result": "", "reason": "boredom", "reason_in_words": "Boredom"}),
    "adjustment_ends_after_start": create(
        Adjustment, {"officer": "officer", "reason": "cover", "percent": 1, "starts_on": NEXT, "ends_on": DAY}
    ),
    "adjustment_is_percent": create(
        Adjustment, {"officer": "officer", "reason": "cover", "percent": 101, "starts_on": DAY}
    ),
    "adjustment_starts_once": create(
        Adjustment, *2 * [{"officer": "officer", "reason": "cover", "percent": 1, "starts_on": DAY}]
    ),
    "snapshot_officer_once_a_day": create(Snapshot, *2 * [SNAPSHOT]),
    "snapshot_unallocated_once_a_day": create(Snapshot, *2 * [UNALLOCATED]),
    "snapshot_of_an_officer_or_an_ldu": create(Snapshot, UNALLOCATED | {"threshold_parts": 1}),
    "snapshot_threshold_is_a_fraction": create(Snapshot, SNAPSHOT | {"threshold_whole": 0}),
    "adjustment_reason_category_known": change(AdjustmentReason, category="other"),
    "adjustment_reason_has_percents": change(AdjustmentReason, allowance_percent=101),
    "scenario_state_known": make_scenario(state="kept", ended_by="other", ended_at=f"{DAY} 10:00"),
    "scenario_shared_at_some_time": make_scenario(state="shared"),
    "scenario_ended_by_somebody": make_scenario(state="applied"),
    "scenario_named_once": make_scenario(times=2),
    "scenario_step_kind_known": step(kind="rename", weekly_hours=37),
    "scenario_step_says_what_its_kind_does": step(kind="hours", percent=10),
    "scenario_moves_to_another": step(kind="move", service_user="own", to="officer"),
    "scenario_step_within_limits": step(kind="hours", weekly_hours=49),
    "scenario_moves_a_case_once": step(times=2, kind="move", service_user="own", to="other"),
    "scenario_changes_hours_once": step(times=2, kind="hours", weekly_hours=37),
    "scenario_adjusts_once_for_a_reason": step(times=2, kind="adjustment", percent=10, reason="Cover"),
    "scenario_expects_a_kind_once": step(times=2, kind="expected", officer=None, weighs_as="red", number=1),
    "scenario_opinion_against_says_why": of_scenario(
        ScenarioOpinion, by="other", at=f"{DAY} 10:00", agrees=False, about="x"
    ),
    "scenario_figure_once": of_scenario(ScenarioFigure, times=2, **FIGURE),
    "scenario_figure_threshold_is_a_fraction": of_scenario(ScenarioFigure, **FIGURE | {"threshold_whole": 0}),
    "allowance_ends_after_start": create(Allowance, ALLOWED | {"starts_on": NEXT, "ends_on": DAY}),
    "allowance_kind_known": create(Allowance, ALLOWED | {"kind": "holiday"}),
    "allowance_has_points": create(Allowance, ALLOWED | {"points": 0}),
    "workload_model_one_default": lambda cast: WorkloadModel.objects.create(state="agreed"),
    "workload_model_state_known": create(WorkloadModel, {"state": "asked", "starts_on": DAY}),
    "workload_model_draft_is_not_agreed": create(WorkloadModel, {"state": "draft"}),
    "workload_model_agreed_by_somebody": create(
        WorkloadModel, {"state": "agreed", "starts_on": DAY, "agreed_by": "officer"}
    ),
    "workload_model_leaves_direct_hours": change(WorkloadModel, leave=255),
    "wording_once_a_day": lambda cast: Wording.objects.update(kind="office"),
    "wording_language_known": change(Wording, language="fr"),
    "wording_kind_known": change(Wording, kind="letter"),
    "wording_says_whom_to_ring": change(Wording, cannot_come="Come anyway"),
    "measure_starts_with_a_month": change(Measure, starts_on=date(2018, 10, 2)),
    "measure_has_types": change(Measure, types=[]),
    "measure_lengths_positive": change(Measure, minutes=0),
    "measure_follow_up_known": change(Measure, follow_up="none"),
    "measure_percentages_in_order": change(Measure, target=80),
    "contact_ref_once": one_reference_twice,
    "room_name_once_in_office": create(Room, ROOM, ROOM),
    "room_has_places": create(Room, ROOM | {"places": 0}),
    "opening_hours_weekday_known": create(OpeningHours, OPEN | {"weekday": 7}),
    "opening_hours_close_after_opening": create(OpeningHours, OPEN | {"closes": time(9)}),
    "opening_hours_end_after_start": create(OpeningHours, OPEN | {"starts_on": NEXT, "ends_on": DAY}),
    "opening_hours_once_a_day": create(OpeningHours, OPEN, OPEN | {"starts_on": DAY}),
    "contact_in_room_has_an_end": in_room({"end_time": None}),
    "contact_room_never_twice": in_room({}, {"officer": "colleague"}),
    "session_ends_after_start": create(Session, SESSION | {"end_time": time(9)}),
    "session_has_a_place": create(Session, SESSION | {"place": ""}),
    "session_is_for_somebody": create(Session, SESSION | {"capacity": 0}),
    "session_officer_never_twice": create(Session, SESSION, SESSION | {"type_id": "COAI"}),
    "session_room_never_twice": in_room({}, {"officer": "colleague"}, model=Session, **SESSION),
    "bank_holiday_change_known": create(BankHoliday, {"date": DAY, "name": "Jubilee", "change": "moved"}),
    "workload_model_bands_in_order": change(WorkloadModel, near_from=120),
    "review_template_starts_once": lambda cast: ReviewTemplate.objects.create(source="Another first one"),
    "checklist_item_answered_from_known": item(answered_from="hearsay"),
    "checklist_item_has_a_letter": item(place=27),
    "checklist_item_asks": item(question=""),
    "checklist_item_one_in_a_place": item(place=1),
    "workload_review_opened_for_known": review(opened_for="fun"),
    "workload_review_outcome_known": review(**HELD_REVIEW | {"outcome": "boredom"}),
    "workload_review_held_with_a_reason": review(**HELD_REVIEW | {"reason": ""}),
    "workload_review_nobody_holds_their_own": review(**HELD_REVIEW | {"held_by": "officer"}),
    "workload_review_open_once": lambda cast: [opened(cast.case_manager) for _ in range(2)],
    "concern_has_words": lambda cast: opened(cast.case_manager, words=""),
    "review_answer_confirmation_known": answers({"confirmation": "maybe"}),
    "review_answer_not_confirmed_says_why": answers({"confirmation": "not_confirmed"}),
    "review_answer_once": answers({}, {}),
    "review_count_kind_known": counts({"kind": "gossip", "number": 1}),
    "review_count_once": counts(*2 * [{"kind": "single", "number": 1}]),
    "workload_plan_reviewed_until_resolved": plan(next_review_on=None),
    "plan_action_measure_known": in_plan(action, measure="magic"),
    "plan_action_state_known": in_plan(action, state="lost", closed_by="other", closed_at=f"{DAY} 09:00"),
    "plan_action_says_what": in_plan(action, what=""),
    "plan_action_closed_by_somebody": in_plan(action, state="done"),
    "plan_action_dropped_why": in_plan(action, state="dropped", closed_by="other", closed_at=f"{DAY} 09:00"),
    "plan_review_follows_known": in_plan(reviewed, follows="nothing"),
    "plan_review_says_how_it_stands": in_plan(reviewed, progress=""),
    "plan_review_has_a_next_one": in_plan(reviewed, next_review_on=None),
    "escalation_level_known": in_plan(escalated, level="king"),
    "escalation_decision_known": in_plan(escalated, **DECIDED_ESCALATION | {"decision": "perhaps"}),
    "escalation_has_a_reason": in_plan(escalated, reason=""),
    "escalation_decided_with_a_reason": in_plan(escalated, **DECIDED_ESCALATION | {"decision_reason": ""}),
    "escalation_decided_by_another": in_plan(escalated, **DECIDED_ESCALATION | {"decided_by": "other"}),
    "escalation_one_waits": in_plan(lambda plan, by: [escalated(plan, by) for _ in range(2)]),
}
# They only serve the foreign keys of two columns: with the primary key in them they can never be broken first.
SERVE_FOREIGN_KEYS = {"ldu_with_division", "team_with_ldu", "contact_with_service_user"}
BY_SQL = {"post_team_in_ldu", "post_ldu_in_division", "contact_follow_up_of_same_person"}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(cast, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](cast)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_constraint_is_broken_here():
    names = {
        constraint.name
        for app in OWN_APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert names | BY_SQL == BREAKS.keys() | SERVE_FOREIGN_KEYS


CLOSED = {
    f"{model._meta.db_table}.{field.column}": field
    for app in OWN_APPS
    for model in apps.get_app_config(app).get_models()
    if model._meta.managed and not model._meta.proxy and not model.__name__.endswith("Event")
    for field in model._meta.fields
    if field.choices
}


def listed_in_checks() -> dict[str, list[set[str]]]:
    """The values of each CHECK of the database that lists those of one column, by table and column."""
    listed: dict[str, list[set[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass || '.' || attname, pg_get_constraintdef(pg_constraint.oid)
            FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND conkey = ARRAY[attnum]
            WHERE contype = 'c'
            """
        )
        for column, check in cursor.fetchall():
            if "= ANY" in check:
                listed.setdefault(column, []).append(set(re.findall("'([^']*)'", check)))
    return listed


def test_there_are_closed_choices():
    assert len(CLOSED) >= 10


def test_the_database_holds_every_column_of_closed_choices_to_them_and_to_no_other_values(db):
    """A typing error in SQL cannot invent a status, and a choice that is added is not refused."""
    choices = {
        name: {value for value, _ in field.choices} | ({""} if field.blank else set()) for name, field in CLOSED.items()
    }
    choices["alerts_alert.kind"] = {finding.kind for finding in FINDINGS}
    assert listed_in_checks() == {column: [values] for column, values in choices.items()}


@pytest.mark.parametrize("spoil", [lambda entries: entries.update(action="nothing"), lambda entries: entries.delete()])
def test_an_audit_entry_is_never_changed_or_deleted(cast, spoil):
    record(by=cast.case_manager, action="try")
    with pytest.raises(Exception, match="Cannot update or delete rows"), transaction.atomic():
        spoil(Entry.objects.all())
    assert Entry.objects.get().action == "try"
