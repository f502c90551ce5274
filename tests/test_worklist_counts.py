"""Each count of a worklist is the length of the list behind it, for every kind and both roles."""

import pytest
import time_machine

from alerts.models import Alert, Snooze
from tests.addresses import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_snoozed(one_of_everything):
    """Of each kind one line is snoozed."""
    cast, _ = one_of_everything
    about = {"made_on": "2026-11-18", "until": "2026-11-20", "reason": "Ill", "made_by": cast.case_manager}
    for alert in Alert.objects.open().filter(service_user=cast.own).order_by("kind").distinct("kind"):
        Snooze.objects.create(service_user=cast.own, alert=alert, **about)
    return cast


@pytest.mark.parametrize("who", ["case_manager", "team_manager"])
def test_every_count_is_the_length_of_its_list(some_snoozed, client, who):
    with time_machine.travel(NOW, tick=False):
        client.force_login(getattr(some_snoozed, who), backend="staff.backends.InPostBackend")
        page = client.get("/worklist/")
        tabs = page.context["tabs"]
        assert all(count for _, _, count, _ in tabs[:2])
        for _label, href, count, _current in tabs:
            tab = client.get(href)
            assert tab.context["table"].paginator.count == count
            numbers = [number for _, _, number, _ in tab.context["kinds"]]
            assert count == sum(numbers[1:]) == sum(numbers[:1])
            for _kind, of_kind, number, _chosen in tab.context["kinds"]:
                assert client.get(of_kind).context["table"].paginator.count == number
