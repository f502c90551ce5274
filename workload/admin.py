from django.contrib import admin

from audit.admin import AuditedAdmin
from workload.models import Adjustment, WorkloadModel


@admin.register(WorkloadModel)
class WorkloadModelAdmin(AuditedAdmin):
    list_display = ["__str__", "red", "red_amber", "amber", "green", "blue", "single_requirement"]


@admin.register(Adjustment)
class AdjustmentAdmin(AuditedAdmin):
    list_display = ["officer", "reason", "percent", "starts_on", "ends_on"]
    list_select_related = ["officer"]
    autocomplete_fields = ["officer"]
