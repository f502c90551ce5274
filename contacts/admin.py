from django.contrib import admin

from audit.admin import AuditedAdmin
from cases.admin import CodesAdmin
from contacts.models import ContactOutcome, ContactStandard, ContactType


@admin.register(ContactType)
class ContactTypeAdmin(CodesAdmin):
    list_display = ["code", "description", "location", "known", "retired_on"]
    list_filter = ["known"]
    exclude = ["outcomes"]


@admin.register(ContactOutcome)
class ContactOutcomeAdmin(CodesAdmin):
    list_display = ["code", "description", "attended", "complied", "retired_on"]


@admin.register(ContactStandard)
class ContactStandardAdmin(AuditedAdmin):
    list_display = ["status", "starts_on", "contact_every", "review_every"]
    list_filter = ["status"]
