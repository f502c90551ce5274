from django.contrib import admin

from audit.admin import CodesAdmin
from cases.models import RequirementCategory


@admin.register(RequirementCategory)
class RequirementCategoryAdmin(CodesAdmin):
    list_display = ["code", "description", "minimum_contact_scope"]
