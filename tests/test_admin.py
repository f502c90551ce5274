"""Administrators keep users and reference data in the admin; each of their writes has its author."""

import pytest
from django.urls import reverse

from audit.models import Entry
from contacts.models import ContactStandard, ContactType
from staff.models import Office, Team, User
from tests.admin_pages import fields_of
from tests.factories import TeamFactory
from workload.models import AdjustmentReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.administrator)


def test_nobody_else_gets_in(cast, sign_in):
    assert sign_in(cast.chief_officer).get(reverse("admin:index")).status_code == 302


def test_no_case_data_is_in_it(admin):
    page = admin.get(reverse("admin:index")).content.decode()
    assert "Contact standards" in page
    assert "Service users" not in page
    assert "Allocations" not in page


def test_why_a_threshold_is_adjusted_is_not_in_it(admin):
    page = admin.get(reverse("admin:index")).content.decode()
    assert "Reasons for adjustments" in page
    assert "/admin/workload/adjustment/" not in page


def test_what_a_case_weighs_is_not_changed_in_it(admin):
    assert "/admin/workload/workloadmodel/" not in admin.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("model", [Office, User, ContactType, ContactStandard, AdjustmentReason])
def test_lists_and_forms_open(admin, model, cast):
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert admin.get(reverse(f"{address}_changelist")).status_code == 200
    assert admin.get(reverse(f"{address}_change", args=[model.objects.first().pk])).status_code == 200


def test_a_change_leaves_an_entry_with_its_fields_and_no_values(admin, cast):
    address = reverse("admin:staff_office_change", args=[cast.own.office.pk])
    answers = fields_of(admin.get(address)) | {"address": "9 Fore Street, NP20 4AA"}
    assert admin.post(address, answers).status_code == 302
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.target) == (cast.administrator, "change office", cast.own.office)
    assert "Fore Street" not in str(entry.facts)


# The team's page has a table for it, which is empty.
NO_ESTABLISHMENT = {"establishments-TOTAL_FORMS": "0", "establishments-INITIAL_FORMS": "0"}


def test_what_is_added_leaves_an_entry(admin, cast):
    added = {"name": "Newport 9", "ldu": cast.own.office.ldu.pk, **NO_ESTABLISHMENT}
    assert admin.post(reverse("admin:staff_team_add"), added).status_code == 302
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.target) == (
        cast.administrator,
        "add team",
        Team.objects.get(name="Newport 9"),
    )


def test_what_is_deleted_leaves_an_entry(admin, cast):
    team = TeamFactory(name="Newport 9")
    assert admin.post(reverse("admin:staff_team_delete", args=[team.pk]), {"post": "yes"}).status_code == 302
    assert not Team.objects.filter(pk=team.pk).exists()
    entry = Entry.objects.get()
    assert (entry.actor, entry.action, entry.facts["key"]) == (cast.administrator, "delete team", str(team.pk))


def test_each_of_several_that_are_deleted_leaves_an_entry(admin, cast):
    teams = [TeamFactory(name=name).pk for name in ("Newport 8", "Newport 9")]
    chosen = {"action": "delete_selected", "_selected_action": teams, "post": "yes"}
    assert admin.post(reverse("admin:staff_team_changelist"), chosen).status_code == 302
    assert {entry.facts["key"] for entry in Entry.objects.filter(action="delete team")} == set(map(str, teams))


def test_a_password_that_is_set_leaves_an_entry(admin, cast):
    address = reverse("admin:auth_user_password_change", args=[cast.case_manager.pk])
    new = {"password1": "a-long-new-password", "password2": "a-long-new-password", "usable_password": "true"}
    assert admin.post(address, new).status_code == 302
    assert cast.case_manager.check_password("a-long-new-password") is False
    cast.case_manager.refresh_from_db()
    assert cast.case_manager.check_password("a-long-new-password")
    assert Entry.objects.get().action == "change member of staff"


