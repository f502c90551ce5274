"""Management oversight of the demonstration: of the opening account's people one measure is in force, and one waits."""

from datetime import date, datetime, time, timedelta
from typing import Any

from audit.services import writes
from cases.models import Brag, Custody, Order, ServiceUser
from contacts import facts
from contacts.models import Contact, ContactStandard, Note
from contacts.oversight import RECORDED_AS, Engagement, Oversight, OversightKind, OversightState
from staff.models import Post, Role, User
from staff.units import Unit


@writes("make the oversight of the demonstration")
def record_oversight(*, by: User | None, today: date, opening: User) -> dict[str, int]:
    """Record what the account and the team's manager would have; nothing where too few people are held."""
    posts = Post.objects.on(today).filter(role=Role.TEAM_MANAGER, team=opening.post.team if opening.post else None)
    managers = User.objects.filter(pk__in=posts.values("user"))
    people: Any = ServiceUser.objects.of(Unit.of(opening), today).with_brag(today).order_by("pk")
    people = people.filter(pk__in=Order.objects.current(today).in_scope().values("service_user"))
    people = people.exclude(pk__in=Custody.objects.on(today).values("service_user"))
    amber, green = (people.filter(brag=status).first() for status in (Brag.AMBER, Brag.GREEN))
    manager, standard = managers.first(), ContactStandard.objects.started(today).filter(status=Brag.GREEN).first()
    if not (amber and green and manager and standard):
        return {"made": 0}
    asked_at = datetime.combine(today - timedelta(days=9), time(10, 30))
    agreed = Oversight(
        service_user=amber,
        kind=OversightKind.TELEPHONE,
        engaged_in=Engagement.PROGRAMME,
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=21),
        reason="He attends the group programme twice a week and works shifts on the other days.",
        brag=Brag.AMBER,
        asked_by=opening,
        asked_at=asked_at,
        state=OversightState.AGREED,
        decided_by=manager,
        decided_at=asked_at + timedelta(days=1),
        decision_reason="The programme staff see him twice a week and report to us.",
    )
    agreed.contact = recorded(agreed, manager)
    agreed.save()
    Oversight.objects.create(
        service_user=green,
        kind=OversightKind.LESS_OFTEN,
        every=standard.contact_every + 14,
        unit=standard.unit,
        starts_on=today,
        ends_on=today + timedelta(days=55),
        reason="Settled in work and housing for six months, and has kept every appointment.",
        brag=Brag.GREEN,
        asked_by=opening,
        asked_at=datetime.combine(today - timedelta(days=1), time(16)),
    )
    facts.refresh([amber.pk])
    return {"made": 2}


def recorded(oversight: Oversight, manager: User) -> Contact:
    """The contact that says that the measure was agreed."""
    at = oversight.decided_at
    assert at
    contact = Contact.objects.create(
        contact_ref=f"OVERSIGHT-{oversight.service_user.crn}",
        service_user=oversight.service_user,
        officer=manager,
        type_id=RECORDED_AS,
        date=at.date(),
        start_time=at.time(),
    )
    text = f"{oversight.asked_by} asked for it: {oversight.reason}\n{manager} agreed it: {oversight.decision_reason}"
    Note.objects.create(contact=contact, text=text, written_at=at, written_by=manager)
    return contact
