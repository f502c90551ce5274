"""The forms about a referral: making it, what came of it, and taking out what was a mistake."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Order, ReferralKind
from cases.orders import LONGEST_RATIONALE
from cases.referrals import LONGEST_NAME, NEXT, STEPS, WITHOUT_COMPLETION, ReferralGroup, ReferralState
from casework.forms.base import reason_field
from ui.fields import DateField, DatePicker, LongTextField, Radios
from ui.formats import period


class KindField(forms.ModelChoiceField):
    """The kinds that are offered today: RAR groups first, partners last, each in the order in which they were added."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ReferralKind.objects.none(), empty_label=None, widget=Radios, **kwargs)

    def offer(self) -> None:
        kinds = ReferralKind.objects.offered(timezone.localdate())
        self.queryset = kinds
        places = [group.value for group in ReferralGroup]
        self.choices = [(kind.pk, kind.name) for kind in sorted(kinds, key=lambda kind: places.index(kind.group))]


class OrderField(forms.ModelChoiceField):
    def label_from_instance(self, order: Order) -> str:
        days = {"type": order.get_type_display(), "period": period(order.starts_on, order.ends_on)}
        return _("%(type)s, %(period)s") % days


class ReferralForm(forms.Form):
    kind = KindField(
        label=_("What is the referral to?"),
        error_messages={
            "required": _("Select what the referral is to"),
            "invalid_choice": _("Select what the referral is to from the list"),
        },
    )
    provider = forms.CharField(
        label=_("Who is it to?"),
        help_text=_(
            "The name of the group, the programme or the provider. For example, Thinking Skills or Newport Mind."
        ),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Enter who the referral is to"),
            "max_length": _("Who the referral is to must be %(limit_value)d characters or fewer"),
        },
    )
    referred_on = DateField(
        label=_("When was the referral made?"),
        help_text=_("For example, 17/5/2027 or today."),
        error_messages={"required": _("Enter or select the date of the referral")},
    )
    order = OrderField(
        Order.objects.none(),
        label=_("Which order is it under? (optional)"),
        required=False,
        empty_label=_("No order"),
        error_messages={"invalid_choice": _("Select an order from the list")},
    )
    note = LongTextField(
        label=_("Note (optional)"),
        required=False,
        max_length=LONGEST_RATIONALE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Note must be %(limit_value)d characters or fewer")},
    )

    def __init__(self, *args: Any, orders: QuerySet[Order], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields
        field["kind"].offer()
        field["order"].queryset = orders
        self.fields["referred_on"].widget = DatePicker(max_date=timezone.localdate())


class ReferralStepForm(forms.Form):
    """What came of a referral that stands at ``state``."""

    state = forms.ChoiceField(
        label=_("What came of it?"),
        error_messages={
            "required": _("Select what came of the referral"),
            "invalid_choice": _("Select what came of the referral from the list"),
        },
    )
    happened_on = DateField(
        label=_("When was that?"),
        help_text=_("For example, 17/5/2027 or today."),
        error_messages={"required": _("Enter or select the day")},
    )
    reason = reason_field(_("Why did it end?"))

    def __init__(self, *args: Any, state: ReferralState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {ReferralState.DECLINED.value: _("The group or provider, or the person, said no.")}
        field: Any = self.fields["state"]
        field.widget = Radios(hints=hints)
        # What cannot come next is no choice; sent again after it was recorded, it is for the service to know.
        field.choices = [(each.value, each.label) for each in STEPS]
        field.widget.choices = [(each.value, each.label) for each in NEXT.get(state, ())]
        self.fields["reason"].help_text = _("Asked for where it ended without being completed.")
        self.fields["happened_on"].widget = DatePicker(max_date=timezone.localdate())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("state") in WITHOUT_COMPLETION:
            if not data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Enter why it ended without being completed"))
        elif "reason" in data:
            # What somebody typed before they chose another answer says nothing about that one.
            data["reason"] = ""
        return data


class TakeOutForm(forms.Form):
    reason = reason_field(_("Why is it a mistake?"), _("Enter why it is a mistake"))
