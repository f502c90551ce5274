"""What administrators change is recorded like every other write; the record itself can be read, never changed."""

from django.contrib import admin

from audit.models import Entry
from audit.services import record


class AuditedAdmin(admin.ModelAdmin):
    """A model in the admin whose every write leaves an audit entry, in the write's own transaction."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        verb = "change" if change else "add"
        record(by=request.user, action=f"{verb} {obj._meta.verbose_name}", on=_target(obj), **_facts(obj, form))

    def delete_model(self, request, obj):
        record(by=request.user, action=f"delete {obj._meta.verbose_name}", key=str(obj.pk))
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)


def _target(obj):
    return obj if isinstance(obj.pk, int) else None


def _facts(obj, form) -> dict:
    return {"key": str(obj.pk), "fields": form.changed_data}


class CodesAdmin(AuditedAdmin):
    """Codes of nDelius: their meaning is fixed, so that history keeps its own; the description may be reworded."""

    search_fields = ["code", "description"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return [field.name for field in self.model._meta.fields if field.name != "description"]

    def has_delete_permission(self, request, obj=None):
        return False


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
