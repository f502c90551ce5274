"""Writing down what a service user needs at appointments."""

from django.utils.translation import gettext as _

from audit.services import writes
from cases.models import ServiceUser
from casework.services.refusals import Problem, Refused
from casework.services.writing import locked_person
from staff.models import User


@writes("change needs")
def change_needs(*, by: User, service_user: ServiceUser, seen: str, needs: str) -> ServiceUser | None:
    """Replace what is written; the history keeps what it was. Returns None where it says so already.

    Raises `Refused` where it is not as it was when ``seen``, the text that the page showed.
    """
    current = locked_person(service_user.pk)
    if current.needs == needs:
        return None
    if current.needs != seen:
        words = _("Somebody changed this after you opened the page. It now says: %(needs)s")
        if not current.needs:
            words = _("Somebody took out what was written here after you opened the page. Check it and save it again")
        raise Refused(Problem("needs", words % {"needs": current.needs}))
    current.needs = needs
    current.save(update_fields=["needs"])
    return current
