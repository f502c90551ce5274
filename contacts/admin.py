from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm, model_to_dict
from django.utils.translation import gettext as _

from audit.admin import AuditedAdmin
from cases.admin import CodesAdmin
from contacts.measure import Measure
from contacts.models import BankHoliday, ContactOutcome, ContactStandard, ContactType


@admin.register(ContactType)
class ContactTypeAdmin(CodesAdmin):
    list_display = ["code", "description", "location", "is_group", "known", "retired_on"]
    list_filter = ["known", "is_group"]
    can_change = ("is_group",)
    exclude = ["outcomes"]


@admin.register(ContactOutcome)
class ContactOutcomeAdmin(CodesAdmin):
    list_display = ["code", "description", "attended", "complied", "retired_on"]


@admin.register(ContactStandard)
class ContactStandardAdmin(AuditedAdmin):
    list_display = ["status", "starts_on", "contact_every", "review_every"]
    list_filter = ["status"]


class MeasureForm(ModelForm):
    def clean_types(self) -> list[str]:
        types = self.cleaned_data["types"]
        if unknown := set(types) - set(ContactType.objects.values_list("code", flat=True)):
            words = _("Enter only codes of contact types. Not found: %(codes)s")
            raise ValidationError(words % {"codes": ", ".join(sorted(unknown))})
        return types


@admin.register(Measure)
class MeasureAdmin(AuditedAdmin):
    """Another is added for a later month. One that has started is never changed: past figures keep their rules."""

    form = MeasureForm
    list_display = [
        "__str__", "types", "minutes", "business_days", "follow_up", "target", "improvement_below", "ramp_up_months",
    ]  # fmt: skip

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """Most of the values stay as they were."""
        return model_to_dict(Measure.objects.latest("starts_on"), exclude=["starts_on", "ramp_up_months", "source"])

    def has_change_permission(self, request: Any, obj: Measure | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.has_started)

    def has_delete_permission(self, request: Any, obj: Measure | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.has_started)


@admin.register(BankHoliday)
class BankHolidayAdmin(AuditedAdmin):
    """What differs from the bank holidays that come with the software. Deleting one brings theirs back."""

    list_display = ["date", "name", "change", "changed_by"]
    list_select_related = ["changed_by"]
    readonly_fields = ["changed_by"]

    def save_model(self, request: Any, obj: BankHoliday, form: Any, change: bool) -> None:
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)
