"""Two who decide about a temporary measure at the same moment: one decides, the other is told, and nothing is lost."""

from datetime import date

import pytest
import time_machine

from audit.models import Entry
from casework.services import oversight as services
from casework.services.refusals import ChangedMeanwhile, Refused
from contacts.models import Contact
from contacts.oversight import Oversight
from tests.addresses import waiting_oversight
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@time_machine.travel("2026-11-18 09:00")
def test_one_agrees_while_another_refuses(cast):
    seen = str(waiting_oversight(cast.own, cast.case_manager).pk)
    about = {"service_user": cast.own, "seen": seen}
    found = together(
        lambda: services.agree_oversight(by=cast.team_manager, reason="It is safe", **about),
        lambda: services.refuse_oversight(by=cast.ldu_head, reason="Too soon", **about),
        but=Refused,
    )
    [decided] = [each for each in found if isinstance(each, Oversight)]
    [told] = [each for each in found if isinstance(each, ChangedMeanwhile)]
    assert str(decided.decided_by) in str(told)
    assert "Your decision has not been saved." in str(told)
    kept = Oversight.objects.get()
    assert (kept.state, kept.decision_reason) == (decided.state, decided.decision_reason)
    assert Contact.objects.count() == (kept.state == "agreed")
    assert Entry.objects.count() == 1


@time_machine.travel("2026-11-18 09:00")
def test_one_agrees_while_it_is_taken_back(cast):
    waiting = waiting_oversight(cast.own, cast.case_manager)
    about = {"service_user": cast.own, "seen": str(waiting.pk)}
    together(
        lambda: services.agree_oversight(by=cast.team_manager, reason="It is safe", **about),
        lambda: services.end_oversight(by=cast.case_manager, oversight=waiting, reason="Typing error"),
        but=Refused,
    )
    # Agreed and then ended from today, or taken back first: it holds on no day.
    assert not Oversight.objects.in_force(date(2026, 11, 18)).exists()
    assert Oversight.objects.get().state == "ended"
