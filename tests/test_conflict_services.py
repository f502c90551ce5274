"""Deciding about a conflict: keep what is recorded here, or take what the file says, and what follows from either."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time

import pytest
import time_machine
from django.db import transaction

from alerts.models import Alert
from alerts.scan import scan_contacts
from audit.models import Entry
from cases.models import Custody, FileValue, Stale
from casework.conflicts import conflicts_of
from casework.services.conflicts import ConflictChanged, keep_ours, use_file
from casework.services.refusals import Refused
from contacts import facts
from contacts.models import Contact, ContactFact
from tests.at_once import together, until_somebody_waits
from tests.conflicts import in_conflict
from tests.factories import ContactFactory, UserFactory, person
from tests.test_import_beside_work import again, files, here, in_december

__all__ = ["files", "in_december"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def attended(cast):
    """An appointment of Tuesday that was attended, says the record; the file says that it was not."""
    contact = ContactFactory(
        service_user=cast.own, officer=cast.case_manager, date=date(2018, 12, 18), outcome_id="ATTC", noticed=True
    )
    in_conflict(contact, outcome_id="UAAB")
    facts.refresh()
    return contact


def of_people():
    """What is kept of the files about people."""
    return FileValue.objects.exclude(service_user=None)


def chosen(user, record):
    """The arguments of a service about the conflict of the record."""
    whose = record.service_user
    [conflict] = [each for each in conflicts_of(whose, user) if each.record == record]
    table, pk = conflict.key
    return {"by": user, "person": whose, "table_name": table, "record": pk, "seen": conflict.version}


def test_what_is_recorded_here_stays_and_the_file_has_been_heard(cast, attended):
    assert keep_ours(**chosen(cast.case_manager, attended)) == attended
    assert Contact.objects.get().outcome_id == "ATTC"
    held = of_people().get()
    assert (held.value, held.conflict_since) == ("UAAB", None)


def test_the_files_values_take_the_place_of_ours_which_history_keeps(cast, attended):
    use_file(**chosen(cast.case_manager, attended))
    assert Contact.objects.get().outcome_id == "UAAB"
    assert not of_people().exists()
    former = Contact.pgh_event_model.objects.get()
    assert (former.outcome_id, former.pgh_context.metadata["actor"]) == ("ATTC", cast.case_manager.pk)
    assert Entry.objects.get().target == attended


def test_facts_and_alerts_follow(cast, attended):
    scan_contacts(by=None, as_of=date(2018, 12, 21))
    assert Alert.objects.open().filter(kind="file_conflict").exists()
    assert ContactFact.objects.get().worth == "attended"
    use_file(**chosen(cast.case_manager, attended))
    assert ContactFact.objects.get().worth == "missed"
    assert not Stale.objects.exists()
    kinds = set(Alert.objects.open().filter(service_user=cast.own).values_list("kind", flat=True))
    assert "follow_up_due" in kinds
    assert "file_conflict" not in kinds


def test_the_alert_closes_when_ours_is_kept(cast, attended):
    scan_contacts(by=None, as_of=date(2018, 12, 21))
    keep_ours(**chosen(cast.case_manager, attended))
    assert not Alert.objects.open().filter(kind="file_conflict").exists()


def test_a_notice_lapses_as_with_an_import(cast, attended):
    keep_ours(**chosen(cast.case_manager, attended))
    in_conflict(attended, start_time="14:00:00", end_time="14:30:00")
    use_file(**chosen(cast.case_manager, attended))
    contact = Contact.objects.get()
    assert (contact.start_time, contact.end_time, contact.notice_current) == (time(14), time(14, 30), False)


def test_what_changes_is_not_remembered_and_what_is_changed_afterwards_is(cast, attended):
    use_file(**chosen(cast.case_manager, attended))
    Contact.objects.update(place="Cwmbran")
    assert of_people().get().column_name == "place"


def test_columns_that_belong_together_are_taken_together(cast, attended):
    """Changed here after the file was read: taking its outcome leaves nothing of ours beside it."""
    Contact.objects.update(cancelled_by="service", cancellation_reason="Strike")
    attended.refresh_from_db()
    use_file(**chosen(cast.case_manager, attended))
    contact = Contact.objects.get()
    assert (contact.outcome_id, contact.cancelled_by) == ("UAAB", "")


def test_other_records_in_conflict_wait(cast, attended):
    in_conflict(cast.own, phone="01633 960123")
    use_file(**chosen(cast.case_manager, attended))
    assert FileValue.objects.in_conflict().get().column_name == "phone"


def test_a_decision_that_is_sent_twice_is_made_once(cast, attended):
    asked = chosen(cast.case_manager, attended)
    assert use_file(**asked)
    assert use_file(**asked) is None
    assert keep_ours(**asked) is None
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("service", [keep_ours, use_file])
@pytest.mark.parametrize("changes", [{"outcome_id": "AFTC"}, {"follow_up": "breach", "follow_up_on": "2018-12-19"}])
def test_what_was_not_seen_is_not_decided_about(cast, attended, service, changes):
    Contact.objects.update(outcome_id="AAME")
    attended.refresh_from_db()
    asked = chosen(cast.case_manager, attended)
    Contact.objects.update(**changes)
    with pytest.raises(ConflictChanged):
        service(**asked)
    assert FileValue.objects.in_conflict().exists()
    assert not Entry.objects.exists()


def test_values_that_fit_nothing_change_nothing(cast):
    first, second = (
        Custody(service_user=cast.own, starts_on=date(2018, month, 1), ends_on=end)
        for month, end in ((3, date(2018, 3, 31)), (5, date(2018, 5, 31)))
    )
    first.save()
    second.save()
    in_conflict(first, ends_on="2018-05-15")
    with pytest.raises(Refused, match="Custody from 1 March 2018"):
        use_file(**chosen(cast.case_manager, first))
    first.refresh_from_db()
    assert first.ends_on == date(2018, 3, 31)
    assert FileValue.objects.in_conflict().get().value == "2018-05-15"


def test_every_kind_of_value_is_taken(cast, attended):
    further = ContactFactory(service_user=cast.own, officer=cast.colleague, date=date(2018, 12, 28))
    said = {
        "officer_id": cast.colleague.pk, "type_id": "COAI", "date": "2018-12-19", "end_time": None, "place": "Usk",
        "notice_issued_at": "2018-12-10T09:00:00", "slip_uploaded": False, "outcome_id": "UAAB",
        "follow_up": "further_appointment", "follow_up_on": "2018-12-20", "follow_up_contact_id": further.pk,
    }  # fmt: skip
    in_conflict(attended, **said)
    use_file(**chosen(cast.case_manager, attended))
    contact = Contact.objects.get(pk=attended.pk)
    assert (contact.officer, contact.type_id, contact.date) == (cast.colleague, "COAI", date(2018, 12, 19))
    assert (contact.end_time, contact.place, contact.slip_uploaded) == (None, "Usk", False)
    assert contact.notice_issued_at.isoformat() == "2018-12-10T09:00:00"
    assert (contact.follow_up_on, contact.follow_up_contact) == (date(2018, 12, 20), further)


def test_an_import_afterwards_says_nothing_new(tmp_path, files):
    """Kept or taken: the same files stay quiet, though they say in part what is recorded here."""
    here(outcome_id="UAAB", follow_up="breach", follow_up_on="2018-12-12")
    files["contacts"][4] |= {"outcome": "AAME", "follow_up": "breach", "follow_up_on": "2018-12-12"}
    assert again(tmp_path, files) == (0, 1)
    contact = Contact.objects.get(contact_ref="C5")
    officer = contact.officer
    assert {each.column_name for each in FileValue.objects.filter(record=contact.pk)} == {"outcome_id"}
    keep_ours(**chosen(officer, contact))
    assert again(tmp_path, files) == (0, 0)
    files["contacts"][4]["outcome"] = "AAHO"
    assert again(tmp_path, files) == (0, 1)
    use_file(**chosen(officer, contact))
    assert again(tmp_path, files) == (0, 0)
    assert Contact.objects.get(contact_ref="C5").outcome_id == "AAHO"


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_do_not_both():
    with time_machine.travel("2018-12-21 09:00"):
        officer = UserFactory()
        somebody = person(officer)
        contact = in_conflict(ContactFactory(service_user=somebody, officer=officer), outcome_id="UAAB")
        asked = chosen(officer, contact)
        decided = together(lambda: keep_ours(**asked), lambda: use_file(**asked))
    assert sorted(each is None for each in decided) == [False, True]
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_for_an_import_and_sees_what_it_brought():
    with time_machine.travel("2018-12-21 09:00"), ThreadPoolExecutor(1) as pool:
        officer = UserFactory()
        contact = ContactFactory(service_user=person(officer), officer=officer, outcome_id="ATTC")
        asked = chosen(officer, in_conflict(contact, outcome_id="UAAB"))
        with transaction.atomic():
            Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
            deciding = pool.submit(together, lambda: use_file(**asked), but=ConflictChanged)
            until_somebody_waits()
            in_conflict(contact, outcome_id="AAME")
        [answer] = deciding.result()
    assert isinstance(answer, ConflictChanged)
    assert Contact.objects.get().outcome_id == "ATTC"
    assert of_people().get().value == "AAME"
