from copy import copy
from hashlib import sha256
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import CharField, HiddenInput, ModelForm, model_to_dict
from django.utils.translation import gettext as _

from audit.admin import AuditedAdmin
from cases.admin import CodesAdmin
from contacts.cadence import Affected, affected
from contacts.measure import Measure
from contacts.models import BankHoliday, ContactOutcome, ContactStandard, ContactType, EnforcementAction


@admin.register(ContactType)
class ContactTypeAdmin(CodesAdmin):
    list_display = ["code", "description", "location", "is_group", "known", "retired_on"]
    list_filter = ["known", "is_group"]
    can_change = ("is_group",)
    exclude = ["outcomes"]


@admin.register(ContactOutcome)
class ContactOutcomeAdmin(CodesAdmin):
    list_display = ["code", "description", "attended", "complied", "enforceable", "retired_on"]


@admin.register(EnforcementAction)
class EnforcementActionAdmin(CodesAdmin):
    list_display = ["code", "description", "respond_by_days", "retired_on"]
    can_change = ("respond_by_days",)


class TypesForm(ModelForm):
    def clean_types(self) -> list[str]:
        types = self.cleaned_data["types"]
        if unknown := set(types) - set(ContactType.objects.values_list("code", flat=True)):
            words = _("Enter only codes of contact types. Not found: %(codes)s")
            raise ValidationError(words % {"codes": ", ".join(sorted(unknown))})
        return types


class ContactStandardForm(TypesForm):
    """Shows first whom a change affects: it is saved when it is sent again as it was shown."""

    shown = CharField(widget=HiddenInput, required=False)
    affected: Affected | None = None

    def _post_clean(self) -> None:
        """Asked once the standard is known to be sound."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or not self.has_changed() or self.cleaned_data["shown"] == self.typed:
            return
        standard = copy(self.instance)
        self.affected = affected(standard, standard.save)
        self.data = {**{name: self.data[name] for name in self.data}, "shown": self.typed}
        self.add_error(None, _("Check whom this affects, then save again"))

    @property
    def typed(self) -> str:
        """Stands for what was typed, so that nothing is saved but what was shown."""
        values = [f"{name} {self.cleaned_data.get(name)}" for name in self.fields if name != "shown"]
        return sha256("\n".join(values).encode()).hexdigest()


@admin.register(ContactStandard)
class ContactStandardAdmin(AuditedAdmin):
    """Each change is shown before it is saved, so none is made from the list."""

    form = ContactStandardForm
    list_display = [
        "__str__", "starts_on", "types", "first_within", "first_after_release", "review_every", "oversight_longest",
        "oversight_warned",
    ]  # fmt: skip
    list_filter = ["status"]
    actions = None

    def render_change_form(self, request: Any, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What is shown before it is saved is no error to correct."""
        if context["adminform"].form.affected:
            context["errors"] = None
        return super().render_change_form(request, context, *args, **kwargs)

    def delete_view(self, request: Any, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        standard = self.get_object(request, object_id)
        shown = {"affected": affected(standard, copy(standard).delete)} if standard and request.method == "GET" else {}
        return super().delete_view(request, object_id, {**(extra_context or {}), **shown})


@admin.register(Measure)
class MeasureAdmin(AuditedAdmin):
    """Another is added for a later month. One that has started is never changed: past figures keep their rules."""

    form = TypesForm
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
