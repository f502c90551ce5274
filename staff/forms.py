"""The forms that one signs in with, changes the password with, and chooses a part of one's own unit with."""

from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from staff.models import Ldu, Team, User
from staff.units import Unit


class SignInForm(AuthenticationForm):
    """Django's, in the words of the other forms."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("The email address or password is wrong. Check both and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Enter your email address")
        self.fields["password"].error_messages["required"] = _("Enter your password")


class ChangePasswordForm(PasswordChangeForm):
    """Django's, in the words of the other forms."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("Your old password is wrong. Enter it again."),
        "password_mismatch": _("The two new passwords do not match. Enter the same one twice."),
    }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].error_messages["required"] = _("Enter your old password")
        self.fields["new_password1"].error_messages["required"] = _("Enter a new password")
        self.fields["new_password2"].error_messages["required"] = _("Enter the new password again")
        self.fields["new_password1"].help_text = _("Use at least 12 characters. Three random words work well.")
        self.fields["new_password2"].label = _("Confirm new password")
        self.fields["new_password2"].help_text = ""


class AccountForm(forms.Form):
    """What somebody chooses for themselves."""

    daily_email = forms.BooleanField(
        label=_("Send me an email about my worklist at 7:30am on business days"), required=False
    )


class UnitForm(forms.Form):
    """Which part of their own unit a manager asks about: ``?ldu=1`` or ``?team=1``; nothing is all of it."""

    ldu = forms.ModelChoiceField(Ldu.objects.select_related("division"), required=False)
    team = forms.ModelChoiceField(Team.objects.select_related("ldu__division"), required=False)

    def __init__(self, data, *, user: User):
        super().__init__(data)
        self.own = Unit.of_member(user)
        level, record = self.own.level, self.own.record.pk
        self.choose_from("ldu", {"division": Q(division=record), "ldu": Q(pk=record)}.get(level, Q(pk__in=[])))
        self.choose_from("team", {"division": Q(ldu__division=record), "ldu": Q(ldu=record)}.get(level, Q(pk=record)))

    def choose_from(self, name: str, within: Q) -> None:
        """Take for the field only the records within the user's reach."""
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset = cast(QuerySet, field.queryset).filter(within)

    @property
    def unit(self) -> Unit:
        """The unit asked about. The form must be valid."""
        record = self.cleaned_data["team"] or self.cleaned_data["ldu"]
        return Unit.of(record) if record else self.own
