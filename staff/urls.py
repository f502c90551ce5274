"""Signing in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from staff.views import ChangePassword, SignIn

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", ChangePassword.as_view(), name="change_password"),
]
