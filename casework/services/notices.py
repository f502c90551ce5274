"""Issuing the written notice of an appointment."""

from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from casework.possible import Action
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_unless_possible
from casework.services.writing import changes_contacts, locked
from casework.slip import Unprintable, make_slip
from contacts.models import Contact, Notice
from staff.models import User


@changes_contacts("issue a notice")
def issue_notice(*, by: User, contact: Contact, seen: str, method: str) -> Notice | Already[Notice]:
    """Make the appointment slip, keep it, and record that it was issued now, how (`NoticeMethod`) and by whom.

    Returns the notice, also where the same form was sent before. Raises `Refused` where none can be issued (`possible`)
    or the slip cannot be printed; `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    now = local_now()
    if issued := current.notices.defer("slip").filter(issued_at=now, issued_by=by, method=method).first():
        return Already(issued)
    refuse_if_changed(current, seen)
    refuse_unless_possible(Action.ISSUE_NOTICE, current)
    try:
        slip = make_slip(current)
    except Unprintable as error:
        raise Refused(
            Problem(
                None,
                _(
                    "The appointment slip cannot be printed, because the name or the place has a character that cannot"
                    " be shown, such as an emoji. If it is in the place, rearrange the appointment and enter the place"
                    " in plain letters."
                ),
            )
        ) from error
    notice = Notice.objects.create(
        contact=current,
        issued_at=now,
        issued_by=by,
        method=method,
        date=current.date,
        start_time=current.start_time,
        end_time=current.end_time,
        place=current.place,
        slip=slip,
    )
    current.notice_issued_at = now
    current.notice_current = True
    current.slip_uploaded = True
    current.save()
    return notice
