"""What every test may ask for: a small cast with fixed rights, and a browser where the machine has one."""

import os
import shutil

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import override_settings
from hypothesis import settings as of_hypothesis
from pytest_django.plugin import blocking_manager_key

from casemgmt.garbage import look_less_often
from cases.models import ReferralKind, RequirementCategory
from contacts import calendar, facts
from contacts.measure import Measure
from contacts.models import ContactOutcome, ContactStandard, ContactType, EnforcementAction
from contacts.wording import Wording
from tests.cast import Cast, RememberedCast
from tests.everything import everything
from workload.models import AdjustmentReason, ChecklistItem, ReviewTemplate, WorkloadModel

# Playwright's own loop must not stop the test from asking the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# How long an example takes says nothing of the rule, and much of what else the machine does.
of_hypothesis.register_profile("untimed", deadline=None)
of_hypothesis.load_profile("untimed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

PLAIN = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# What migrations bring, which a test that commits empties with everything else.
REFERENCE_DATA = [
    RequirementCategory, ReferralKind, ContactOutcome, ContactType, ContactType.outcomes.through, EnforcementAction,
    ContactStandard, WorkloadModel, AdjustmentReason,
    Measure, Wording, ReviewTemplate, ChecklistItem,
]  # fmt: skip
kept: list[list[Model]] = []


def pytest_collection_finish():
    """The tests have been read. Looking through them for garbage, again and again, is a sixth of the suite's time."""
    look_less_often()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that commits, and the flush that follows it, the reference data is there again."""
    result = yield
    database = item.get_closest_marker("django_db")
    if nextitem and database and database.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            for rows in kept:
                type(rows[0]).objects.bulk_create(rows)
            calendar.fill()
            facts.keep_up()
    return result


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, let go of by everybody at the end: the browser's event loop keeps a connection of its own."""
    with django_db_blocker.unblock():
        kept.extend(list(model.objects.all()) for model in REFERENCE_DATA)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@pytest.fixture(autouse=True)
def bank_holidays_as_they_are():
    """What an earlier test changed about them was taken back with the rest of it."""
    calendar.forget()


@pytest.fixture(autouse=True)
def plain_password_hashes(settings):
    """Argon2 is slow on purpose; the tests sign in often."""
    settings.PASSWORD_HASHERS = PLAIN


@pytest.fixture(scope="session")
def remembered_cast(django_db_setup, django_db_blocker) -> RememberedCast:
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=PLAIN):
        return RememberedCast()


@pytest.fixture
def cast(db, remembered_cast) -> Cast:
    return remembered_cast.enter()


@pytest.fixture(scope="module")
def one_of_everything(django_db_setup, django_db_blocker):
    """The cast with one of everything, and the address of each view, for tests that take back what they do."""
    with django_db_blocker.unblock(), everything(times=1) as found:
        yield found


@pytest.fixture
def sign_in(client):
    """Sign a member of staff in; returns the client."""

    def as_user(user):
        client.force_login(user, backend="staff.backends.InPostBackend")
        return client

    return as_user


@pytest.fixture
def nia(cast, sign_in):
    """The browser of Nia, the case manager of the cast, signed in."""
    return sign_in(cast.case_manager)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: apt install chromium")
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet}


def storages_in(folder) -> dict:
    """The setting that has uploads kept in a folder."""
    kept_in = {**settings.STORAGES["uploads"]["OPTIONS"], "location": folder}
    return {**settings.STORAGES, "uploads": {**settings.STORAGES["uploads"], "OPTIONS": kept_in}}


@pytest.fixture(scope="session", autouse=True)
def uploads_elsewhere(tmp_path_factory):
    """What tests upload lies in a folder of theirs."""
    with override_settings(STORAGES=storages_in(tmp_path_factory.mktemp("uploads"))):
        yield


@pytest.fixture
def uploads_of_its_own(tmp_path):
    """The folder of a test that looks into it."""
    with override_settings(STORAGES=storages_in(tmp_path / "uploads")):
        yield tmp_path / "uploads"
