"""What the appointment slip says: the wording in force with an appointment's own values, in each of its languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Language
from contacts.models import Contact, Location
from contacts.wording import Wording, WordingKind, filled
from staff.models import Office, Post
from ui import formats

# The catalogue of each language.
CATALOGUES = {Language.ENGLISH: "en-gb", Language.WELSH: "cy"}
# Welsh comes first where there are both.
BOTH = (Language.WELSH, Language.ENGLISH)
# As many lines of an address as a window envelope shows under the name.
ADDRESS_LINES = 5


class Held(NamedTuple):
    """When and where an appointment is held."""

    day: date
    start: time
    end: time | None
    place: str


@dataclass(frozen=True)
class Appointment:
    """What a slip tells of an appointment, and when it is dated. Of a series it tells of the others ``also``."""

    name: str
    address: str
    reference: str
    day: date
    start: time
    end: time | None
    place: str
    officer: str
    office: Office
    is_visit: bool
    issued_on: date
    also: tuple[Held, ...] = ()

    @property
    def held(self) -> tuple[Held, ...]:
        return (Held(self.day, self.start, self.end, self.place), *self.also)

    @property
    def places(self) -> str:
        """Where they are held, each place once."""
        return "\n".join(dict.fromkeys(each.place for each in self.held))

    @property
    def kind(self) -> WordingKind:
        return WordingKind.VISIT if self.is_visit else WordingKind.OFFICE

    @property
    def texts(self) -> str:
        """What is printed of it as somebody typed it, except the place."""
        office = self.office
        organisation = f"{settings.ORGANISATION_NAME} {settings.ORGANISATION_NAME_CY}"
        return f"{self.name} {self.address} {self.officer} {office.name} {office.address} {office.phone} {organisation}"


def appointment_of(contact: Contact, issued_on: date | None = None, *, sender: Office | None = None) -> Appointment:
    """The contact as its slip tells of it; dated today unless ``issued_on`` says otherwise, from its `sender_of`."""
    person = contact.service_user
    return Appointment(
        name=person.name,
        address=person.address,
        reference=contact.contact_ref,
        day=contact.date,
        start=contact.start_time,
        end=contact.end_time,
        place=contact.place,
        officer=contact.officer.get_full_name(),
        office=sender or sender_of(contact, contact.officer.post_on(contact.date)),
        # They come to us, or we to them.
        is_visit=contact.type.location == Location.NONE,
        issued_on=issued_on or timezone.localdate(),
    )


def letters_of(contacts: Sequence[Contact], reference: str, issued_on: date | None = None) -> list[Appointment]:
    """The contacts of one person as a slip tells of them together: one letter for each officer and kind."""
    letters: dict[Any, list[Contact]] = {}
    for contact in contacts:
        letters.setdefault((contact.officer_id, contact.type.location == Location.NONE), []).append(contact)
    return [
        replace(
            appointment_of(first, issued_on),
            reference=reference,
            also=tuple(Held(each.date, each.start_time, each.end_time, each.place) for each in others),
        )
        for first, *others in letters.values()
    ]


def sender_of(contact: Contact, post: Post | None) -> Office:
    """Whose address and number the slip has: the office of the officer's post on the day, or where that is not ready,
    the person's."""
    office = post.office if post else None
    return office if office and office.is_ready else contact.service_user.office


def usual_languages(contact: Contact, office: Office) -> tuple[str, ...]:
    """The languages of its slip unless somebody chooses others.

    Nobody is recorded as speaking Welsh who did not say so; English is also what is recorded of those who were never
    asked, so in Wales they get both.
    """
    if contact.service_user.language == Language.WELSH:
        return (Language.WELSH,)
    return BOTH if office.is_in_wales else (Language.ENGLISH,)


def words_of(
    appointment: Appointment,
    languages: Iterable[str],
    gaps: Mapping[int, str] | None = None,
    wordings: Mapping[str, Wording] | None = None,
) -> list[dict[str, Any]]:
    """A letter for each language, in their order, for the template to lay out.

    What somebody typed has ``gaps``, as `str.translate`s. ``wordings`` are those of the day unless they are given.
    """
    languages = tuple(languages)
    if wordings is None:
        wordings = Wording.objects.in_force(appointment.issued_on, appointment.kind, languages)
    letters = []
    for language in languages:
        with override(CATALOGUES[Language(language)]):
            letters.append({"language": language, **_letter(appointment, wordings[language], gaps or {})})
    return letters


