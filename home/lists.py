"""The lists that managers ask for, each a list of service users or of case managers that is narrowed already."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.team_worklist import TeamRow
from casework.worklist import OF_CONTACT
from contacts.cadence import Due
from ui.words import named_lazy

# Words, how many (None: not known), where they are listed, and a hint.
Counted = tuple[Any, int | None, str, Any]


@dataclass(frozen=True)
class ManagersList:
    """A list by the filters of its page.

    kind | of an open alert, or of a next contact, that just those people have
    hint | what is to be known about it
    """

    label: str | Promise
    narrowed: dict[str, Any]
    kind: str = ""
    hint: str | Promise = ""
    page: str = "caseload"

    @property
    def href(self) -> str:
        return f"{reverse(self.page)}?{urlencode(self.narrowed)}"

    def counted(self, everyone: TeamRow | None = None) -> Counted:
        """How many people are on it, of whose lines ``everyone`` is the sum; not known without, or without a kind."""
        return self.label, self.number(everyone) if everyone and self.kind else None, self.href, self.hint

    def number(self, everyone: TeamRow) -> int:
        if self.kind == OF_CONTACT[Due.OVERDUE]:
            return everyone.contacts[Due.OVERDUE]
        return len({line.person.pk for line in everyone.lines if line.kind == self.kind})


def of_kind(kind: str, label: str | Promise) -> ManagersList:
    return ManagersList(label, {"due": kind}, kind)


LISTS = [
    ManagersList(_("Next contact overdue"), {"next_contact": Due.OVERDUE.value}, OF_CONTACT[Due.OVERDUE]),
    of_kind("not_seen", _("Not seen for six weeks")),
    of_kind("brag_review_due", _("BRAG review overdue")),
    of_kind("iom_status", _("IOM, and below Red/Amber")),
    of_kind("order_overdue", _("Order past its end date")),
    ManagersList(
        _("Single requirement only"),
        {"order": "single_requirement"},
        hint=named_lazy(_("No %(team)s is recorded as the one for single requirements, so everybody is listed.")),
    ),
    ManagersList(_("Amber, and booked elsewhere than at the hub"), {"check": "not_at_hub"}),
    ManagersList(_("BRAG status lowered in the last 30 days"), {"check": "brag_lowered"}),
    ManagersList(_("Allocated in the last 7 days"), {"check": "allocated_7"}),
    ManagersList(_("Released from custody in the last 28 days"), {"check": "released"}),
    ManagersList(named_lazy(_("%(Case_managers)s with many cases")), {}, page="many_cases"),
    ManagersList(_("Additional measures"), {}, page="additional_measures"),
]
