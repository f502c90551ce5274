"""What enforcement may be due after a failure to comply: advice, which decides and records nothing.

A failure to comply is a contact with an outcome that nDelius calls enforceable. One whose reason is not known yet is no
failure until somebody decides it. The limits are those of the national standards that organisations worked to: a
warning letter within two business days of a failure, breach to be considered at the second within twelve months. They
are told as advice, with the contacts that were counted.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts import calendar
from contacts.enforcement import EVIDENCE_AWAITED, NOT_KNOWN_YET
from contacts.models import Contact, Enforcement
from ui.formats import day, weekday

LETTER_WITHIN = 2
COUNTED_FOR_YEARS = 1


@dataclass(frozen=True)
class Advice:
    """What to consider about a failure to comply, in sentences, and the earlier ``failures`` that were counted."""

    sentences: list[str]
    failures: list[Contact]


def years_before(until: date, years: int) -> date:
    """The same day of an earlier year; of 29 February the 28th where the year has none."""
    try:
        return until.replace(year=until.year - years)
    except ValueError:
        return until.replace(year=until.year - years, day=28)


def advice_on(contact: Contact, taken: list[Enforcement], today: date) -> Advice | None:
    """What to consider about the contact, of which the actions ``taken`` are recorded; None where nothing is."""
    if not contact.outcome or not contact.outcome.enforceable:
        return None
    if contact.outcome_id == NOT_KNOWN_YET:
        return Advice([evidence_in_words(taken, today)], [])
    failures = list(
        Contact.objects.standing()
        .filter(
            service_user=contact.service_user_id,
            outcome__enforceable=True,
            date__gt=years_before(contact.date, COUNTED_FOR_YEARS),
            starts_at__lt=contact.starts_at,
        )
        .exclude(outcome=NOT_KNOWN_YET)
        .select_related("outcome")
        .order_by("starts_at")
    )
    if not failures:
        letter_by = calendar.business_days().add_business_days(contact.date, LETTER_WITHIN)
        first = _("This is the first failure to comply in twelve months.")
        letter = _("Consider a warning letter, to be sent by %(day)s, which is within two business days.")
        return Advice([first, letter % {"day": weekday(letter_by)}], [])
    counted = ngettext(
        "There was %(number)d other failure to comply in the twelve months before.",
        "There were %(number)d other failures to comply in the twelve months before.",
        len(failures),
    )
    return Advice([counted % {"number": len(failures)}, _("Consider breach with your manager.")], failures)


def evidence_in_words(taken: list[Enforcement], today: date) -> str:
    """Until when evidence of why somebody did not come is awaited, and what to do after that."""
    awaited = [each.respond_by for each in taken if each.action_id == EVIDENCE_AWAITED and each.respond_by]
    if not awaited:
        return _("The reason is not known yet. Decide whether the absence is acceptable once you know it.")
    if (last := max(awaited)) < today:
        words = _("Evidence was awaited until %(day)s. Decide whether the absence is acceptable.")
    else:
        words = _("Evidence is awaited until %(day)s. Decide after that whether the absence is acceptable.")
    return words % {"day": day(last)}
