"""Every named address of the site outside the Django admin, and a record in the state in which its page opens."""

from datetime import date, time
from decimal import Decimal

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alerts.models import Alert
from base.months import Month
from cases.brag import WORDS, AssessmentState, BragAssessment, BragOccasion
from cases.models import Cover, Order, OrderProgress, RarPlan, Referral, ReferralKind, ServiceUser
from casework.slip import slip_telling
from casework.slip.made_up import made_up
from casework.uploads import Upload
from contacts.additional import AdditionalMeasure
from contacts.messages import Channel, ReminderAgreement
from contacts.models import Contact, NoticeMethod, Rearrangement, Session
from contacts.oversight import Oversight
from contacts.series import Series
from reports.models import MonthReturn, ReturnedPerson
from reports.returns import drafted as drafted_return
from staff.access import CASEWORK
from staff.models import Role, User
from staff.services import renew_calendar_link
from tests.additional import agreed_entry, proposed_entry
from tests.factories import NEWPORT, ContactFactory, OrderFactory, TeamFactory, UserFactory
from tests.reviews import escalated, opened, planned
from workload.models import Adjustment, Allowance, Scenario, WorkloadModel

# The day of the tests that open every page.
NOW = "2026-11-18 12:00"

OPEN = {"sign_in", "calendar_file"}  # to whoever has not signed in
TOKEN = "a-secret-of-the-case-manager"
ANYBODY_SIGNED_IN = {"sign_out", "home"}


def patterns(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver) and entry.app_name != "admin":
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


VIEWS = {pattern.name: pattern.callback for pattern in patterns()}
# What a contact must be for its page to open, where it is not one that is over.
TO_COME = {"date": date(2026, 11, 25)}
MISSED = {"date": date(2026, 11, 17), "outcome_id": "UAAB"}
OPENS_WITH = {
    "issue_notice": TO_COME, "slip": TO_COME, "rearrange": TO_COME, "cancel": TO_COME, "follow_up": MISSED,
    "follow_up_book": MISSED, "enforce": MISSED, "slip_preview": TO_COME,
    "undo_cancellation": {"date": date(2026, 11, 27), "cancelled_by": "service"},
    "undo_rearrangement": {"date": date(2026, 11, 30), "outcome_id": "RSSR"}, "correct_booking": TO_COME,
}  # fmt: skip
OF_AN_ORDER = {
    "terminate_order", "take_back_termination", "plan_rar_days", "record_rar_day", "take_out_rar_day",
    "record_progress", "decide_revocation",
}  # fmt: skip
OF_A_REFERRAL = {"record_referral_step", "take_out_referral", "take_out_referral_step"}
OF_A_SERIES = ("series", "cancel_series", "series_notice", "series_slip_preview")
# About a session with the person in it, which has started where its page is about what came of it.
SESSIONS = {
    "session", "add_to_session", "session_notices", "session_slips", "attendance", "change_session", "cancel_session",
}  # fmt: skip
PERSONS = {
    "service_user", "book", "contact", "issue_notice", "slip", "record_outcome", "follow_up", "follow_up_book",
    "rearrange", "cancel", "slip_preview", "undo_cancellation", "undo_rearrangement", "correct_booking",
    "file_conflicts", "snooze", "reminders", "book_series", *OF_A_SERIES, "record_contact", "add_note",
    "attachment", "enforce", "name_designated", "end_designation", "change_needs", "brag_reviews", "brag_review",
    "agree_brag", "withdraw_brag", "record_occasion", "take_out_occasion", "ask_oversight", "decide_oversight",
    "end_oversight", "allocate", "orders", *OF_AN_ORDER, "refer", *OF_A_REFERRAL, "timeline", "court_record",
    "court_record_pdf",
}  # fmt: skip
OF_AN_OFFICER = (
    "officer_workload", "officer_forecast", "share_out", "record_cover", "record_adjustment", "record_allowance",
    "set_rurality",
)  # fmt: skip
OF_A_SCENARIO = (
    "scenario", "change_scenario", "scenario_whose", "scenario_hours", "scenario_adjustment", "scenario_expected",
    "scenario_opinion", "apply_scenario", "throw_away_scenario",
)  # fmt: skip
# About an entry of the register of additional measures for the officer's team.
OF_AN_ENTRY = ("additional_measure", "decide_additional", "review_additional", "end_additional")
# About the person, and no contact.
OF_NO_CONTACT = {
    "service_user", "book", "book_series", "file_conflicts", "reminders", "record_contact", "name_designated",
    "end_designation", "change_needs", "brag_reviews", "brag_review", "agree_brag", "withdraw_brag", "record_occasion",
    "take_out_occasion", "ask_oversight", "decide_oversight", "end_oversight", "allocate", "orders", *OF_AN_ORDER,
    "refer", *OF_A_REFERRAL, "timeline", "court_record", "court_record_pdf",
}  # fmt: skip


