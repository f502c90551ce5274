"""What the lockout counts wrong passwords by."""

from typing import Any

from django.http import HttpRequest

# As long as the column in which the lockout keeps it.
LONGEST = 255


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that somebody tries to sign in to: one, however the address is written.

    Signing in takes the email address in any case. Were each spelling counted by itself, whoever guesses passwords
    would have ten tries for every one of them.
    """
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return typed.strip().lower()[:LONGEST]
