"""Whatever happens to the records, what is kept of them equals what they say now, and no answer is ever stale."""

from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from base.months import Month
from cases.models import Stale
from contacts import facts
from contacts.models import Contact, FactsBasis
from reports.figures import figures
from reports.selectors import people_of
from staff.models import Division, Ldu, Team, User
from staff.units import Unit
from tests.answers import load
from tests.measures import change_measure, in_the_database
from tests.oracle.days import days_of
from tests.steps import STEPS, World, take
from tests.strategies import examples, write_caseload
from tests.strategies.days import days_to_ask

NONE = {"contact_facts": 0, "month_facts": 0, "figure_facts": 0}
OF_PERSON = ("crn", "reason", "result", "brag", "officer", "post")
OF_CONTACT = ("contact_ref", "failing", "worth", "follow_up_due", "verdict")

made = settings(
    max_examples=8,
    deadline=None,
    # Not shrunk: each example costs an import, and the steps already say what happened.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def undone():
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(world):
    """What is said, on a day, of a part of the organisation or of every contact."""
    as_of = world.random.choice(days_to_ask(world.example.month))
    unit = world.random.choice([None, *map(world.one, (Division, Ldu, Team, User))])
    unit = Unit.of(unit) if unit else None
    month = Month.parse(world.example.month)
    asked = world.random.choice(["figures", "people", "contacts"])
    if asked == "figures":
        return figures([month.previous, month, month.next], as_of, unit)
    if asked == "people":
        return list(people_of(unit, month, as_of).values_list(*OF_PERSON))
    return list(facts.judged(Contact.objects.order_by("pk"), as_of).values_list(*OF_CONTACT))


def assert_equal(world, seed):
    assert facts.differences() == NONE
    stored = answer(world._replace(random=Random(seed)))
    with undone():
        FactsBasis.objects.all().delete()
        assert answer(world._replace(random=Random(seed))) == stored


def refresh_some(random):
    """Everybody who is stale, one of them, or nobody."""
    stale = sorted(set(Stale.objects.values_list("service_user", flat=True)))
    facts.refresh(random.choice([None, stale[:1], stale[-1:], []]))


@pytest.mark.django_db
@pytest.mark.parametrize("policy", ["further_appointment", "any_action"])
def test_after_every_step_kept_and_live_are_equal(policy, tmp_path_factory):
    change_measure(follow_up=policy)
    steps = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 2**32)), min_size=1, max_size=16)

    @made
    @given(examples(min_people=3, max_people=6), steps)
    def stay_equal(example, steps):
        world = World(example, tmp_path_factory.mktemp("caseload"), Random(0))
        write_caseload(world.folder, example.files)
        today = max(example.as_of, days_of(example.month)[-1] + timedelta(days=2))
        with undone(), time_machine.travel(f"{today} 11:00", tick=False):
            in_the_database(example.measures)
            load(world.folder)
            for name, seed in steps:
                if take(name, seed, world):
                    assert_equal(world, seed)
                    refresh_some(Random(seed))
                    assert_equal(world, seed + 1)
            facts.refresh()
            assert not Stale.objects.exists()
            assert_equal(world, 0)

    stay_equal()