# About a workload review of the officer, its plan or the escalation of that.
OF_A_REVIEW = ("workload_review", "comment_review", "hold_review", "add_action", "review_plan", "decide_escalation")


def roles_of(name: str) -> tuple[Role, ...]:
    """Whom the page is there for."""
    return tuple(Role) if name in ANYBODY_SIGNED_IN else VIEWS[name].view_class.roles


def address(name: str, service_user: ServiceUser, officer: User) -> str:
    """The address of a view about the person, and about a contact of the officer or the officer's workload."""
    if name in OF_AN_OFFICER:
        return reverse(name, args=[officer.pk])
    if name in ("end_adjustment", "end_allowance"):
        return reverse(name, args=[to_come(name, officer).pk])
    if name == "open_review":  # the officer has one that is open already
        colleague = User.objects.get(staff_code="CM2")
        return reverse(name, args=[colleague.pk])
    if name in OF_A_REVIEW:
        return reverse(name, args=[review_for(name, officer)])
    if name in ("workload_model", "change_draft"):
        return reverse(name, args=[drafted(officer).pk])
    if name in OF_A_SCENARIO:
        return reverse(name, args=[tried(officer).pk])
    if name == "scenario_move":
        return reverse(name, args=[tried(officer).pk, officer.pk])
    if name == "end_cover":
        return reverse(name, args=[cover_of(officer).pk])
    if name in OF_AN_ENTRY:
        return reverse(name, args=[entry_for(name, officer).pk])
    if name == "return":
        return reverse(name, args=[returned(officer).pk])
    if name == "sign_return":
        return reverse(name, args=[officer.post.ldu_id, "2026-09"])
    if name == "absence":
        days = {"starts_on": date(2026, 12, 14), "ends_on": date(2026, 12, 18)}
        return reverse(name, args=[officer.absences.get_or_create(kind="leave", **days)[0].pk])
    if name in SESSIONS:
        return reverse(name, args=[session_for(name, service_user, officer).pk])
    if name == "calendar_file":
        renew_calendar_link(by=officer, token=TOKEN)
        return f"{reverse(name)}?token={TOKEN}"
    if name == "book_from_diary":
        return reverse(name, args=[officer.pk, "2026-11-26", "1530"])
    if name == "todays_slips":
        issued_today(service_user)
    if name not in PERSONS:
        return reverse(name)
    if name == "snooze":
        about = {"service_user": service_user, "contact": contact_for(name, service_user, officer)}
        alert = Alert.objects.create(kind="outcome_missing", due_on=about["contact"].date, **about)
        return reverse(name, args=[service_user.public_id, alert.pk])
    if name == "reminders":
        agreed = {"channel": Channel.TEXT, "agreed_on": date(2026, 11, 2), "recorded_by": officer}
        ReminderAgreement.objects.get_or_create(service_user=service_user, defaults=agreed)
    if name in ("brag_review", "agree_brag", "withdraw_brag"):
        waits_for_agreement(service_user, officer)
    if name == "decide_oversight":
        waiting_oversight(service_user, officer)
    arguments = {"public_id": service_user.public_id}
    if name == "end_oversight":
        arguments["pk"] = agreed_oversight(service_user, officer, date(2026, 11, 2), date(2026, 12, 4)).pk
        return reverse(name, kwargs=arguments)
    if name == "take_out_occasion":
        arguments["occasion"] = occasion_of(service_user, officer).pk
    if name in OF_A_SERIES:
        return reverse(name, kwargs=arguments | {"pk": series_of(service_user, officer).pk})
    if name in OF_AN_ORDER:
        order = order_for(name, service_user, officer)
        arguments["pk"] = order.pk
        if name == "take_out_rar_day":
            arguments["day"] = order.rar_days.get().pk
    if name in OF_A_REFERRAL:
        referral = referral_of(service_user, officer)
        arguments["pk"] = referral.pk
        if name == "take_out_referral_step":
            arguments["step"] = referral.steps.get().pk
    if name == "end_designation":
        named = UserFactory(team=TeamFactory(name="Named in the plan"))
        arguments["pk"] = service_user.designations.create(officer=named, starts_on=date(2026, 10, 1)).pk
    if name not in OF_NO_CONTACT:
        contact = contact_for(name, service_user, officer)
        arguments["pk"] = contact.pk
        if name == "attachment":
            arguments["attachment"] = contact.notes.get().attachments.get().pk
        if name == "slip":
            arguments["notice"] = contact.notices.get().pk
    return reverse(name, kwargs=arguments)