def test_a_role_without_its_place_is_refused_beside_the_field(admin, cast):
    address = reverse("admin:staff_user_change", args=[cast.case_manager.pk])
    answers = fields_of(admin.get(address))
    answers.pop("posts-0-team")
    response = admin.post(address, answers)
    assert "Select the team" in response.content.decode()


@pytest.fixture
def newcomer(admin, cast):
    """What an administrator fills in for a new case manager, with what the form offers for the rest."""
    address = reverse("admin:staff_user_add")
    answers = fields_of(admin.get(address)) | {
        "email": "Tomos@example.org",
        "password1": "a-long-new-password",
        "password2": "a-long-new-password",
        "usable_password": "true",
        "staff_code": "CM9",
        "first_name": "Tomos",
        "last_name": "Bevan",
        "posts-0-role": "case_manager",
        "posts-0-team": cast.case_manager.post.team_id,
        "posts-0-office": cast.case_manager.post.office_id,
    }
    return lambda **changes: admin.post(address, {k: v for k, v in (answers | changes).items() if v is not None})


def test_a_new_case_manager_is_full_time_and_in_the_ldu_of_the_team(newcomer, cast):
    assert newcomer().status_code == 302
    post = User.objects.get(staff_code="CM9").post
    assert (post.weekly_hours, post.ldu, post.division) == (
        37,
        cast.case_manager.post.ldu,
        cast.case_manager.post.division,
    )


@pytest.mark.parametrize("left_out", ["team", "office", "role"])
def test_a_new_case_manager_needs(newcomer, left_out):
    response = newcomer(**{f"posts-0-{left_out}": None})
    assert response.context["inline_admin_formsets"][0].formset.errors[0][left_out]
    assert not User.objects.filter(staff_code="CM9").exists()


def test_a_team_that_posts_name_stays_in_its_ldu(admin, cast):
    team = cast.case_manager.post.team
    address = reverse("admin:staff_team_change", args=[team.pk])
    response = admin.post(address, {"name": team.name, "ldu": cast.other_ldu_head.post.ldu.pk, **NO_ESTABLISHMENT})
    assert "instead" in response.context["adminform"].form.errors["ldu"][0]
    assert admin.post(address, {"name": "Another name", "ldu": team.ldu.pk, **NO_ESTABLISHMENT}).status_code == 302


@pytest.mark.parametrize(
    "role, left_out, message",
    [
        ("team_manager", "team", "Select the team. Case managers and team managers need one."),
        ("ldu_head", "ldu", "Select the LDU that this person heads"),
        ("chief_officer", "division", "Select the division of the chief officer"),
    ],
)
def test_a_new_manager_needs_a_place(newcomer, role, left_out, message):
    response = newcomer(**{"posts-0-role": role, "posts-0-team": None})
    assert response.context["inline_admin_formsets"][0].formset.errors[0][left_out] == [message]
    assert not User.objects.filter(staff_code="CM9").exists()


def test_two_posts_that_share_a_day_are_refused(newcomer):
    second = {"posts-TOTAL_FORMS": 2, "posts-1-role": "administrator", "posts-1-weekly_hours": 37}
    response = newcomer(**second, **{"posts-1-starts_on": "2026-11-02"})
    assert "Two posts share a day" in response.content.decode()
    first_ends = {"posts-0-ends_on": "2026-11-01", "posts-1-starts_on": "2026-11-02"}
    assert newcomer(**second, **first_ends).status_code == 302


def test_the_meaning_of_a_code_is_fixed(admin):
    response = admin.get(reverse("admin:contacts_contacttype_change", args=["COAP"]))
    assert list(response.context["adminform"].form.fields) == ["retired_on", "description", "is_group"]


def test_entries_are_read_only(admin, cast):
    address = reverse("admin:staff_office_change", args=[cast.own.office.pk])
    admin.post(address, fields_of(admin.get(address)) | {"phone": "01633 960123"})
    entry = reverse("admin:audit_entry_change", args=[Entry.objects.get().pk])
    assert admin.get(entry).status_code == 200
    assert admin.post(entry, {"action": "nothing"}).status_code == 403
