"""What staff change about themselves."""

from audit.services import writes
from staff.models import User


@writes("change own password")
def change_own_password(*, by: User, password: str) -> User:
    """Set the password of whoever asks. The caller has asked for the old one and validated the new one."""
    by.set_password(password)
    by.save(update_fields=["password"])
    return by