def to_come(name: str, officer: User) -> Adjustment | Allowance:
    """An adjustment or an allowance of the officer that has not begun."""
    days = {"starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 18)}
    by = {"recorded_by": officer, "recorded_at": "2026-11-17 09:00"}
    if name == "end_allowance":
        return officer.allowances.get_or_create(kind="marac", points=4, **days, defaults=by)[0]
    defaults = {"percent": 50, "agreed_with": "Piran Morris", **by}
    return officer.adjustments.get_or_create(reason="Phased Return to Work", **days, defaults=defaults)[0]


def manager_of(officer: User) -> User:
    """A manager of the officer's team: the first that it had."""
    return User.objects.filter(posts__role=Role.TEAM_MANAGER, posts__team=officer.post.team).order_by("pk")[0]


def review_for(name: str, officer: User) -> int:
    """The id of an open workload review, of a plan, or of an escalation: of the one who can act on its page."""
    if name in ("workload_review", "comment_review", "hold_review"):
        found = officer.workload_reviews.filter(held_at=None).first()
        return (found or opened(officer)).pk
    manager = manager_of(officer)
    plan = planned(officer, manager)
    return escalated(plan, manager).pk if name == "decide_escalation" else plan.pk


def returned(officer: User) -> MonthReturn:
    """The return of the officer's LDU for October, which somebody signed who has left since."""
    ldu = officer.post.ldu
    signed, people = drafted_return(officer, ldu, Month.parse("2026-10"), date(2026, 11, 9))
    signed.version = 1 + ldu.returns.count()
    signed.reason = "A slip was found" if signed.version > 1 else ""
    signed.signed_by, signed.signed_at = UserFactory(role="ldu_head", team=None, ldu=ldu), "2026-11-09 09:00"
    signed.save()
    for each in people:
        each.month_return = signed
    ReturnedPerson.objects.bulk_create(people)
    return signed


def cover_of(officer: User) -> Cover:
    """That the manager of the team covers the officer's cases, since Monday."""
    days = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 27)}
    manager = manager_of(officer)
    recorded = {"covered_by": manager, "recorded_by": manager, "recorded_at": "2026-11-16 09:00"}
    return Cover.objects.get_or_create(officer=officer, all_cases=True, **days, defaults=recorded)[0]


