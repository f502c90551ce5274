"""What administrators change is recorded like every other write; the record itself can be read, never changed."""

from django.contrib import admin
from django.db import transaction

from audit.models import Entry
from audit.services import record, settle


class AuditedAdmin(admin.ModelAdmin):
    """A model in the admin whose every write leaves an audit entry, in the write's own transaction.

    The admin calls these hooks for each of its writes: forms, passwords, deletions one by one and of many.
    """

    def log_addition(self, request, obj, message):
        _record(request, "add", obj, message)
        settle()
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        _record(request, "change", obj, message)
        settle()
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            _record(request, "delete", obj, [])
        return super().log_deletions(request, queryset)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        settle()

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            settle()


def _record(request, verb: str, obj, message) -> None:
    """``message`` is the admin's own: which fields were changed, by their names, never their values."""
    target = obj if isinstance(obj.pk, int) else None
    action = f"{verb} {obj._meta.verbose_name_raw}"
    record(by=request.user, action=action, on=target, key=str(obj.pk), change=message)


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["at", "actor", "action", "target_type", "target_id"]
    list_filter = ["action", "at"]
    list_select_related = ["actor", "target_type"]
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
