"""The first command of a new installation: whoever is made by it signs in and comes to the administration pages."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from staff.models import Role, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NAMES = {"staff_code": "AD1", "first_name": "Gwen", "last_name": "Lewis"}


@pytest.fixture
def create(monkeypatch):
    """Run the command as a script does, which asks nothing."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    return lambda email="Gwen@example.org": call_command("createsuperuser", interactive=False, email=email, **NAMES)


def test_the_first_administrator_signs_in_and_keeps_staff(create, client):
    create()
    user = User.objects.get()
    assert (user.email, user.role, user.post.starts_on) == ("gwen@example.org", Role.ADMINISTRATOR, None)
    signed_in = client.post(reverse("sign_in"), {"username": "gwen@example.org", "password": PASSWORD}, follow=True)
    assert signed_in.redirect_chain[-1][0] == reverse("admin:index")
    assert client.get(reverse("admin:staff_user_add")).status_code == 200


def test_without_a_post_there_is_no_administrator(create, monkeypatch):
    def fail(self, **fields):
        raise RuntimeError("no post")

    monkeypatch.setattr(type(User().posts), "create", fail)
    with pytest.raises(RuntimeError, match="no post"):
        create()
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["gwen@example.org", ""])
def test_nobody_is_made_twice_or_without_an_address(create, email):
    create()
    with pytest.raises(CommandError):
        create(email)
    assert User.objects.count() == 1
