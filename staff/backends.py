"""Who may sign in, and stay signed in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone


class InPostBackend(ModelBackend):
    """Email address and password, for those who are in post today.

    Django asks again with every request, so whoever leaves is signed out on the day after the last.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.is_in_post(timezone.localdate())
