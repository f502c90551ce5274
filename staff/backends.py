"""Who may sign in, and stay signed in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from staff.models import User


class InPostBackend(ModelBackend):
    """Email address and password, for those who are in post today.

    Django asks again with every request, so whoever leaves is signed out on the day after the last.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.is_in_post(timezone.localdate())

    def get_user(self, user_id: int) -> User | None:
        """Who is signed in, found and asked for the post at once: every page begins with it."""
        user = User.objects.in_post(timezone.localdate()).filter(pk=user_id).first()
        return user if user and super().user_can_authenticate(user) else None
