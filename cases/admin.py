from django.contrib import admin

from audit.admin import AuditedAdmin
from cases.models import OrderTypeName, ReferralKind, RequirementCategory


class CodesAdmin(AuditedAdmin):
    """Codes of nDelius. Their meaning comes with `manage.py import_codes`, which says whose months it changes.

    Here a description may be reworded, a code retired, and what is not nDelius's changed (``can_change``).
    """

    search_fields = ["code", "description"]
    can_change: tuple[str, ...] = ()

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        kept = {"description", "retired_on", *self.can_change}
        return [field.name for field in self.model._meta.fields if field.name not in kept]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(RequirementCategory)
class RequirementCategoryAdmin(CodesAdmin):
    list_display = ["code", "description", "minimum_contact_scope", "retired_on"]


@admin.register(OrderTypeName)
class OrderTypeNameAdmin(AuditedAdmin):
    list_display = ["name", "type"]
    list_filter = ["type"]
    search_fields = ["name"]


@admin.register(ReferralKind)
class ReferralKindAdmin(AuditedAdmin):
    """What a case manager can choose. One that is no longer offered is retired: its referrals keep it."""

    list_display = ["name", "group", "starts_on", "retired_on"]
    list_filter = ["group"]
