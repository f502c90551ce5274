"""The forms of naming a designated case manager and of ending that."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Designation, ServiceUser
from staff.access import CASEWORK
from staff.models import Post, User
from ui.fields import DateField, DatePicker
from ui.words import named_lazy


class DesignationForm(forms.Form):
    """Whom the sentence plan names, when, and who agreed. A valid form has it as ``designation``, not saved."""

    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=named_lazy(_("Who does the sentence plan name beside the %(case_manager)s?")),
        empty_label=_("Select a member of staff"),
        error_messages={"required": _("Select who the sentence plan names")},
    )
    starts_on = DateField(
        label=_("First day"),
        help_text=_("For example, 17/5/2027. Contacts from this day on can count."),
        error_messages={"required": _("Enter or select the first day")},
    )
    ends_on = DateField(label=_("Last day"), help_text=_("Leave blank if it goes on."), required=False)
    agreed_with = forms.CharField(
        label=_("Who agreed this?"),
        help_text=named_lazy(_("For example, the %(team_manager)s, with their name.")),
        max_length=200,
        error_messages={
            "required": _("Enter who agreed this"),
            "max_length": _("Who agreed this must be %(limit_value)d characters or fewer"),
        },
    )

    designation: Designation

    def __init__(self, *args: Any, service_user: ServiceUser, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.service_user = service_user
        field: Any = self.fields
        field["officer"].queryset = who_can_be_named(service_user, user)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.designation = Designation(service_user=self.service_user, **data)
        return data


class EndDesignationForm(forms.Form):
    ends_on = DateField(
        label=_("Last day"),
        help_text=_("For example, 17/5/2027. Contacts after this day cannot count."),
        widget=DatePicker,
        error_messages={"required": _("Enter or select the last day")},
    )


def who_can_be_named(service_user: ServiceUser, user: User):
    """The case and team managers of the user's LDU, without the person's own case manager."""
    today = timezone.localdate()
    ldu = user.post.ldu_id if user.post else None
    posts = Post.objects.on(today).filter(role__in=CASEWORK, ldu=ldu).values("user")
    others = service_user.allocations.on(today).values("officer")
    return User.objects.in_post(today).filter(pk__in=posts).exclude(pk__in=others)
