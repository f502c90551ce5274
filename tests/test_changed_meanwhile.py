"""A page knows the version of the contact that it showed: whatever changes of it, its form is not taken any more."""

import pytest

from casework.services.refusals import version
from contacts.models import Contact
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

COLUMNS = [field.attname for field in Contact._meta.concrete_fields]


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_changes_it(column):
    contact = ContactFactory()
    before = version(contact)
    setattr(contact, column, "another value")
    assert version(contact) != before


def test_two_readings_of_one_state_are_one_version():
    contact = ContactFactory(noticed=True, outcome_id="UAAB")
    first, second = (Contact.objects.get(pk=contact.pk) for _ in range(2))
    assert version(first) == version(second)
