"""Signing in, and what staff keep about themselves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from staff.access import ForRoles
from staff.forms import ChangePasswordForm, SignInForm
from staff.kept_answers import KEPT_UNTIL_SIGNED_IN, Why, keep
from staff.models import Role
from staff.services import change_own_password


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
