from datetime import date
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from audit.admin import AuditedAdmin
from staff.access import CASEWORK
from staff.models import Division, Establishment, Ldu, Office, OpeningHours, Post, Role, Room, Team, User
from ui.words import named_lazy, word_lazy

WHO = ("staff_code", "first_name", "last_name", "grade", "starts_on", "ends_on")

admin.site.site_header = admin.site.site_title = _("Case management")
admin.site.index_title = _("Administration")
admin.site.enable_nav_sidebar = False  # the lists need the width
admin.site.unregister(Group)  # roles say what people may do


@admin.register(Division)
class DivisionAdmin(AuditedAdmin):
    search_fields = ["name"]


@admin.register(Ldu)
class LduAdmin(AuditedAdmin):
    list_display = ["name", "division"]
    list_filter = ["division"]
    search_fields = ["name"]


class EstablishmentInline(admin.TabularInline):
    model = Establishment
    extra = 0


@admin.register(Team)
class TeamAdmin(AuditedAdmin):
    inlines = [EstablishmentInline]
    list_display = ["name", "ldu", "for_single_requirements"]
    list_filter = ["ldu", "for_single_requirements"]
    search_fields = ["name"]


class RoomInline(admin.TabularInline):
    """One in which something was booked is not deleted: it is marked as no longer used."""

    model = Room
    extra = 0
    can_delete = False


def sharing_a_day(rows: list[dict[str, Any]]) -> bool:
    """Whether two of the rows, each with ``starts_on`` and ``ends_on``, share a day."""
    in_order = sorted(rows, key=lambda row: row["starts_on"] or date.min)
    return any(
        (before["ends_on"] or date.max) >= (after["starts_on"] or date.min) for before, after in pairwise(in_order)
    )


class OpeningHoursFormSet(forms.BaseInlineFormSet):
    """All hours of one office: those of one day of the week never share a day."""

    def clean(self) -> None:
        super().clean()
        sound = [form.cleaned_data for form in self.forms if form.is_valid() and "weekday" in form.cleaned_data]
        kept = [hours for hours in sound if not hours.get("DELETE")]
        for weekday, name in WEEKDAYS.items():
            if sharing_a_day([hours for hours in kept if hours["weekday"] == weekday]):
                words = _("Two opening hours for %(weekday)s share a day. End the earlier before the later starts.")
                raise forms.ValidationError(words % {"weekday": name})


class OpeningHoursForm(forms.ModelForm):
    weekday = forms.TypedChoiceField(label=_("day of the week"), coerce=int, choices=list(WEEKDAYS.items()))


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    form = OpeningHoursForm
    formset = OpeningHoursFormSet
    extra = 0


@admin.register(Office)
class OfficeAdmin(AuditedAdmin):
    list_display = ["name", "ldu", "kind", "amk_from", "rurality", "can_be_booked"]
    list_filter = ["ldu", "kind"]
    search_fields = ["name"]
    inlines = [RoomInline, OpeningHoursInline]

    @admin.display(description=_("can be booked"), boolean=True)
    def can_be_booked(self, office: Office) -> bool:
        return office.is_ready


class PostForm(forms.ModelForm):
    """Says beside the field what a role needs, before the database refuses it."""

    class Meta:
        model = Post
        fields = (
            "role", "team", "office", "weekly_hours", "rurality_override", "starts_on", "ends_on", "ldu", "division",
        )  # fmt: skip
        help_texts = {
            "ldu": named_lazy(_("Only needed for %(ldu_heads)s. Everyone else gets the %(ldu)s of their %(team)s.")),
            "division": named_lazy(_("Only needed for %(chief_officers)s.")),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        if role in CASEWORK and not cleaned.get("team"):
            self.add_error(
                "team", named_lazy(_("Select the %(team)s. %(Case_managers)s and %(team_managers)s need one."))
            )
        if role == Role.CASE_MANAGER and not cleaned.get("office"):
            self.add_error("office", _("Select the office. Notices and the threshold depend on it."))
        if role == Role.LDU_HEAD and not cleaned.get("ldu"):
            self.add_error("ldu", named_lazy(_("Select the %(ldu)s that this person heads")))
        if role == Role.CHIEF_OFFICER and not cleaned.get("division"):
            self.add_error("division", named_lazy(_("Select the %(division)s of the %(chief_officer)s")))
        return cleaned


class PostsFormSet(forms.BaseInlineFormSet):
    """All posts of one person: they never share a day."""

    def clean(self) -> None:
        super().clean()
        sound = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("role")]
        if sharing_a_day([post for post in sound if not post.get("DELETE")]):
            raise forms.ValidationError(
                _("Two posts share a day. End the earlier one on the day before the later one starts.")
            )


class PostInline(admin.StackedInline):
    model = Post
    form = PostForm
    formset = PostsFormSet
    min_num, extra = 1, 0
    autocomplete_fields = ["team", "ldu", "office"]


class StaffForm(forms.ModelForm):
    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class StaffChangeForm(StaffForm, UserChangeForm):
    class Meta:
        model = User
        fields = ("email", "password", "is_active", *WHO)


class StaffCreationForm(StaffForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", *WHO)
        field_classes = {"email": forms.EmailField}


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        of_role = _todays_posts().filter(role=self.value())
        return queryset.filter(pk__in=of_role.values("user")) if self.value() else queryset


class LduFilter(admin.SimpleListFilter):
    title = word_lazy("ldu")
    parameter_name = "ldu"

    def lookups(self, request, model_admin):
        return list(Ldu.objects.values_list("name", "name"))

    def queryset(self, request, queryset):
        named = _todays_posts().filter(ldu__name=self.value())
        return queryset.filter(pk__in=named.values("user")) if self.value() else queryset


def _todays_posts() -> QuerySet[Post]:
    return Post.objects.on(timezone.localdate()).order_by()


@admin.register(User)
class StaffAdmin(AuditedAdmin, UserAdmin):
    form = StaffChangeForm
    add_form = StaffCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["last_name", "first_name", "staff_code", "role", "team", "ldu", "is_active"]
    list_filter = [RoleFilter, LduFilter, "is_active"]
    search_fields = ["last_name", "first_name", "staff_code", "email"]
    ordering = ["filed_as", "staff_code"]
    filter_horizontal = []
    inlines = [PostInline]
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ("email", "password", "is_active", "last_login")}),
        (_("Who"), {"fields": WHO}),
    ]
    add_fieldsets = [
        (None, {"fields": ("email", "usable_password", "password1", "password2")}),
        (_("Who"), {"fields": WHO}),
    ]

    def get_inlines(self, request, obj):
        return self.inlines

    def get_queryset(self, request):
        todays = Prefetch("posts", _todays_posts().select_related("team", "ldu"), to_attr="todays_posts")
        return super().get_queryset(request).prefetch_related(todays)

    def posts_of(self, user: Any) -> list[Post]:
        return user.todays_posts

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        return ", ".join(post.get_role_display() for post in self.posts_of(user))

    @admin.display(description=word_lazy("team"))
    def team(self, user: User) -> str:
        return ", ".join(str(post.team) for post in self.posts_of(user) if post.team)

    @admin.display(description=word_lazy("ldu"))
    def ldu(self, user: User) -> str:
        return ", ".join(str(post.ldu) for post in self.posts_of(user) if post.ldu)

    def user_change_password(self, request, id, form_url=""):
        """A password that is set and the entry that says so come in one transaction."""
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)
