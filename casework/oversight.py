"""Management oversight of a person, as pages tell of it and services go by.

The rules are in docs/rules.md, section 5, and in docs/adr/0034-management-oversight.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.statements import PERSON, Statement
from cases.models import Brag, ServiceUser
from contacts.cadence import WITHOUT_STATUS
from contacts.models import CadenceUnit, ContactStandard
from contacts.oversight import HIGH, Engagement, Oversight, OversightKind, OversightState, Standing
from staff.models import Role, User
from staff.units import Unit
from ui import formats
from ui.words import named

DECIDE = (Role.TEAM_MANAGER, Role.LDU_HEAD)
# Each standing in a word or two, and its colour.
TAGS = {
    Standing.WAITING: (gettext_lazy("Waiting for a decision"), "yellow"),
    Standing.LAPSED: (gettext_lazy("Not decided in time"), "grey"),
    Standing.TO_COME: (gettext_lazy("Agreed, from later on"), "blue"),
    Standing.IN_FORCE: (gettext_lazy("In force"), "green"),
    Standing.EXPIRED: (gettext_lazy("Expired"), "grey"),
    Standing.REFUSED: (gettext_lazy("Refused"), "red"),
    Standing.ENDED: (gettext_lazy("Ended early"), "grey"),
    Standing.TAKEN_BACK: (gettext_lazy("Taken back"), "grey"),
}
BY_TELEPHONE = {
    Engagement.PROGRAMME: gettext_lazy("By telephone instead of face to face, while engaged in a programme."),
    Engagement.DRR: gettext_lazy(
        "By telephone instead of face to face, while engaged in a drug rehabilitation requirement (DRR)."
    ),
    Engagement.ATR: gettext_lazy(
        "By telephone instead of face to face, while engaged in an alcohol treatment requirement (ATR)."
    ),
    Engagement.RAR: gettext_lazy(
        "By telephone instead of face to face, while engaged in a rehabilitation activity requirement (RAR)."
    ),
    Engagement.SAC: gettext_lazy(
        "By telephone instead of face to face, while engaged in a senior attendance centre (SAC)."
    ),
}


@dataclass(frozen=True)
class Told:
    """A measure as a page tells of it on a day, the person's BRAG ``status`` being what it is."""

    oversight: Oversight
    today: date
    status: str

    @property
    def standing(self) -> Standing:
        return self.oversight.standing(self.today)

    @property
    def tag(self) -> tuple[str, str]:
        words, colour = TAGS[self.standing]
        return str(words), colour

    @property
    def what(self) -> str:
        """What is changed by it, as a sentence."""
        return measure_in_words(self.oversight)

    @property
    def period(self) -> str:
        return formats.period(self.oversight.starts_on, self.oversight.ends_on)

    @property
    def is_risen(self) -> bool:
        """Whether it widens nothing at present, because the status is higher than what it was agreed for."""
        holds = self.standing in (Standing.IN_FORCE, Standing.TO_COME)
        return holds and self.oversight.is_risen(self.status)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Who did what when, each with the reason."""
        one = self.oversight
        decided = _("%(name)s agreed it on %(day)s.")
        if one.state == OversightState.REFUSED:
            decided = _("%(name)s refused it on %(day)s.")
        ended = _("%(name)s ended it on %(day)s.") if one.decided_by else _("%(name)s took it back on %(day)s.")
        done = (
            (_("%(name)s asked for it on %(day)s."), one.asked_by, one.asked_at, one.reason),
            (decided, one.decided_by, one.decided_at, one.decision_reason),
            (ended, one.ended_by, one.ended_at, one.end_reason),
        )
        return [(words % {"name": name, "day": formats.day(at)}, reason) for words, name, at, reason in done if at]


def measure_in_words(oversight: Oversight) -> str:
    """What is changed by a measure, as a sentence."""
    if oversight.kind == OversightKind.TELEPHONE:
        return str(BY_TELEPHONE[Engagement(oversight.engaged_in)])
    every = oversight.every or 0
    if oversight.unit == CadenceUnit.MONTHS:
        words = ngettext(
            "Less often, for good progress: every calendar month.",
            "Less often, for good progress: every %(every)d calendar months.",
            every,
        )
    else:
        words = ngettext(
            "Less often, for good progress: every day.", "Less often, for good progress: every %(every)d days.", every
        )
    return words % {"every": every}


class OversightOf:
    """What there is about a person on a day: in force, to come, waiting, and what was."""

    def __init__(self, person: ServiceUser, today: date):
        self.person, self.today = person, today

    @cached_property
    def all(self) -> list[Told]:
        """The latest first."""
        return [Told(each, self.today, self.status) for each in _oversights.rows(person=self.person.pk)]

    @cached_property
    def status(self) -> str:
        """By whose standard the person is seen on the day."""
        reviews = self.person.brag_reviews.filter(reviewed_on__lte=self.today).order_by("-reviewed_on")
        return reviews.values_list("status", flat=True).first() or WITHOUT_STATUS

    @cached_property
    def standard(self) -> ContactStandard | None:
        return ContactStandard.objects.started(self.today).filter(status=self.status).first()

    @property
    def is_high(self) -> bool:
        """Whether a measure needs a statement of the risk and a timescale."""
        return self.status in HIGH

    @property
    def current(self) -> list[Told]:
        """In force, or agreed from a later day on."""
        return [each for each in self.all if each.standing in (Standing.IN_FORCE, Standing.TO_COME)]

    @property
    def waiting(self) -> Told | None:
        """What waits for a decision; that its last day went by does not decide it."""
        return next((each for each in self.all if each.oversight.state == OversightState.ASKED), None)

    @property
    def former(self) -> list[Told]:
        gone = (Standing.EXPIRED, Standing.REFUSED, Standing.ENDED, Standing.TAKEN_BACK)
        return [each for each in self.all if each.standing in gone]


_oversights: Statement[Oversight] = Statement(
    lambda: Oversight.objects.filter(service_user=PERSON).select_related("asked_by", "decided_by", "ended_by")
)


def why_not_ask(of: OversightOf) -> str:
    """Why nothing can be asked for about the person now; empty where it can."""
    if of.waiting:
        return _("A temporary measure is waiting for a decision already. It can be taken back until it is decided.")
    if not of.standard or not of.standard.contacts:
        words = _("The contact standard for %(status)s asks for no contacts, so there is nothing to change.")
        return words % {"status": Brag(of.status).label}
    return ""


def why_not_decide(user: User, person: ServiceUser, oversight: Oversight, today: date) -> str:
    """Why it is not for the user to agree or refuse it; empty where it is.

    It is for the team manager of whoever holds the person, or the LDU head above; of unallocated people, for the LDU
    head of their office.
    """
    unit = Unit.of_user(user)
    own = unit and ServiceUser.objects.of(unit, today).filter(pk=person.pk).exists()
    if user.role not in DECIDE or not own:
        return named(
            _("Only the %(team_manager)s of the %(case_manager)s’s %(team)s, or the %(ldu_head)s, can decide about it.")
        )
    if oversight.asked_by_id == user.pk:
        return named(_("You asked for this yourself, so the %(ldu_head)s must decide about it."))
    return ""


def what_became(oversight: Oversight) -> str:
    """What was decided, as somebody is told who comes too late; empty while it waits."""
    if oversight.state == OversightState.ASKED:
        return ""
    words, who, at = {
        OversightState.AGREED: (
            _("%(name)s agreed this on %(day)s at %(time)s."), oversight.decided_by, oversight.decided_at,
        ),
        OversightState.REFUSED: (
            _("%(name)s refused this on %(day)s at %(time)s."), oversight.decided_by, oversight.decided_at,
        ),
        OversightState.ENDED: (
            _("%(name)s took this back or ended it on %(day)s at %(time)s."), oversight.ended_by, oversight.ended_at,
        ),
    }[OversightState(oversight.state)]  # fmt: skip
    assert at
    return words % {"name": who, "day": formats.weekday(at), "time": formats.clock(at.time())}


def longest_in_words(standard: ContactStandard) -> str:
    """How long a measure can hold at most, and that this is the organisation's own choice."""
    words = ngettext(
        "At most %(number)d day, which is a local default that your %(administrator)s can change.",
        "At most %(number)d days, which is a local default that your %(administrator)s can change.",
        standard.oversight_longest,
    )
    return named(words, number=standard.oversight_longest)


