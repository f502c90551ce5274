from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction

from audit.admin import AuditedAdmin
from staff.models import Division, Ldu, Office, Role, Team, User

admin.site.site_header = admin.site.site_title = "Case management"
admin.site.index_title = "Administration"
admin.site.unregister(Group)  # roles say what people may do


@admin.register(Division)
class DivisionAdmin(AuditedAdmin):
    search_fields = ["name"]


@admin.register(Ldu)
class LduAdmin(AuditedAdmin):
    list_display = ["name", "division"]
    list_filter = ["division"]
    search_fields = ["name"]


@admin.register(Team)
class TeamAdmin(AuditedAdmin):
    list_display = ["name", "ldu"]
    list_filter = ["ldu"]
    search_fields = ["name"]


@admin.register(Office)
class OfficeAdmin(AuditedAdmin):
    list_display = ["name", "ldu", "kind", "amk_from", "rurality"]
    list_filter = ["ldu", "kind"]
    search_fields = ["name"]


WHO = ("email", "password", "is_active", "staff_code", "first_name", "last_name")
PLACE = ("role", "grade", "team", "ldu", "division", "office")
WORK = ("weekly_hours", "rurality_override", "starts_on", "ends_on")


class StaffForm(forms.ModelForm):
    """Says beside the field what a role needs, before the database refuses it."""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        role, team, ldu, division = (cleaned.get(name) for name in ("role", "team", "ldu", "division"))
        if role in (Role.CASE_MANAGER, Role.TEAM_MANAGER) and not team:
            self.add_error("team", "Select the team: case managers and team managers have one")
        if team and ldu != team.ldu:
            self.add_error("ldu", f"Select {team.ldu}, the LDU of the team")
        if role == Role.LDU_HEAD and not ldu:
            self.add_error("ldu", "Select the LDU that this person heads")
        if role == Role.CHIEF_OFFICER and not division:
            self.add_error("division", "Select the division of the chief officer")
        if ldu and division and division != ldu.division:
            self.add_error("division", f"Select {ldu.division}, the division of the LDU, or none")
        return cleaned

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class StaffChangeForm(StaffForm, UserChangeForm):
    class Meta:
        model = User
        fields = (*WHO, *PLACE, *WORK)


class StaffCreationForm(StaffForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "staff_code", "first_name", "last_name", "role", "team", "ldu", "division")
        field_classes = {"email": forms.EmailField}


@admin.register(User)
class StaffAdmin(AuditedAdmin, UserAdmin):
    form = StaffChangeForm
    add_form = StaffCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["last_name", "first_name", "staff_code", "role", "team", "ldu", "is_active"]
    list_filter = ["role", "ldu", "is_active"]
    list_select_related = ["team", "ldu"]
    search_fields = ["last_name", "first_name", "staff_code", "email"]
    ordering = ["last_name", "first_name"]
    filter_horizontal = []
    autocomplete_fields = ["team", "ldu", "office"]
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ("email", "password", "is_active", "last_login")}),
        ("Who", {"fields": ("staff_code", "first_name", "last_name")}),
        ("Place", {"fields": PLACE}),
        ("Work", {"fields": WORK}),
    ]
    add_fieldsets = [
        (None, {"fields": ("email", "usable_password", "password1", "password2")}),
        ("Who", {"fields": ("staff_code", "first_name", "last_name", "role", "team", "ldu", "division")}),
    ]

    def user_change_password(self, request, id, form_url=""):
        """A password that is set and the entry that says so come in one transaction."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)
