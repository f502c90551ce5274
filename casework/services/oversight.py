"""Asking for management oversight, agreeing or refusing it, and ending it early.

It changes when the next contact is due, and nothing of a month: no figure moves by it.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Already
from base.clock import local_now
from cases.models import ServiceUser
from casework.oversight import OversightOf, faults, measure_in_words, what_became, why_not_ask, why_not_decide
from casework.services.refusals import ChangedMeanwhile, Problem, Refused
from casework.services.writing import changes_contacts, locked_person
from contacts.models import Contact, Note
from contacts.oversight import RECORDED_AS, Oversight, OversightState
from staff.models import User
from ui import formats

ASKED = ("kind", "engaged_in", "every", "unit", "starts_on", "ends_on", "reason", "risk", "timescale")


@changes_contacts("ask for management oversight")
def ask_for_oversight(*, by: User, oversight: Oversight) -> Oversight | Already[Oversight]:
    """Save a measure that is not saved yet, for a manager to decide. Sent twice, it is asked for once.

    Raises `Refused` with the `problems_of_asking`.
    """
    person = locked_person(oversight.service_user_id)
    of = OversightOf(person, timezone.localdate())
    if of.waiting and of.waiting.oversight.asked_by_id == by.pk and _alike(of.waiting.oversight, oversight):
        return Already(of.waiting.oversight)
    if found := problems_of_asking(oversight, of):
        raise Refused(*found)
    oversight.brag, oversight.state = of.status, OversightState.ASKED
    oversight.asked_by, oversight.asked_at = by, local_now()
    oversight.save(force_insert=True)
    return oversight


@changes_contacts("agree management oversight")
def agree_oversight(*, by: User, service_user: ServiceUser, seen: str, reason: str) -> Oversight | Already[Oversight]:
    """Let the measure that waits hold from its first day to its last. Sent twice, it is agreed once.

    The person's record gets a contact that says so, which never counts. What was right when it was asked for is asked
    again by the BRAG status of today, for which it is agreed.

    Raises `Refused` where it is not for ``by`` to decide, or is not right any more; `ChangedMeanwhile` where somebody
    decided before, or what waits is not what was ``seen``.
    """
    of, waiting = _to_decide(by, service_user, seen, OversightState.AGREED, reason)
    if isinstance(waiting, Already):
        return waiting
    if found := [Problem(None, words) for _field, words in faults(waiting, of)]:
        raise Refused(*found)
    waiting.brag, waiting.state = of.status, OversightState.AGREED
    waiting.decided_by, waiting.decided_at, waiting.decision_reason = by, local_now(), reason
    waiting.contact = _recorded(waiting, by)
    waiting.save()
    return waiting


@changes_contacts("refuse management oversight")
def refuse_oversight(*, by: User, service_user: ServiceUser, seen: str, reason: str) -> Oversight | Already[Oversight]:
    """Refuse the measure that waits. The case manager is told, and may ask for another. Raises as `agree_oversight`."""
    _of, waiting = _to_decide(by, service_user, seen, OversightState.REFUSED, reason)
    if isinstance(waiting, Already):
        return waiting
    waiting.state = OversightState.REFUSED
    waiting.decided_by, waiting.decided_at, waiting.decision_reason = by, local_now(), reason
    waiting.save()
    return waiting


@changes_contacts("end management oversight")
def end_oversight(*, by: User, oversight: Oversight, reason: str) -> Oversight | Already[Oversight]:
    """Let it hold no more from today on; what waits is taken back. Sent twice, it is ended once.

    Raises `Refused` where it is over already.
    """
    person = locked_person(oversight.service_user_id)
    current = Oversight.objects.select_for_update(of=("self",)).get(pk=oversight.pk)
    if current.state == OversightState.ENDED and (current.ended_by_id, current.end_reason) == (by.pk, reason):
        return Already(current)
    if words := why_not_end(current, OversightOf(person, timezone.localdate())):
        raise Refused(Problem(None, words))
    current.state = OversightState.ENDED
    current.ended_by, current.ended_at, current.end_reason = by, local_now(), reason
    current.save()
    return current


def problems_of_asking(oversight: Oversight, of: OversightOf) -> list[Problem]:
    """Why a measure cannot be asked for; nothing where it can."""
    if words := why_not_ask(of):
        return [Problem(None, words)]
    return [Problem(field, words) for field, words in faults(oversight, of)]


def why_not_end(oversight: Oversight, of: OversightOf) -> str:
    """Why it cannot be ended early; empty where it can."""
    if oversight.state in (OversightState.REFUSED, OversightState.ENDED):
        return what_became(oversight)
    if oversight.state == OversightState.AGREED and oversight.ends_on < of.today:
        return _("It has expired already: its last day was %(day)s.") % {"day": formats.day(oversight.ends_on)}
    return ""


def _to_decide(
    by: User, service_user: ServiceUser, seen: str, decision: OversightState, reason: str
) -> tuple[OversightOf, Oversight | Already[Oversight]]:
    """What waits about the person, who is locked; what was decided before, where that is this very decision."""
    of = OversightOf(locked_person(service_user.pk), timezone.localdate())
    shown = next((each.oversight for each in of.all if str(each.oversight.pk) == seen), None)
    if shown is None:
        raise ChangedMeanwhile(_("This is not there any more. Open the page again"))
    if shown.state != OversightState.ASKED:
        if (shown.state, shown.decided_by_id, shown.decision_reason) == (decision, by.pk, reason):
            return of, Already(shown)
        raise ChangedMeanwhile(f"{what_became(shown)} {_('Your decision has not been saved.')}")
    if words := why_not_decide(by, of.person, shown, of.today):
        raise Refused(Problem(None, words))
    return of, shown


def _recorded(oversight: Oversight, by: User) -> Contact:
    """The contact that says on the person's record who gave oversight, and why."""
    now = local_now()
    contact = Contact.objects.create(
        contact_ref=f"OVERSIGHT-{oversight.pk}",
        service_user_id=oversight.service_user_id,
        officer=by,
        type_id=RECORDED_AS,
        date=now.date(),
        start_time=now.time(),
    )
    said = {
        "what": measure_in_words(oversight),
        "period": formats.period(oversight.starts_on, oversight.ends_on),
        "asked_by": oversight.asked_by,
        "asked": oversight.reason,
        "name": by,
        "agreed": oversight.decision_reason,
    }
    text = _(
        "Management oversight was given: %(what)s\n"
        "%(period)s\n"
        "%(asked_by)s asked for it: %(asked)s\n"
        "%(name)s agreed it: %(agreed)s\n"
        "It does not change what counts towards the month."
    )
    Note.objects.create(contact=contact, text=text % said, written_at=now, written_by=by)
    return contact


def _alike(one: Oversight, other: Oversight) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ASKED)
