"""Conventions over every write: a keyword-only verb with ``by=``, one transaction, an audit entry."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from alerts.models import Alert, Snooze
from audit import services
from audit.models import Entry
from base.months import Month
from cases.models import AllocationDecision, BragAssessment, BragOccasion, Designation, Referral, ReferralKind
from casework.conflicts import conflicts_of
from casework.services.allocating import version as version_of_allocations
from casework.services.orders import what_it_changes
from casework.services.rar_days import version_of_days
from casework.services.refusals import version, version_of_all
from casework.services.sessions import version_of_session
from contacts import facts
from contacts.additional import AdditionalMeasure
from contacts.messages import MessageState, ReminderAgreement
from contacts.models import ContactOutcome, ContactType, EnforcementAction, Rearrangement, Session
from contacts.oversight import Oversight
from contacts.series import Series
from reports.returns import drafted as drafted_return
from staff.models import Absence, Role
from tests.additional import ENTRY, agreed_entry, proposed_entry
from tests.addresses import (
    MEASURE,
    cover_of,
    drafted,
    occasion_of,
    order_for,
    referral_of,
    series_of,
    tried,
    waiting_oversight,
    waits_for_agreement,
)
from tests.addresses import to_come as to_come_of
from tests.brag import WRITTEN, seen
from tests.conflicts import in_conflict
from tests.factories import ContactFactory
from tests.own_apps import OWN_APPS
from tests.reviews import escalated, planned
from tests.reviews import opened as opened_review
from tests.small_caseload import small_caseload, write
from workload.models import (
    Adjustment,
    Allowance,
    ChecklistItem,
    PlanAction,
    PlanReview,
    ReviewTemplate,
    Scenario,
    ScenarioStep,
    WorkloadModel,
)
from workload.scenarios import version_of
from workload.services.plans import version_of_plan
from workload.services.reviews import Said
from workload.services.reviews import version_of as version_of_review

NOON = datetime.combine(date(2026, 11, 18), time(12))
AWAY = {"kind": "leave", "starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 27)}


def service_modules():
    for app in OWN_APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if ".services" in module.name or module.name == "alerts.scan":
                yield import_module(module.name)


SERVICES = {
    f"{module.__name__}.{name}": function
    for module in service_modules()
    for name, function in vars(module).items()
    if hasattr(function, "audited_action") and function.__module__ == module.__name__
}


def test_there_are_services():
    assert len(SERVICES) >= 7


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_takes_keywords_only_and_says_by_whom(name):
    parameters = inspect.signature(SERVICES[name]).parameters
    assert "by" in parameters
    assert all(parameter.kind == parameter.KEYWORD_ONLY for parameter in parameters.values())


def test_actions_are_named_once():
    actions = [service.audited_action for service in SERVICES.values()]
    assert len(actions) == len(set(actions))


@pytest.fixture
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def arguments(cast, tmp_path, wednesday_noon, settings, monkeypatch) -> dict[str, Callable[[], dict[str, Any]]]:
    """What each service is called with, beside ``by``."""
    about = {"service_user": cast.own, "officer": cast.case_manager}
    monkeypatch.setattr("casework.services.messages.receipt", lambda reference: MessageState.DELIVERED)

    def on(**state):
        contact = ContactFactory(**about, **state)
        return {"contact": contact, "seen": version(contact)}

    def to_come():
        return on(date=date(2026, 11, 25))

    def missed():
        return on(date=date(2026, 11, 17), outcome_id="UAAB")

    def appointment():
        return {"appointment": ContactFactory.build(**about, date=date(2026, 11, 26))}

    def conflict():
        in_conflict(ContactFactory(**about, date=date(2026, 11, 17), outcome_id="ATTC"), outcome_id="UAAB")
        [found] = conflicts_of(cast.own, cast.case_manager)
        table_name, record = found.key
        return {"person": cast.own, "table_name": table_name, "record": record, "seen": found.version}

    def session():
        at = {"date": date(2026, 11, 26), "start_time": time(9), "end_time": time(10), "place": "Newport"}
        return Session(officer=cast.case_manager, type=ContactType.objects.get(pk="COAP"), capacity=8, **at)

    def opened():
        saved = session()
        saved.save()
        return {"session": saved}

    def changed():
        at = opened()["session"]
        later = session()
        later.end_time = time(11)
        return {"session": at, "seen": version_of_session(Session.objects.get(pk=at.pk), []), "changed": later}

    def rearranged():
        moved = ContactFactory(**about, date=date(2026, 11, 25), outcome_id="RSSR")
        Rearrangement.objects.create(original=moved, new=ContactFactory(**about, date=date(2026, 11, 26)))
        return {"contact": moved, "seen": version(moved)}

    def line():
        contact = ContactFactory(**about, date=date(2026, 11, 17))
        alert = Alert.objects.create(
            kind="outcome_missing", service_user=cast.own, contact=contact, due_on=contact.date
        )
        return {"person": cast.own, "key": str(alert.pk)}

    def snoozed():
        found = line()
        put_aside = {"made_on": date(2026, 11, 18), "until": date(2026, 11, 20), "made_by": cast.case_manager}
        Snooze.objects.create(service_user=cast.own, alert_id=int(found["key"]), reason="On leave", **put_aside)
        return found

    def daily_email():
        settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://cases.example"
        line()
        return {"user": cast.case_manager, "day": date(2026, 11, 18)}

    def agreed():
        return {"person": cast.own, "channel": "email", "agreed_on": date(2026, 11, 2)}

    def agreement():
        cast.own.email = "dafydd@example.org"
        cast.own.save()
        return ReminderAgreement.objects.create(
            service_user=cast.own, channel="email", agreed_on=date(2026, 11, 2), recorded_by=cast.case_manager
        )

    def message():
        contact = agreement() and to_come()["contact"]
        return contact.messages.create(kind="reminder", channel="text", state="sent", at=NOON, reference="1")

    def notice():
        contact = agreement() and to_come()["contact"]
        said = {name: getattr(contact, name) for name in ("date", "start_time", "end_time", "place")}
        given = {"issued_at": NOON, "recorded_at": NOON, "issued_by": cast.case_manager, "method": "emailed"}
        return contact.notices.create(**said, **given, slip=b"%PDF")

    def series():
        made = series_of(cast.own, cast.case_manager)
        contacts = made.contacts.order_by("date")
        return {"series": made, "person": cast.own, "seen": version_of_all(contacts)}

    def to_terminate():
        order, day = order_for("terminate_order", cast.own, cast.case_manager), date(2026, 11, 17)
        changes = what_it_changes(order, day, date(2026, 11, 18))
        return {"order": order, "terminated_on": day, "reason": "progress", "seen": changes.version}

    def of_order(name):
        return {"order": order_for(name, cast.own, cast.case_manager)}

    def rar_plan():
        about = of_order("plan_rar_days")
        planned = {"ordered": 20, "planned": 10, "rationale": "Two more"}
        return about | planned | {"seen": version_of_days(about["order"])}

    def reviewed(status):
        return BragAssessment(service_user=cast.own, status=status, **WRITTEN)

    def waiting():
        """It waits for the case manager, who is the team's manager for once."""
        cast.case_manager.posts.update(role=Role.TEAM_MANAGER)
        waits_for_agreement(cast.own, cast.colleague)
        return {"service_user": cast.own, "seen": seen(cast.own)}

    def waits():
        """Something that a colleague asked for, for the case manager to decide, who is team manager from today."""
        cast.case_manager.posts.update(role="team_manager")
        return {
            "service_user": cast.own,
            "seen": str(waiting_oversight(cast.own, cast.colleague).pk),
            "reason": "It is safe",
        }

    def manages():
        """The case manager manages the team for once, and so the colleague's threshold."""
        return cast.case_manager.posts.update(role=Role.TEAM_MANAGER)

    def to_hold():
        manages()
        review = opened_review(cast.colleague)
        said = {item.pk: Said("confirmed", "Yes") for item in review.template.items.all()}
        return {
            "review": review,
            "said": said,
            "outcome": "reasonable",
            "reason": "Fine",
            "seen": version_of_review(review),
        }

    def to_review():
        manages()
        plan = planned(cast.colleague, cast.team_manager)
        review = PlanReview(plan=plan, progress="Two given", follows="go_on", next_review_on=date(2026, 12, 9))
        return {"review": review, "closed": {}, "seen": version_of_plan(plan)}

    def to_decide():
        cast.case_manager.posts.update(role=Role.LDU_HEAD)
        escalation = escalated(planned(cast.colleague, cast.team_manager), cast.team_manager)
        said = {"decision": "go_on", "reason": "Try on", "next_review_on": date(2026, 12, 9)}
        return {"escalation": escalation, **said}

    def commented():
        review = opened_review(cast.case_manager)
        comments = {review.template.items.first().pk: "Two are booked"}
        return {"review": review, "comments": comments, "seen": version_of_review(review)}

    def tried_by_manager(role=Role.TEAM_MANAGER, seen=False, **fields):
        """A scenario of the team of the case manager, who manages it, or heads its LDU, for once."""
        made = tried(cast.colleague)
        Scenario.objects.filter(pk=made.pk).update(**fields)
        cast.case_manager.posts.update(role=role)
        made.refresh_from_db()
        return {"scenario": made} | ({"seen": version_of(made, made.steps.all())} if seen else {})

    def to_end():
        cover = cover_of(cast.colleague)
        manages()
        return {"cover": cover, "ends_on": date(2026, 11, 20)}

    def heads():
        """The case manager heads the LDU for once."""
        ldu = cast.case_manager.post.ldu
        cast.case_manager.posts.update(role=Role.LDU_HEAD, team=None)
        del cast.case_manager.post
        return ldu

    def to_sign(ldu):
        month = Month.parse("2026-10")
        draft, _people = drafted_return(cast.case_manager, ldu, month, date(2026, 11, 18))
        return {"ldu": ldu, "month": month, "reason": "", "seen": draft.checksum}

    def of_entry(measure):
        return {"measure": measure, "seen": version(measure), "reason": "It is safe"}

    def held(name):
        return to_come_of(name, cast.colleague)

    def changed_draft():
        draft, model = drafted(cast.administrator), drafted(cast.administrator)
        model.amber = Decimal("2.2")
        return {"model": model, "seen": version(draft)}

    def agreed_model():
        draft = drafted(cast.administrator)
        draft.state, draft.agreed_by, draft.agreed_at = "agreed", cast.chief_officer, NOON
        draft.save()
        return {"model": draft}

    later_entry = {name: date(2026, 12, 7) for name in ("starts_on", "review_on", "ends_on")}
    ahead = {"starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 18)}
    named = {"service_user": cast.own, "officer": cast.colleague, "starts_on": date(2026, 11, 18)}
    asked = {"asked_by": "service_user", "reason": "Unwell"}
    return {
        "alerts.scan.scan_contacts": lambda: {"as_of": date(2026, 11, 18)},
        "casework.services.additional.propose_additional": lambda: (
            manages() and {"measure": AdditionalMeasure(**ENTRY | later_entry, team=cast.team_manager.post.team)}
        ),
        "casework.services.additional.agree_additional": lambda: (
            heads() and of_entry(proposed_entry(cast.team_manager))
        ),
        "casework.services.additional.refuse_additional": lambda: (
            heads() and of_entry(proposed_entry(cast.team_manager))
        ),
        "casework.services.additional.refer_additional": lambda: (
            heads() and of_entry(proposed_entry(cast.team_manager, kind="other", every=None, what="Groups"))
        ),
        "casework.services.additional.review_additional": lambda: (
            heads() and of_entry(agreed_entry(cast.team_manager, cast.ldu_head)) | {"next_review_on": date(2026, 12, 7)}
        ),
        "casework.services.additional.end_additional": lambda: (
            heads() and {"measure": agreed_entry(cast.team_manager, cast.ldu_head), "reason": "It is over"}
        ),
        "reports.services.sign_return": lambda: to_sign(heads()),
        "casework.services.appointments.book": appointment,
        "casework.services.appointments.cancel": lambda: to_come() | asked,
        "casework.services.appointments.rearrange": lambda: to_come() | asked | appointment(),
        "casework.services.allocating.allocate": lambda: {
            "decisions": [
                AllocationDecision(
                    service_user=cast.own, officer=cast.colleague, starts_on=date(2026, 11, 18), reason="workload"
                )
            ],
            "seen": {cast.own.pk: version_of_allocations(list(cast.own.allocations.all()))},
        },
        "casework.services.cover.record_cover": lambda: (
            manages() and {"officer": cast.colleague, "shares": {cast.case_manager.pk: None}, **ahead}
        ),
        "casework.services.cover.end_cover": to_end,
        "casework.services.brag.agree_brag": waiting,
        "casework.services.brag.take_out_occasion": lambda: {"occasion": occasion_of(cast.own, cast.case_manager)},
        "casework.services.brag.record_occasion": lambda: {
            "occasion": BragOccasion(service_user=cast.own, kind="arrest", happened_on=date(2026, 11, 16))
        },
        "casework.services.brag.review_brag": lambda: {"assessment": reviewed("red"), "seen": seen(cast.own)},
        "casework.services.brag.send_brag_back": lambda: waiting() | {"reason": "Say more"},
        "casework.services.brag.withdraw_brag": waiting,
        "casework.services.conflicts.keep_ours": conflict,
        "casework.services.conflicts.use_file": conflict,
        "casework.services.daily_email.send_daily_email": daily_email,
        "casework.services.messages.agree_to_reminders": lambda: agreement().delete() and agreed(),
        "casework.services.messages.end_reminders": lambda: agreement() and {"person": cast.own},
        "casework.services.messages.record_receipt": lambda: {"message": message()},
        "casework.services.messages.send_reminder": lambda: agreement() and {"contact": to_come()["contact"]},
        "casework.services.messages.send_slip": lambda: {"notice": notice()},
        "casework.services.designations.end_designation": lambda: {
            "designation": Designation.objects.create(**named),
            "ends_on": date(2026, 11, 30),
        },
        "casework.services.designations.name_designated": lambda: {
            "designation": Designation(**named, agreed_with="Cara Manager")
        },
        "casework.services.needs.change_needs": lambda: {
            "service_user": cast.own,
            "seen": "",
            "needs": "Step-free access",
        },
        "casework.services.notices.issue_notice": lambda: to_come() | {"method": "posted"},
        "casework.services.series.book_series": lambda: {
            "series": Series(
                reference="S1", every=1, unit="weeks", starts_on=AWAY["starts_on"], ends_on=AWAY["ends_on"]
            ),
            "appointments": [appointment()["appointment"]],
        },
        "casework.services.series.cancel_series": lambda: series() | asked,
        "casework.services.series_notices.issue_series_notice": lambda: series() | {"method": "posted"},
        "casework.services.orders.terminate_order": to_terminate,
        "casework.services.orders.take_back_termination": lambda: (
            of_order("take_back_termination") | {"reason": "It was another order"}
        ),
        "casework.services.rar_days.plan_rar_days": rar_plan,
        "casework.services.rar_days.record_rar_day": lambda: (
            of_order("record_rar_day") | {"used_on": date(2026, 11, 17), "note": "Mock interview"}
        ),
        "casework.services.rar_days.take_out_rar_day": lambda: {
            "day": of_order("take_out_rar_day")["order"].rar_days.get()
        },
        "casework.services.referrals.refer": lambda: {
            "referral": Referral(
                service_user=cast.own,
                kind=ReferralKind.objects.get(name="Accommodation"),
                provider="Newport Homes",
                referred_on=date(2026, 11, 16),
            )
        },
        "casework.services.referrals.record_step": lambda: {
            "referral": referral_of(cast.own, cast.case_manager),
            "state": "started",
            "happened_on": date(2026, 11, 16),
        },
        "casework.services.referrals.take_out_step": lambda: {
            "step": referral_of(cast.own, cast.case_manager).steps.get(),
            "reason": "They only asked",
        },
        "casework.services.referrals.take_out_referral": lambda: {
            "referral": referral_of(cast.own, cast.case_manager),
            "reason": "Somebody else",
        },
        "casework.services.revocation.record_progress": lambda: (
            of_order("record_progress")
            | {"requirements_completed_on": date(2026, 11, 13), "objectives_met_on": date(2026, 11, 13)}
        ),
        "casework.services.revocation.decide_revocation": lambda: (
            of_order("decide_revocation") | {"apply": True, "reason": "All is done"}
        ),
        "casework.services.oversight.ask_for_oversight": lambda: {
            "oversight": Oversight(service_user=cast.own, **MEASURE, **ahead)
        },
        "casework.services.oversight.agree_oversight": waits,
        "casework.services.oversight.refuse_oversight": waits,
        "casework.services.oversight.end_oversight": lambda: {
            "oversight": waiting_oversight(cast.own, cast.colleague),
            "reason": "In work",
        },
        "casework.services.outcomes.offer_new_appointment": lambda: missed() | appointment(),
        "casework.services.outcomes.record_follow_up": lambda: missed() | {"kind": "breach"},
        "casework.services.outcomes.record_outcome": lambda: (
            on(date=date(2026, 11, 17)) | {"outcome": ContactOutcome.objects.get(pk="ATTC")}
        ),
        "casework.services.snoozing.put_back": snoozed,
        "casework.services.snoozing.snooze": lambda: line() | {"until": date(2026, 11, 20), "reason": "On leave"},
        "casework.services.enforcement.enforce": lambda: {
            "contact": missed()["contact"],
            "action": EnforcementAction.objects.get(pk="EA02"),
            "taken_on": date(2026, 11, 18),
        },
        "casework.services.notes.add_note": lambda: {"contact": to_come()["contact"], "text": "Asked about work"},
        "casework.services.recording.record_contact": lambda: {
            "contact": ContactFactory.build(**about, date=date(2026, 11, 17), outcome_id="ATTC")
        },
        "casework.services.sessions.change_session": changed,
        "casework.services.sessions.open_session": lambda: {"session": session()},
        "casework.services.sessions.remove_session": opened,
        "casework.services.ways_back.correct_booking": lambda: to_come() | appointment() | {"reason": "Mistyped"},
        "casework.services.ways_back.undo_cancellation": lambda: (
            on(date=date(2026, 11, 25), cancelled_by="service") | {"reason": "Wrong click"}
        ),
        "casework.services.ways_back.undo_rearrangement": lambda: rearranged() | {"reason": "Wrong click"},
        "contacts.services.check_facts": dict,
        "contacts.services.rebuild_facts": dict,
        "interchange.services.import_caseload": lambda: {"directory": write(tmp_path, small_caseload())},
        "interchange.services.codes.import_codes": lambda: {"directory": codes(tmp_path)},
        "staff.services.choose_daily_email": lambda: {"wanted": True},
        "staff.services.record_absence": lambda: {"absence": Absence(**AWAY, user=cast.case_manager)},
        "staff.services.renew_calendar_link": lambda: {"token": "secret"},
        "staff.services.take_back_absence": lambda: {"absence": Absence.objects.create(**AWAY, user=cast.case_manager)},
        "casework.services.workload_reviews.hold_review": to_hold,
        "workload.services.checklists.add_checklist": lambda: {
            "template": ReviewTemplate(starts_on=date(2026, 12, 1), source="Decision 12"),
            "items": [ChecklistItem(question="Is there time for training?")],
        },
        "workload.services.checklists.take_back_checklist": lambda: {
            "template": ReviewTemplate.objects.create(starts_on=date(2026, 12, 1), source="Decision 12")
        },
        "workload.services.plans.add_action": lambda: (
            manages()
            and {
                "action": PlanAction(
                    plan=planned(cast.colleague, cast.team_manager),
                    measure="support",
                    what="A day of coaching",
                    owner=cast.team_manager,
                    due_on=date(2026, 12, 2),
                )
            }
        ),
        "workload.services.plans.decide_escalation": to_decide,
        "workload.services.plans.review_plan": to_review,
        "workload.services.reviews.ask_for_review": lambda: {"words": "Nine reports"},
        "workload.services.reviews.comment_on_review": commented,
        "workload.services.reviews.open_review": lambda: manages() and {"officer": cast.colleague, "note": ""},
        "workload.services.snapshots.take_snapshot": lambda: {"day": date(2026, 11, 17)},
        "workload.services.allowances.end_allowance": lambda: (
            manages()
            and {
                "allowance": held("end_allowance"),
                "ends_on": date(2026, 12, 31),
                "seen": version(held("end_allowance")),
            }
        ),
        "workload.services.allowances.record_allowance": lambda: (
            manages() and {"allowance": Allowance(officer=cast.colleague, kind="marac", points=4, **ahead)}
        ),
        "workload.services.allowances.take_back_allowance": lambda: manages() and {"allowance": held("end_allowance")},
        "casework.services.scenarios.apply_scenario": lambda: tried_by_manager(seen=True),
        "workload.services.scenarios.add_steps": lambda: (
            tried_by_manager() | {"steps": [ScenarioStep(kind="expected", weighs_as="red", number=2)]}
        ),
        "workload.services.scenarios.change_scenario": lambda: (
            tried_by_manager(seen=True) | {"name": "Third", "starts_on": date(2026, 12, 1), "note": ""}
        ),
        "workload.services.scenarios.give_opinion": lambda: (
            tried_by_manager(role=Role.LDU_HEAD, seen=True) | {"agrees": True, "reason": "It is fair"}
        ),
        "workload.services.scenarios.make_scenario": lambda: (
            manages()
            and {
                "scenario": Scenario(
                    team=cast.case_manager.posts.get().team, name="New", starts_on=date(2026, 12, 1), note=""
                )
            }
        ),
        "workload.services.scenarios.remove_step": lambda: (
            (made := tried_by_manager()) | {"step": made["scenario"].steps.get().pk}
        ),
        "workload.services.scenarios.share_scenario": lambda: tried_by_manager(
            state="draft", shared_at=None, made_by=cast.case_manager
        ),
        "workload.services.scenarios.throw_away_scenario": lambda: tried_by_manager(),
        "workload.services.thresholds.end_adjustment": lambda: (
            manages()
            and {
                "adjustment": held("end_adjustment"),
                "ends_on": date(2026, 12, 31),
                "seen": version(held("end_adjustment")),
            }
        ),
        "workload.services.thresholds.record_adjustment": lambda: (
            manages() and {"adjustment": Adjustment(officer=cast.colleague, reason="Split Role", percent=50, **ahead)}
        ),
        "workload.services.thresholds.set_rurality": lambda: (
            manages()
            and {"officer": cast.colleague, "percent": Decimal(10), "seen": version(cast.colleague.posts.get())}
        ),
        "workload.services.thresholds.take_back_adjustment": lambda: (
            manages() and {"adjustment": held("end_adjustment")}
        ),
        "workload.services.weightings.agree_model": lambda: (
            {"model": drafted(cast.administrator), "seen": version(drafted(cast.administrator))}
        ),
        "workload.services.weightings.change_draft": changed_draft,
        "workload.services.weightings.draft_model": lambda: {"model": WorkloadModel(starts_on=date(2027, 1, 1))},
        "workload.services.weightings.take_back_model": agreed_model,
        "workload.services.weightings.throw_away_draft": lambda: {"model": drafted(cast.administrator)},
        "staff.services.change_own_password": lambda: {"password": "a-long-new-password"},
    }


def codes(folder: Path) -> Path:
    """A folder with a file of one new code."""
    (folder / "contact_types.csv").write_text("code,description,location\nNEW1,New type,required\n")
    return folder


# Beside the entry: facts that are right are derived as they were.
WRITES_NO_MORE = {"contacts.services.check_facts", "contacts.services.rebuild_facts"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_leaves_one_entry_with_its_action_and_author(cast, arguments, name):
    given = arguments[name]()
    SERVICES[name](by=cast.case_manager, **given)
    entry = Entry.objects.get()
    assert (entry.action, entry.actor) == (SERVICES[name].audited_action, cast.case_manager)


@pytest.mark.parametrize("name", SERVICES)
def test_what_fails_after_it_was_written_and_entered_leaves_nothing(cast, arguments, name, monkeypatch):
    given = arguments[name]()
    facts.refresh()
    before = every_row()
    record, written = services.record, []

    def record_and_fail(**entry):
        record(**entry)
        written.append(every_row())
        raise RuntimeError("too late")

    monkeypatch.setattr(services, "record", record_and_fail)
    with pytest.raises(RuntimeError, match="too late"):
        SERVICES[name](by=cast.case_manager, **given)
    changed = {table for table in before if before[table] != written[0][table]}
    assert "audit_entry" in changed
    assert len(changed) > 1 or name in WRITES_NO_MORE
    assert every_row() == before


def every_row() -> dict[str, str]:
    """A sum over the rows of each table of the product, history included."""
    models = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models() if model._meta.managed]
    tables = sorted({model._meta.db_table for model in models})
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t" for table in tables
            )
        )
        return dict(cursor.fetchall())


# Beside services and models: what is derived and not entered, uploaded files, what staff keep for
# themselves, a progress bar. The demonstration is no part of production.
WRITE_TOO = {
    "contacts.facts",
    "contacts.calendar",
    "casework.uploads",
    "casework.drafts",
    "casework.recent",
    "interchange.staging",
}
WRITERS = (".save(", ".create(", ".update(", ".delete(", "bulk_create(", "bulk_update(", "get_or_create(")


def test_nobody_else_writes():
    """Saving is the services' work: a page, a command or a selector that saves has no author and no entry."""
    found = []
    for app in set(OWN_APPS) - {"demonstration"}:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if module.name in WRITE_TOO or {"services", "models", "migrations"} & set(module.name.split(".")):
                continue
            # A page's own step of that name calls a service.
            source = (
                Path(import_module(module.name).__file__)
                .read_text(encoding="utf-8")
                .replace("self.save(", "")
                .replace("super().save(", "")
            )
            found += [f"{module.name}: {writer}" for writer in WRITERS if writer in source]
    assert found == []