def faults(oversight: Oversight, of: OversightOf) -> Iterator[tuple[str, str]]:
    """What is wrong with a measure, by the answer at fault: as it is asked for, and once more as it is agreed."""
    standard, first, last = of.standard, oversight.starts_on, oversight.ends_on
    if standard is None:
        return
    if last < first:
        yield "ends_on", _("The last day must be on or after %(day)s, the first day") % {"day": formats.day(first)}
    elif last < of.today:
        yield "ends_on", _("The last day must be today or in the future")
    elif last > (longest := first + timedelta(days=standard.oversight_longest - 1)):
        words = ngettext(
            "The last day must be %(day)s or before. A temporary measure can hold for %(number)d day at most",
            "The last day must be %(day)s or before. A temporary measure can hold for %(number)d days at most",
            standard.oversight_longest,
        )
        yield "ends_on", words % {"day": formats.day(longest), "number": standard.oversight_longest}
    if oversight.kind == OversightKind.LESS_OFTEN and (oversight.every or 0) <= standard.contact_every:
        yield (
            "every",
            _("Enter more than %(number)d, which is the contact standard") % {"number": standard.contact_every},
        )
    if of.is_high and not oversight.risk:
        yield "risk", _("Enter the risk statement. It is needed for Red and Red/Amber")
    if of.is_high and not oversight.timescale:
        yield "timescale", _("Enter the timescale. It is needed for Red and Red/Amber")
    for other in of.current:
        if other.oversight.starts_on <= last and first <= other.oversight.ends_on:
            yield "starts_on", _("Another measure is agreed for these days: %(period)s") % {"period": other.period}