def drafted(by: User) -> WorkloadModel:
    """A draft by which Amber cases weigh more."""
    values = {"state": "draft", "starts_on": date(2027, 1, 1), "amber": Decimal("2.5"), "source": "Decision 7"}
    draft, _new = WorkloadModel.objects.get_or_create(**values, defaults={"drafted_by": by})
    draft.refresh_from_db()
    return draft


def tried(officer: User) -> Scenario:
    """A scenario about the officer's team, which its manager shared: the officer works part time."""
    team, made_by = officer.post.team, manager_of(officer)
    at = dict.fromkeys(("made_at", "changed_at", "shared_at"), "2026-11-17 09:00")
    said = {"team": team, "made_by": made_by, "name": "Half time", "state": "shared"}
    made, _new = Scenario.objects.get_or_create(**said, defaults={"starts_on": date(2026, 11, 18), **at})
    made.steps.get_or_create(kind="hours", officer=officer, defaults={"weekly_hours": Decimal("18.5")})
    return made


def order_for(name: str, service_user: ServiceUser, officer: User) -> Order:
    """An order with RAR days, in the state in which the page is there."""
    order = OrderFactory(service_user=service_user, starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31))
    order.requirements.add("F")
    at = {"recorded_by": officer, "recorded_at": "2026-11-17 09:00"}
    planned = {"ordered": 20, "planned": 8, "rationale": "Employment first", "changed_by": officer}
    RarPlan.objects.create(order=order, **planned, changed_at="2026-11-02 09:00")
    order.rar_days.create(used_on=date(2026, 11, 16), note="Wrote a CV", was_planned=True, **at)
    if name == "decide_revocation":
        done = date(2026, 11, 13)
        OrderProgress.objects.create(order=order, requirements_completed_on=done, objectives_met_on=done, **at)
    if name == "take_back_termination":
        Order.objects.filter(pk=order.pk).update(terminated_on=date(2026, 11, 16))
        order.terminations.create(terminated_on=date(2026, 11, 16), reason="progress", **at)
    return order


def referral_of(service_user: ServiceUser, officer: User) -> Referral:
    """A referral that the officer made, and that was accepted."""
    at = {"recorded_by": officer, "recorded_at": "2026-11-12 09:00"}
    to = {"kind": ReferralKind.objects.get(name="Accommodation"), "provider": "Newport Homes"}
    referral = service_user.referrals.create(**to, referred_on=date(2026, 11, 5), **at)
    referral.steps.create(state="accepted", happened_on=date(2026, 11, 10), **at)
    return referral


def waits_for_agreement(service_user: ServiceUser, officer: User) -> BragAssessment:
    """A review of the officer that would lower the status."""
    words = dict.fromkeys(WORDS, "As before")
    sent = {"status": "green", "former": "amber", "reviewed_by": officer, "reviewed_at": "2026-11-17 09:00", **words}
    waiting = {"service_user": service_user, "state": AssessmentState.WAITING}
    return BragAssessment.objects.get_or_create(**waiting, defaults=sent)[0]


MEASURE = {"kind": "telephone", "engaged_in": "drr", "brag": "amber", "reason": "Two sessions a week"}


def occasion_of(service_user: ServiceUser, officer: User) -> BragOccasion:
    """Something that the officer recorded as asking for a BRAG review."""
    about = {"service_user": service_user, "kind": "safeguarding", "happened_on": date(2026, 11, 10)}
    recorded = {"recorded_by": officer, "recorded_at": "2026-11-11 09:00"}
    return BragOccasion.objects.get_or_create(**about, defaults=recorded)[0]


def waiting_oversight(service_user: ServiceUser, officer: User, **fields) -> Oversight:
    """A temporary measure that the officer asked for."""
    asked = {**MEASURE, "starts_on": date(2026, 11, 18), "ends_on": date(2026, 12, 18), **fields}
    return Oversight.objects.create(
        **{"service_user": service_user, "asked_by": officer, "asked_at": "2026-11-17 09:00", **asked}
    )