def _letter(about: Appointment, wording: Wording, gaps: Mapping[int, str]) -> dict[str, Any]:
    """The texts of one language, which is switched on."""
    values = _values(about, wording.language, gaps)
    return {
        "to": [values["name"], *address_lines(about.address.translate(gaps))],
        "sender": [
            values["organisation"],
            *dict.fromkeys([values["office"], *address_lines(about.office.address.translate(gaps))]),
            _("Telephone: %(phone)s") % values,
        ],
        "marks": [
            _("Date of this notice: %(day)s") % {"day": formats.day(about.issued_on)},
            _("Reference: %(reference)s") % {"reference": about.reference},
        ],
        "title": _title(about, values),
        "greeting": _("Dear %(name)s,") % values,
        "opening": [*_about_each(about), *_paragraphs(wording.opening, values)],
        "details": [*_when_and_where(about, values), (_("With"), [values["officer"]])],
        "parts": _parts(about, wording, values),
        "receipt": {
            "heading": _("Sign to say that you have this notice"),
            "labels": [_("Name"), _("Date"), _("Signature")],
        },
        # Where it has more than one: the layout knows the numbers.
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
    }


def _title(about: Appointment, values: dict[str, str]) -> str:
    if not about.also:
        return _("Your appointment on %(date)s") % values
    days = [each.day for each in about.held]
    return _("Your appointments from %(first)s to %(last)s") % {"first": _full(min(days)), "last": _full(max(days))}


def _about_each(about: Appointment) -> list[str]:
    """That the wording, which is of one appointment, holds for each."""
    if not about.also:
        return []
    return [_("This notice is about more than one appointment. Everything in it holds for each of them.")]


def _when_and_where(about: Appointment, values: dict[str, str]) -> list[tuple[str, list[str]]]:
    if not about.also:
        return [
            (_("Date"), [values["date"]]),
            (_("Time"), [values["time"]]),
            (_("Place"), about.place.splitlines()),
        ]
    told: list[tuple[str, list[str]]] = []
    for place in dict.fromkeys(each.place for each in about.held):
        there = [
            _("%(date)s, %(time)s") % {"date": _full(each.day), "time": formats.timespan(each.start, each.end)}
            for each in about.held
            if each.place == place
        ]
        told += [(_("Dates"), there), (_("Place"), place.splitlines())]
    return told


def _full(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {formats.day(day)}"


def _values(about: Appointment, language: str, gaps: Mapping[int, str]) -> dict[str, str]:
    """What the placeholders of a wording stand for."""
    welsh = language == Language.WELSH
    typed = {
        "name": about.name,
        "officer": about.officer,
        "office": about.office.name,
        "phone": about.office.phone,
        "organisation": settings.ORGANISATION_NAME_CY if welsh else settings.ORGANISATION_NAME,
    }
    return {
        **{name: text.translate(gaps) for name, text in typed.items()},
        "date": ", ".join(_full(each.day) for each in about.held),
        "time": ", ".join(dict.fromkeys(formats.timespan(each.start, each.end) for each in about.held)),
        "place": about.places,
    }


def _parts(about: Appointment, wording: Wording, values: dict[str, str]) -> list[dict[str, Any]]:
    """The parts below the details: a heading each, and points or paragraphs."""
    visit = about.is_visit
    to_bring = [filled(line, values) for line in wording.to_bring.splitlines() if line.strip()]
    return [
        {
            "heading": _("What to have ready") if visit else _("What to bring"),
            "points": to_bring,
            "paragraphs": [],
        },
        {
            "heading": _("If you cannot be there") if visit else _("If you cannot come"),
            "points": [],
            "paragraphs": _paragraphs(wording.cannot_come, values),
        },
        {
            "heading": _("If you are not there") if visit else _("If you do not come"),
            "points": [],
            "paragraphs": _paragraphs(wording.if_missed, values),
        },
        {
            "heading": _("If you need help"),
            "points": [],
            "paragraphs": _paragraphs(wording.help, values),
        },
    ]


def _paragraphs(text: str, values: dict[str, str]) -> list[str]:
    """What stands between blank lines; the lines of each are one."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [filled(" ".join(part.split()), values) for part in parts]


def address_lines(address: str) -> list[str]:
    """An address as it stands on an envelope: a line for each part, but a house number before its street."""
    lines: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,\n]", address))):
        if lines and re.fullmatch(r"\d+\w?", lines[-1]):
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    while len(lines) > ADDRESS_LINES:
        lines[:2] = [f"{lines[0]}, {lines[1]}"]
    return lines
