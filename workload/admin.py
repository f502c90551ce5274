from django.contrib import admin

from audit.admin import AuditedAdmin
from workload.models import AdjustmentReason


@admin.register(AdjustmentReason)
class AdjustmentReasonAdmin(AuditedAdmin):
    """What a team manager can choose. What adjustments say why is about people, and is not in the administration."""

    list_display = [
        "reason", "category", "allowance_percent", "max_allowance_percent", "months_to_expiry", "retired_on",
    ]  # fmt: skip
    list_filter = ["category"]