def agreed_oversight(service_user: ServiceUser, officer: User, first: date, last: date, **fields) -> Oversight:
    """One that was agreed by somebody else, with its record."""
    reference = f"OVERSIGHT-{service_user.crn}-{first}"
    record = {"contact_ref": reference, "type_id": "MO1", "date": first, "end_time": None}
    contact = ContactFactory(service_user=service_user, officer=officer, **record)
    by = fields.pop("decided_by", None) or UserFactory(first_name="Piran", last_name="Morris", team=officer.post.team)
    decided = {"decided_by": by, "decided_at": f"{first} 09:00", "decision_reason": "It is safe"}
    agreed = {"state": "agreed", "contact": contact, "starts_on": first, "ends_on": last}
    return waiting_oversight(service_user, officer, **{**agreed, **decided, **fields})


def entry_for(name: str, officer: User) -> AdditionalMeasure:
    """An entry of the register for the officer's team: one that waits to be decided about, else one in force."""
    if name == "decide_additional":
        return proposed_entry(UserFactory(role="team_manager", team=officer.post.team))
    head = UserFactory(role="ldu_head", team=None, ldu=officer.post.ldu)
    return agreed_entry(UserFactory(role="team_manager", team=officer.post.team), head)


def series_of(service_user: ServiceUser, officer: User) -> Series:
    """A series with two appointments to come, of which nobody was told yet."""
    series = Series.objects.create(
        reference=f"S{Series.objects.count():012X}",
        every=1,
        unit="weeks",
        starts_on=date(2026, 12, 2),
        ends_on=date(2026, 12, 9),
        booked_by=officer,
        booked_at="2026-11-18 09:00",
    )
    for day in (2, 9):
        ContactFactory(service_user=service_user, officer=officer, series=series, date=date(2026, 12, day))
    return series


def issued_today(service_user: ServiceUser) -> None:
    """A notice that each case and team manager issued today."""
    slip = slip_telling([made_up("office")], ["en"])
    for user in User.objects.filter(posts__role__in=CASEWORK):
        contact = ContactFactory(service_user=service_user, officer=user, date=date(2026, 12, 21))
        contact.notices.create(
            issued_at="2026-11-18 09:00",
            recorded_at="2026-11-18 09:00",
            issued_by=user,
            method=NoticeMethod.POSTED,
            date=contact.date,
            start_time=time(9, 30),
            end_time=time(10),
            place=contact.place,
            slip=slip.pdf,
            letters=slip.letters,
        )


def session_for(name: str, service_user: ServiceUser, officer: User) -> Session:
    """A session of the officer in which the person is."""
    at = {"date": date(2026, 11, 18) if name == "attendance" else date(2026, 11, 27), "start_time": time(11, 30)}
    at |= {"officer": officer, "type_id": "COAP", "end_time": time(12), "place": NEWPORT}
    ContactFactory(service_user=service_user, **at)
    return Session.objects.get_or_create(**at, capacity=8)[0]


def contact_for(name: str, service_user: ServiceUser, officer: User) -> Contact:
    """A contact in the state in which the page is there."""
    contact = ContactFactory(service_user=service_user, officer=officer, **OPENS_WITH.get(name, {}))
    if name == "slip":
        slip = slip_telling([made_up("office")], ["en"])
        contact.notices.create(
            issued_at="2026-11-18 09:00",
            recorded_at="2026-11-18 09:00",
            issued_by=officer,
            method=NoticeMethod.POSTED,
            date=contact.date,
            start_time=time(9, 30),
            end_time=time(10),
            place=contact.place,
            slip=slip.pdf,
            letters=slip.letters,
        )
    if name == "attachment":
        note = contact.notes.create(text="See the letter", written_at="2026-11-18 09:00", written_by=officer)
        note.attachments.create(name="letter.pdf", file=Upload(b"%PDF-1.7", ".pdf").keep(), size=8)
    if name == "undo_rearrangement":
        Rearrangement.objects.create(
            original=contact, new=ContactFactory(service_user=service_user, officer=officer, date=date(2026, 12, 1))
        )
    return contact
