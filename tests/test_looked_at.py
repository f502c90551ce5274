"""Each look at a person is told of: who looked, at whom, on which page. A look that was refused is none."""

import pytest
import time_machine

from cases.gate import looked_at
from tests.addresses import NOW, PERSONS, address, roles_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def looks():
    """What is told while the test runs."""
    told = []

    def note(sender, *, by, person, page, **kwargs):
        told.append((by, person, page))

    looked_at.connect(note)
    yield told
    looked_at.disconnect(note)


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_page_about_a_person_tells_of_the_look(sign_in, cast, looks, name):
    looking = getattr(cast, roles_of(name)[0])
    assert sign_in(looking).get(address(name, cast.own, cast.case_manager)).status_code == 200
    assert set(looks) == {(looking, cast.own, name)}


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_look_that_was_refused_is_not_told_of(nia, cast, looks, name):
    assert nia.get(address(name, cast.other_team, cast.case_manager)).status_code == 404
    assert looks == []
