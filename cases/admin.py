from django.contrib import admin

from audit.admin import AuditedAdmin
from cases.models import RequirementCategory


class CodesAdmin(AuditedAdmin):
    """Codes of nDelius: their meaning is fixed, so that history keeps its own; the description may be reworded."""

    search_fields = ["code", "description"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return [field.name for field in self.model._meta.fields if field.name != "description"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(RequirementCategory)
class RequirementCategoryAdmin(CodesAdmin):
    list_display = ["code", "description", "minimum_contact_scope"]
