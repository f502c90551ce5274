"""The appointment slip: the written notice of an appointment, alone or with others, as an accessible PDF."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Language
from casework.slip.words import (
    BOTH,
    CATALOGUES,
    Appointment,
    appointment_of,
    letters_of,
    sender_of,
    usual_languages,
    words_of,
)
from casework.typesetting import Unprintable, compiled, gaps_for, unprintable
from contacts.models import Contact
from contacts.wording import Wording
from staff.models import Office

TEMPLATE = Path(__file__).with_name("slip.typ")


class NoSender(ValueError):
    """Neither the officer's office nor the person's has an address with a postcode and a telephone number."""


class Slip(NamedTuple):
    """What one person is given: its letters in their words, as the template lays them out and a notice keeps them."""

    letters: list[dict[str, Any]]

    @property
    def pdf(self) -> bytes:
        return together([self])


def make_slip(
    contact: Contact,
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
    sender: Office | None = None,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    """The slip of the appointment as it is now.

    It is in the ``languages``, or in those that are usual for the person; in ``large`` print; dated ``issued_on``, or
    today. What somebody typed has a gap where no font has a character of it. ``sender`` and ``wordings`` are given
    where they are known for several. Raises `Unprintable` where the place, which the notice must state, cannot be
    shown, and `NoSender` where there is no address and number to put on it.
    """
    return _made([appointment_of(contact, issued_on, sender=sender)], contact, languages, large, wordings)


def make_series_slip(
    contacts: Sequence[Contact],
    reference: str,
    *,
    languages: Sequence[str] = (),
    large: bool = False,
    issued_on: date | None = None,
) -> Slip:
    """One slip of several appointments of one person, in order, under the ``reference``; else as `make_slip`."""
    return _made(letters_of(contacts, reference, issued_on), contacts[0], languages, large)


def make_slips(asked: Sequence[tuple[Contact, Mapping[str, Any]]]) -> list[Slip]:
    """The slips of several appointments of one type with one officer on one day, dated today.

    Each comes with what is asked for of its slip: ``languages`` and ``large``, as of `make_slip`, which raises the
    same.
    """
    first = asked[0][0]
    post = first.officer.post_on(first.date)
    about = appointment_of(first, sender=sender_of(first, post))
    wordings = Wording.objects.in_force(about.issued_on, about.kind, BOTH)
    return [
        make_slip(contact, **wanted, sender=sender_of(contact, post), wordings=wordings) for contact, wanted in asked
    ]


def _made(
    appointments: Sequence[Appointment],
    first: Contact,
    languages: Sequence[str],
    large: bool,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    if not all(appointment.office.is_ready for appointment in appointments):
        raise NoSender
    usual = languages or usual_languages(first, appointments[0].office)
    return slip_telling(appointments, usual, large=large, wordings=wordings)


def slip_telling(
    appointments: Sequence[Appointment],
    languages: Sequence[str],
    *,
    large: bool = False,
    wordings: Mapping[str, Wording] | None = None,
) -> Slip:
    """The slip of whatever is told of appointments, in the wordings of their day or in others."""
    if any(unprintable(appointment.places) for appointment in appointments):
        raise Unprintable
    letters = []
    for appointment in appointments:
        gaps = gaps_for(appointment.texts)
        letters += [{**words, "large": large} for words in words_of(appointment, languages, gaps, wordings)]
    return Slip(letters)


def together(slips: Iterable[Slip]) -> bytes:
    """The slips one after another, each once, as one tagged PDF/UA-1 in the language of the first.

    Its title names nobody.
    """
    once = list({json.dumps(slip.letters, sort_keys=True): slip for slip in slips}.values())
    letters = [letter for slip in once for letter in slip.letters]
    language = letters[0]["language"]
    said = {"title": _title(once, language), "language": language, "letters": letters}
    return compiled(TEMPLATE.read_bytes(), said)


def _title(slips: Sequence[Slip], language: str) -> str:
    """Of one slip what its letters are about; of several what they are, in the language."""
    if len(slips) == 1:
        return " / ".join(dict.fromkeys(letter["title"] for letter in slips[0].letters))
    with override(CATALOGUES[Language(language)]):
        return _("Appointment slips")
