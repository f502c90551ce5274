"""The demonstration caseload: the same for the same arguments, valid, and with everything in it that goes wrong."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from staff.models import Office
from tests.oracle import Caseload, compliance, workload
from tests.oracle.days import add_business_days, is_business_day
from tests.oracle.months import latest_status, not_applicable_reason
from tests.oracle.records import OUTCOMES, REFERENCE, read_csv
from tests.oracle.verdicts import failed_criteria, known_beforehand, verdict
from tests.oracle.workload import current_orders

AS_OF = date(2026, 3, 18)
ROLES = ["case_manager", "team_manager", "ldu_head", "chief_officer", "administrator"]


def make(directory, people=2000, seed=5, as_of=AS_OF):
    call_command("make_caseload", directory, people=people, seed=seed, as_of=as_of)
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.fixture(scope="module")
def caseload(tmp_path_factory):
    directory = tmp_path_factory.mktemp("caseload")
    make(directory)
    return Caseload.read(directory)


def overlap(periods):
    ordered = sorted((start, end or date.max) for start, end in periods)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(ordered))


def periods(rows):
    return [(row["starts_on"], row["ends_on"]) for row in rows]


def test_same_arguments_same_bytes(tmp_path):
    first = make(tmp_path / "first", people=60)
    assert make(tmp_path / "second", people=60) == first
    assert len(first) == 10
    assert make(tmp_path / "third", people=60, seed=6)["contacts.csv"] != first["contacts.csv"]


def test_one_person_is_enough(tmp_path):
    make(tmp_path, people=1)
    assert len(Caseload.read(tmp_path).service_users) == 1


@pytest.mark.parametrize("as_of", [date(2028, 12, 1), date(2012, 6, 1)])
def test_days_without_known_bank_holidays_are_refused(tmp_path, as_of):
    with pytest.raises(CommandError, match="Bank holidays are known from"):
        make(tmp_path / "made", as_of=as_of)
    assert not (tmp_path / "made").exists()


def test_keys_and_references(caseload):
    assert len(caseload.service_users) == 2000
    assert all(re.fullmatch(r"[A-Z]\d{6}", crn) for crn in caseload.service_users)
    emails = [row["email"] for row in caseload.staff.values()]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith("@example.org") for email in emails)
    references = Counter(contact["contact_ref"] for contact in caseload.contacts)
    assert max(references.values()) == 1
    types = {row["code"] for row in read_csv(REFERENCE / "contact_types.csv")}
    requirements = {row["code"] for row in read_csv(REFERENCE / "requirement_categories.csv")}
    assert {contact["code"] for contact in caseload.contacts} <= types
    assert {contact["outcome"] for contact in caseload.contacts} <= {*OUTCOMES, None}
    for orders in caseload.orders.values():
        assert {code for order in orders for code in (order["requirements"] or "").split(";") if code} <= requirements
    for user in caseload.service_users.values():
        assert user["office"] in caseload.offices
    for table in (caseload.allocations, caseload.designations, caseload.contacts_of):
        for crn, rows in table.items():
            assert crn in caseload.service_users
            assert {row["staff_code"] for row in rows} <= set(caseload.staff)


def test_nothing_overlaps_or_ends_before_it_starts(caseload):
    for crn in caseload.service_users:
        orders, custody = caseload.orders[crn], caseload.custody[crn]
        assert all(order["starts_on"] <= order["ends_on"] for order in orders)
        assert all(order["terminated_on"] is None or order["starts_on"] <= order["terminated_on"] for order in orders)
        designations = defaultdict(list)
        for row in caseload.designations[crn]:
            designations[row["staff_code"]].append(row)
        for rows in (custody, caseload.allocations[crn], *designations.values()):
            assert all(start <= (end or date.max) for start, end in periods(rows))
            assert not overlap(periods(rows))
        reviewed = [review["reviewed_on"] for review in caseload.brag[crn]]
        assert len(set(reviewed)) == len(reviewed)
        assert all(day <= AS_OF for day in reviewed)


def test_contacts_are_what_the_import_accepts(caseload):
    crn_of = {contact["contact_ref"]: contact["crn"] for contact in caseload.contacts}
    for contact in caseload.contacts:
        outcome = OUTCOMES.get(contact["outcome"])
        attended = outcome is not None and outcome["attended"] == "Y"
        assert contact["start_time"] < contact["end_time"]
        assert is_business_day(contact["date"])
        assert contact["start_time"].hour >= 9
        assert contact["start_time"].minute % 15 == 0
        if contact["date"] > AS_OF and outcome:
            assert (outcome["attended"], outcome["complied"]) == ("N", "Y")
        assert not (attended and (contact["cancelled_by"] or contact["follow_up"]))
        assert (contact["follow_up"] is None) == (contact["follow_up_on"] is None)
        if contact["follow_up"]:
            assert outcome is not None
            assert contact["follow_up_on"] <= AS_OF
            assert contact["follow_up_on"] >= contact["date"] or known_beforehand(contact)
        if contact["follow_up_ref"]:
            assert crn_of[contact["follow_up_ref"]] == contact["crn"]
            assert contact["follow_up_ref"] != contact["contact_ref"]
        if contact["notice_issued_at"]:
            assert contact["notice_issued_at"].date() <= AS_OF


def test_an_appointment_is_at_an_office_as_the_forms_know_it_at_home_or_nowhere(caseload):
    offices = [
        Office(name=row["office"], address=row["address"], phone=row["phone"]) for row in caseload.offices.values()
    ]
    assert all(office.is_ready for office in offices)
    places = {office.place for office in offices}
    for contact in caseload.contacts:
        home = caseload.service_users[contact["crn"]]["address"]
        expected = {"COPT": {None}, "CHVS": {home}}.get(contact["code"], places)
        assert contact["place"] in expected


def test_diaries_seldom_clash(caseload):
    days = defaultdict(list)
    for contact in caseload.contacts:
        if contact["code"] != "APAT":  # a group: its people come at one time
            days[contact["staff_code"], contact["date"]].append((contact["start_time"], contact["end_time"]))
    clashes = sum(later[0] < earlier[1] for times in map(sorted, days.values()) for earlier, later in pairwise(times))
    assert clashes < len(caseload.contacts) / 200


def test_the_organisation(caseload):
    staff = list(caseload.staff.values())
    assert [row["role"] for row in staff[:5]] == ROLES
    case_manager, team_manager, ldu_head = staff[:3]
    assert team_manager["team"] == case_manager["team"]
    assert case_manager["ldu"] == team_manager["ldu"] == ldu_head["ldu"]
    held = [row["staff_code"] for rows in caseload.allocations.values() for row in rows if not row["ends_on"]]
    assert 38 <= held.count(case_manager["staff_code"]) <= 55
    teams, managers, heads = Counter(), Counter(), Counter()
    for row in staff:
        if row["role"] == "case_manager" and not row["ends_on"]:
            teams[row["ldu"], row["team"]] += 1
        elif row["role"] == "team_manager":
            managers[row["ldu"], row["team"]] += 1
        elif row["role"] == "ldu_head":
            heads[row["ldu"]] += 1
    assert set(teams.values()) <= set(range(6, 11))
    assert managers == dict.fromkeys(teams, 1)
    assert heads == dict.fromkeys({office["ldu"] for office in caseload.offices.values()}, 1)
    assert len(heads) >= 4
    assert len({office["division"] for office in caseload.offices.values()}) >= 3


def test_the_brag_mix(caseload):
    current = [crn for crn in caseload.service_users if current_orders(caseload, crn, AS_OF)]
    statuses = Counter(latest_status(caseload, crn, AS_OF) for crn in current)
    expected = {"red": 8, "red_amber": 17, "amber": 40, "green": 25, "blue": 10}
    for status, share in expected.items():
        assert statuses[status] / len(current) == pytest.approx(share / 100, abs=0.03)
    assert 0 < statuses[None] < len(current) / 20
    assert any(
        user["iom"] == "Y" and latest_status(caseload, crn, AS_OF) in ("green", "amber")
        for crn, user in caseload.service_users.items()
    )


def test_most_months_are_met(caseload):
    columns, rows = compliance(caseload, "2026-01", AS_OF, "ldu")
    figures = [dict(zip(columns, row, strict=True)) for row in rows]
    met, applicable = (sum(int(row[name]) for row in figures) for name in ("met", "applicable"))
    assert 0.90 < met / applicable < 0.97
    percents = [float(row["percent"]) for row in figures]
    assert min(percents) < 88
    assert max(percents) > 96


def test_workloads_spread(caseload):
    columns, rows = workload(caseload, AS_OF, "case_manager")
    indicator, band = columns.index("indicator"), columns.index("band")
    indicators = [float(row[indicator]) for row in rows if row[indicator]]
    assert min(indicators) < 80
    assert max(indicators) > 110
    assert {"has_capacity", "near", "over", "well_over", "no_capacity", "unallocated"} == {row[band] for row in rows}


def test_everything_that_goes_wrong_is_there(caseload):
    failed, verdicts = Counter(), Counter()
    for contact in caseload.contacts:
        failed.update(failed_criteria(caseload, contact))
        verdicts[verdict(caseload, contact, AS_OF)] += 1
    assert set(failed) == {
        "code",
        "written_notice",
        "not_cancelled",
        "thirty_minutes",
        "case_manager",
        "distinct",
    }
    assert set(verdicts) == {
        "counts_attended",
        "counts_followed_up",
        "pending_follow_up",
        "no_follow_up",
        "pending_outcome",
        "booked",
        "not_an_offer",
    }
    reasons = {not_applicable_reason(caseload, crn, "2026-02") for crn in caseload.service_users}
    assert reasons >= {"office_not_live", "no_in_scope_order", "part_month", "custody", "blue", None}
    follow_ups = [contact for contact in caseload.contacts if contact["follow_up"]]
    assert any(contact["follow_up_on"] < contact["date"] for contact in follow_ups)
    assert any(contact["follow_up_on"] > add_business_days(contact["date"], 5) for contact in follow_ups)
    assert {contact["follow_up"] for contact in follow_ups} == {"further_appointment", "breach", "recall", "warrant"}
    assert {contact["cancelled_by"] for contact in caseload.contacts} == {None, "service", "service_user"}
    assert {"APAT", "CHVS", "COAI", "COAP", "COPT"} == {contact["code"] for contact in caseload.contacts}
    assert any(contact["date"] == AS_OF for contact in caseload.contacts)
    assert max(contact["date"] for contact in caseload.contacts) > AS_OF + timedelta(days=35)
