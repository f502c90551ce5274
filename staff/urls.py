"""Signing in and out, and the own account."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from staff.views import Account, ChangePassword, SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    # Open to whoever is signed out already, who would otherwise be sent back to it after signing in.
    path("sign-out/", login_not_required(LogoutView.as_view()), name="sign_out"),
    path("account/", Account.as_view(), name="account"),
    path("password/", ChangePassword.as_view(), name="change_password"),
]
