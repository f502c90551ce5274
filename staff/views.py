"""Signing in, and what staff keep about themselves."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.generic import FormView

from staff.access import CASEWORK, ForRoles
from staff.forms import AccountForm, ChangePasswordForm, SignInForm
from staff.kept_answers import KEPT_UNTIL_SIGNED_IN, Why, keep
from staff.models import DailyEmailChoice, Role
from staff.services import change_own_password, choose_daily_email


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "staff/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def page_was_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django answers with where the token of a form is not that of the session, as after signing in elsewhere.

    The form comes back with the answers; where they cannot be kept, a page says so.
    """
    if not keep(request, Why.OPEN_TOO_LONG):
        return csrf_failure(request, reason)
    if request.user.is_authenticated:
        return redirect(request.get_full_path())
    messages.info(request, KEPT_UNTIL_SIGNED_IN)
    return redirect_to_login(request.get_full_path())


class ChangePassword(ForRoles, PasswordChangeView):
    """Whoever changes the password stays signed in here and is signed out everywhere else."""

    roles = tuple(Role)
    template_name = "staff/change_password.html"
    form_class = ChangePasswordForm

    def form_valid(self, form: Any) -> HttpResponse | HttpResponseRedirect:
        user = change_own_password(by=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Your password has been changed."))
        return redirect("home")


class Account(ForRoles, FormView):
    """What somebody chooses about the service for themselves: of those with a worklist, the daily email."""

    roles = tuple(Role)
    template_name = "staff/account.html"
    form_class = AccountForm

    @property
    def may_choose(self) -> bool:
        return self.request.user.role in CASEWORK and bool(settings.EMAIL_HOST)

    def get_initial(self) -> dict[str, Any]:
        return {"daily_email": DailyEmailChoice.objects.filter(user=self.request.user).exists()}

    def form_valid(self, form: AccountForm) -> HttpResponse:
        if self.may_choose:
            choose_daily_email(by=self.request.user, wanted=form.cleaned_data["daily_email"])
            messages.success(self.request, _("Your choice has been saved."))
        return redirect("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_worklist = self.request.user.role in CASEWORK
        return super().get_context_data(may_choose=self.may_choose, has_worklist=has_worklist, **kwargs)
