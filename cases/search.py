"""People are searched as they are written: what somebody typed into the one box, and whom it finds.

A text may hold a name, a CRN, a telephone number and a date of birth, in any order; somebody is found of whom all of it
is true. What is taken for a number or a date is taken out, and what is left are words of names.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from string import ascii_uppercase
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Contains, StartsWith
from django.utils import timezone
from django.utils.translation import gettext as _

from base.db import Digits, Filed
from cases.models import Alias, ServiceUser, ServiceUserQuerySet
from ui import formats
from ui.fields import DateField

DASHES = re.compile("[‐-―−]")
# 7/3/1985, 07-03-1985, 7.3.85, 1985-03-07; 7 March 1985, 7th Mar 85; 7 3 1985, where the year has four digits, since
# 12 34 56 is a CRN without its letter. None is a part of a longer number.
FIRST, LAST = r"(?<![\w+])(?P<first>\d{1,4})", r"(?P<last>\d{2,4})(?!\w|[./-]\d)"
DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d[./-]){FIRST} ?[./-] ?(?P<month>\d{{1,2}}) ?[./-] ?{LAST}",
        rf"{FIRST}(?:st|nd|rd|th)?[ ./-]{{1,2}}(?P<month>[a-z]{{3,9}})[ ./,-]{{1,2}}{LAST}",
        rf"(?<!\d ){FIRST} (?P<month>\d{{1,2}}) (?=\d{{4}}){LAST}(?! \d)",
    )
]
# A letter, which may be left out, and six digits, spaces between or not.
CRN = re.compile(
    r"(?<![\w+)])(?<![\d)][ -])(?P<letter>[a-z][ -]?)?(?P<digits>\d(?:[ -]?\d){5})(?!\w|[ -]\d)", re.IGNORECASE
)
BEGINNING_OF_CRN = re.compile(r"(?<!\w)[a-z]\d{1,5}(?!\w)", re.IGNORECASE)
# At least seven digits: fewer are a part of many people's numbers.
PHONE = re.compile(r"(?<!\w)[+(]*\d(?:[ ().-]*\d){6,}(?!\w)")
# The least letters by which the index of parts of names finds anything.
INDEXED = 3


@dataclass
class Sought:
    """What is searched for, each as it was typed or as it was understood."""

    names: list[str] = field(default_factory=list)
    crns: list[str] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    births: list[date] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Sought":
        """What the text asks for. Nothing in it may be found: a text of nothing but signs."""
        sought = cls()
        rest = " ".join(DASHES.sub("-", normalize("NFC", text)).split())
        for pattern in DATES:
            rest = pattern.sub(sought._take_date, rest)
        rest = CRN.sub(sought._take_crn, rest)
        rest = BEGINNING_OF_CRN.sub(sought._take_beginning, rest)
        rest = PHONE.sub(sought._take_phone, rest)
        sought.names = [word for word in re.split(r"[\s,;]+", rest) if letters(word)]
        return sought

    def _take_date(self, found: re.Match) -> str:
        try:
            day = DateField().clean("/".join(found.group("first", "month", "last")))
        except ValidationError:
            return found[0]
        # Nobody is born in the future: of two digits it is the year of a century ago.
        to_come = day > timezone.localdate() and len(found["last"]) == 2
        self.births.append(day.replace(year=day.year - 100) if to_come else day)
        return ","

    def _take_crn(self, found: re.Match) -> str:
        self.crns.append((found["letter"] or "")[:1].upper() + digits(found["digits"]))
        return ","

    def _take_beginning(self, found: re.Match) -> str:
        self.beginnings.append(found[0].upper())
        return ","

    def _take_phone(self, found: re.Match) -> str:
        self.phones.append(found[0].strip())
        return ","

    def __bool__(self) -> bool:
        return any((self.names, self.crns, self.beginnings, self.phones, self.births))

    def among(self, people: ServiceUserQuerySet) -> ServiceUserQuerySet:
        """Those of the people of whom all of it is true; nobody where nothing is asked for."""
        if not self:
            return people.none()
        long_enough = any(letters(word) >= INDEXED for word in self.names)
        for word in self.names:
            people = people.filter(named(word, anywhere=long_enough))
        for crn in self.crns:
            # The index of CRNs has no place for a number without its letter; 26 letters are soon asked for.
            people = people.filter(numbered(Q(crn__in=[letter + crn[-6:] for letter in crn[:-6] or ascii_uppercase])))
        for beginning in self.beginnings:
            people = people.filter(numbered(Q(crn__startswith=beginning)))
        for phone in self.phones:
            people = people.filter(Contains(Digits("phone"), Value(national(phone))))
        return people.filter(*(Q(date_of_birth=birth) for birth in self.births))

    def in_words(self) -> list[tuple[str, str]]:
        """What each part of the text was taken for, and that part."""
        return [
            *([(_("Name"), " ".join(self.names))] if self.names else []),
            *((_("CRN") if len(crn) > 6 else _("CRN without its letter"), crn) for crn in self.crns),
            *((_("Beginning of a CRN"), beginning) for beginning in self.beginnings),
            *((_("Telephone number"), phone) for phone in self.phones),
            *((_("Date of birth"), formats.day(birth)) for birth in self.births),
        ]


def letters(word: str) -> int:
    """How many letters and digits a word has."""
    return sum(map(str.isalnum, word))


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def national(phone: str) -> str:
    """The digits of a telephone number that stay the same with 0, +44, 0044 or +44 (0) before them."""
    number = digits(phone)
    if phone.startswith(("+44", "0044")) or len(number) > 11:
        number = re.sub(r"^(00)?44", "", number)
    return re.sub(r"^0+", "", number)


def named(word: str, *, anywhere: bool) -> Q:
    """Whether a word is a part of a name, or, unless it may be ``anywhere``, the beginning of the first or last one."""
    name, part = F("filed_as"), Filed(Value(word))
    if anywhere:
        return Q(Contains(name, part))
    return Q(StartsWith(name, part)) | Q(Contains(name, Concat(Value(" "), part)))


def numbered(crn: Q) -> Q:
    """Whether the CRN, or a former one of a record that was merged, is as ``crn`` says."""
    former = Alias.objects.filter(crn).values("service_user")
    return Q(pk__in=ServiceUser.objects.order_by().filter(crn).values("pk").union(former, all=True))
