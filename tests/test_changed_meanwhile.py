"""A page knows the version of the contact that it showed: whatever changes of it, its form is not taken any more."""

import pytest
import time_machine

from audit.models import Entry
from casework.services.refusals import version
from contacts.models import Contact
from tests.addresses import NOW, OF_NO_CONTACT, address
from tests.appointments import ANSWERS, filled_in
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db

# What is about no contact yet or none at all, and what stands beside whatever a contact has become.
OF_NO_VERSION = OF_NO_CONTACT | {"add_note", "enforce", "snooze"}
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


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - OF_NO_VERSION))
def test_no_form_about_a_contact_that_has_changed_is_taken(cast, sign_in, name):
    with time_machine.travel(NOW):
        browser, page = sign_in(cast.case_manager), address(name, cast.own, cast.case_manager)
        form = filled_in(browser, name, page, cast.case_manager)
        Contact.objects.update(place="Cwmbran")
        before = version(Contact.objects.order_by("pk")[0])
        response = browser.post(page, form)
    assert response.context["form"].non_field_errors()
    assert version(Contact.objects.order_by("pk")[0]) == before
    assert not Entry.objects.exists()
