"""One written notice of all appointments of a series that are to come and have none."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from audit.services import Already, Counted
from base.clock import local_now
from cases.models import ServiceUser
from casework.possible import Weighed, can_be_told
from casework.services.notices import is_late_by_post, kept, notice_of, problems_of_time, why_unprintable
from casework.services.refusals import ChangedMeanwhile, Problem, Refused, Unconfirmed, version_of_all
from casework.services.writing import changes_contacts, locked_of_series
from casework.slip import NoSender, Slip, make_series_slip
from casework.slip.words import letters_of
from casework.typesetting import Unprintable
from casework.uploads import Upload, discards_uploads_on_failure
from contacts.models import Contact, Notice
from contacts.series import Series
from staff.models import User


@discards_uploads_on_failure
@changes_contacts("issue the notice of a series")
def issue_series_notice(
    *,
    by: User,
    series: Series,
    person: ServiceUser,
    seen: str,
    method: str,
    given_at: datetime | None = None,
    paper: Upload | None = None,
    confirmed: bool = False,
    languages: Sequence[str] = (),
    large: bool = False,
) -> Counted[Series] | Already[Series]:
    """Record that one notice was given of all the person's appointments of the series that are `to_be_told`.

    Each gets a `Notice` of its own, given at the same time, with the one slip that states them all; the rest is as in
    `notices.issue_notice`. Raises `Refused`, `Unconfirmed` and `ChangedMeanwhile` (``seen`` is `version_of_all`) as
    that does, and then nothing is recorded of any.
    """
    current = to_be_told(locked_of_series(series, person))
    now = local_now()
    given = given_at or now
    if version_of_all(current) != seen:
        theirs = Notice.objects.filter(contact__series=series, contact__service_user=person)
        if theirs.filter(issued_at=given, issued_by=by, method=method).exists():
            return Already(series)
        raise ChangedMeanwhile
    if not current:
        raise Refused(Problem(None, _("No appointment of this series needs a notice now.")))
    # They are in order: what is in time for the first is in time for all.
    if found := list(problems_of_time(current[0], given_at, now)):
        raise Refused(*found)
    if not confirmed and any(is_late_by_post(contact, method, given) for contact in current):
        raise Unconfirmed(_("Select the box to record it anyway"))
    slip = None if paper else printed_for(series, current, languages=languages, large=large, issued_on=given.date())
    given_as = {"issued_at": given, "recorded_at": now, "issued_by": by, "method": method, **kept(slip, paper)}
    Notice.objects.bulk_create(notice_of(contact, **given_as) for contact in current)
    told = Contact.objects.filter(pk__in=[contact.pk for contact in current])
    told.update(notice_issued_at=given, notice_current=True, slip_uploaded=True)
    return Counted(series, {"notices": len(current)})


def to_be_told(contacts: Sequence[Weighed]) -> list[Weighed]:
    """Those whose written notice comes next, because none holds."""
    now = local_now()
    return [each for each in contacts if can_be_told(each, now) and not each.noticed]


def printed_for(
    series: Series,
    contacts: Sequence[Contact],
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
) -> Slip:
    """The one slip of these appointments. Raises `Refused` where it cannot be printed."""
    try:
        return make_series_slip(contacts, series.reference, languages=languages, large=large, issued_on=issued_on)
    except (NoSender, Unprintable) as error:
        why = (why_unprintable(letter) for letter in letters_of(contacts, series.reference))
        raise Refused(Problem(None, next(filter(None, why)))) from error
