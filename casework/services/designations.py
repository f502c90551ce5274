"""Naming a designated case manager in the sentence plan, and ending that."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already
from cases.models import Designation
from casework.services.appointments import RECORDED_BACK
from casework.services.refusals import Problem, Refused
from casework.services.writing import changes_contacts, locked_person
from staff.models import User
from ui import formats


@changes_contacts("name a designated case manager")
def name_designated(*, by: User, designation: Designation) -> Designation | Already[Designation]:
    """Save a designation that is not saved yet. Sent twice, it is recorded once.

    From its first day on, contacts with its officer can count. Raises `Refused` with the `problems_of_designation`.
    """
    locked_person(designation.service_user_id)
    if named := _named_before(designation):
        return Already(named)
    if found := list(problems_of_designation(designation)):
        raise Refused(*found)
    designation.save(force_insert=True)
    return designation


@changes_contacts("end a designation")
def end_designation(*, by: User, designation: Designation, ends_on: date) -> Designation | None:
    """Let it end on that day, its last. Returns None where it does already.

    Raises `Refused` where the day is before its first one, or it has ended meanwhile.
    """
    locked_person(designation.service_user_id)
    current = Designation.objects.select_for_update().get(pk=designation.pk)
    if current.ends_on == ends_on:
        return None
    if current.ends_on and current.ends_on < timezone.localdate():
        words = _("This ended on %(day)s already")
        raise Refused(Problem("ends_on", words % {"day": formats.day(current.ends_on)}))
    if found := list(_ends_after_start(current.starts_on, ends_on)):
        raise Refused(*found)
    current.ends_on = ends_on
    current.save()
    return current


def problems_of_designation(designation: Designation) -> Iterator[Problem]:
    """Why it cannot be recorded; nothing where it can."""
    earliest = timezone.localdate() - RECORDED_BACK
    if designation.starts_on < earliest:
        yield Problem("starts_on", _("Enter a date on or after %(day)s") % {"day": formats.day(earliest)})
    if not User.objects.in_post(designation.starts_on).filter(pk=designation.officer_id).exists():
        words = _("Select someone else. %(officer)s is not in post on the first day")
        yield Problem("officer", words % {"officer": designation.officer})
    ends_on = designation.ends_on
    yield from _ends_after_start(designation.starts_on, ends_on)
    others = Designation.objects.filter(service_user=designation.service_user_id, officer=designation.officer_id)
    if other := others.overlapping(designation.starts_on, ends_on or date.max).first():
        words = _("%(officer)s is already named in the sentence plan: %(period)s")
        yield Problem("officer", words % {"officer": designation.officer, "period": other})


def _ends_after_start(starts_on: date, ends_on: date | None) -> Iterator[Problem]:
    if ends_on and ends_on < starts_on:
        words = _("The last day must be on or after %(day)s, the first day")
        yield Problem("ends_on", words % {"day": formats.day(starts_on)})


def _named_before(designation: Designation) -> Designation | None:
    names = ("service_user_id", "officer_id", "starts_on", "ends_on", "agreed_with")
    return Designation.objects.filter(**{name: getattr(designation, name) for name in names}).first()
