"""What the daily email says: how much there is to do, and for whom by CRN. It names nobody."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from casework.worklist import KINDS, Line, Worklist, by_kind
from staff.models import Role, User

# So many CRNs of a kind are written out; the worklist has the rest.
WRITTEN_OUT = 20


def lines_for(user: User, worklist: Worklist) -> list[Line]:
    """What the email tells of: what the worklist of ``user`` lists as to do."""
    return worklist.awake if user.role == Role.CASE_MANAGER else worklist.to_do


def message_about(lines: Sequence[Line], user: User) -> EmailMessage:
    """The email to ``user``. What may not be seen is counted, without its CRN."""
    parts = []
    for kind, count in by_kind(lines).items():
        people = {line.person.pk: line.person for line in lines if line.kind == kind}
        crns = sorted(person.crn for person in people.values() if person.visible)
        parts.append((KINDS[kind], count, crns[:WRITTEN_OUT], len(crns[WRITTEN_OUT:])))
    subject = ngettext("Your worklist: %(number)d thing to do", "Your worklist: %(number)d things to do", len(lines))
    worklist = reverse("worklist" if user.role == Role.CASE_MANAGER else "team_worklist")
    told = {
        "parts": parts,
        "worklist_url": f"{settings.SITE_URL}{worklist}",
        "account_url": f"{settings.SITE_URL}{reverse('account')}",
    }
    body = render_to_string("casework/daily_email.txt", told)
    return EmailMessage(subject % {"number": len(lines)}, body, settings.DEFAULT_FROM_EMAIL, [user.email])
