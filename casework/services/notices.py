"""Issuing the written notice of an appointment."""

from casework.services.appointments import has_started, local_now
from casework.services.refusals import Problem, Refused, refuse_if_changed, refuse_if_closed
from casework.services.writing import changes_contacts, locked
from casework.slip import Unprintable, make_slip
from contacts.criteria import IS_NOTICED
from contacts.models import Contact, Notice


def notice_holds(contact: Contact) -> bool:
    """Whether the service user was told of the appointment as it stands, in writing and in time."""
    return Contact.objects.filter(IS_NOTICED, pk=contact.pk).exists()


def refuse_notice(contact: Contact) -> None:
    """Raise `Refused` for an appointment of which no notice can be issued, or none should be any more."""
    refuse_if_closed(contact)
    if not contact.place:
        raise Refused(Problem(None, "A notice states the place. Rearrange the appointment to give it one."))
    if has_started(contact) and notice_holds(contact):
        raise Refused(Problem(None, "The appointment has started, and the notice that was issued in time holds."))


@changes_contacts("issue a notice")
def issue_notice(*, by, contact: Contact, seen: str, method: str) -> Notice | None:
    """Make the appointment slip, keep it, and record that it was issued now, how (`Notice.Method`) and by whom.

    Returns None where the same form was sent before. Raises `Refused` for an appointment that is cancelled, has its
    outcome or no place, whose notice holds and would not any more, because it has started, or whose slip cannot be
    printed; `ChangedMeanwhile` where the contact is not as ``seen`` any more.
    """
    current = locked(contact)
    now = local_now()
    if current.notices.filter(issued_at=now, issued_by=by, method=method).exists():
        return None
    refuse_if_changed(current, seen)
    refuse_notice(current)
    try:
        slip = make_slip(current)
    except Unprintable as error:
        raise Refused(
            Problem(
                None,
                "The appointment slip cannot be printed: the name or the place has a character that its fonts lack, "
                "such as an emoji. Rearrange the appointment to write the place in plain letters.",
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
