"""A statement that is compiled once answers as its queryset does, whatever it is given, and however often."""

from datetime import date

import pytest
from django.db.models import DateField, OuterRef, Subquery

from alerts.scan import scan_contacts
from base.statements import CompiledOnce, Parameter, Statement
from cases.models import ServiceUser
from casework.possible import weighed, weighed_contact
from casework.selectors import contact_of, judged, open_alerts, open_alerts_of, orders_of, timeline_of
from contacts import facts
from contacts.models import Contact
from staff.models import Post
from tests.factories import ContactFactory, OrderFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30)]


@pytest.fixture
def contacts(cast):
    about = {"service_user": cast.own, "officer": cast.case_manager}
    made = [ContactFactory(**about, date=day, noticed=True, outcome_id="UAAB") for day in DAYS]
    ContactFactory(service_user=cast.colleagues, officer=cast.colleague, date=DAYS[0])
    facts.keep_up()
    facts.refresh()
    return made


def said_of(contact):
    """All that is known of it, but for Django's own state."""
    return {name: value for name, value in vars(contact).items() if not name.startswith("_")}


def test_it_is_given_other_values_each_time(contacts):
    since = Statement(lambda: Contact.objects.filter(date__gte=Parameter("since", DateField())).order_by("date", "pk"))
    for day in [*DAYS, date.max]:
        fresh = list(Contact.objects.filter(date__gte=day).order_by("date", "pk"))
        assert since.rows(since=day) == fresh
        assert since.row(since=day) == next(iter(fresh), None)


def test_it_is_put_together_once(contacts, django_assert_num_queries):
    built = []
    people = Statement(lambda: built.append(1) or ServiceUser.objects.order_by("pk"))
    with django_assert_num_queries(2):
        assert people.rows() == people.rows() != []
    assert len(built) == 1


@pytest.mark.parametrize("today", DAYS)
def test_the_contacts_of_a_person(cast, contacts, today):
    assert facts.standing_of() == facts.FRESH
    fresh = judged(cast.own.contacts.filter(date__gte=DAYS[1]), today).order_by("-starts_at")
    rows = timeline_of(cast.own, DAYS[1], today)
    assert [said_of(row) for row in rows] == [said_of(row) for row in fresh]
    assert all(row.service_user is cast.own for row in rows)
    one = contact_of(cast.own, contacts[0].pk, today)
    assert said_of(one) == said_of(judged(cast.own.contacts.all(), today).get(pk=contacts[0].pk))
    weighs = weighed_contact(cast.own, contacts[0].pk)
    assert said_of(weighs) == said_of(weighed(Contact.objects.all()).get(pk=contacts[0].pk))


def test_a_contact_of_somebody_else_is_not_there(cast, contacts):
    for pk in (Contact.objects.get(service_user=cast.colleagues).pk, 0, 2**63 - 1):
        assert contact_of(cast.own, pk, DAYS[0]) is None
        assert weighed_contact(cast.own, pk) is None


@pytest.mark.parametrize("name", ["contact", "cancel"])
@pytest.mark.parametrize("pk", [2**63, 10**40])
def test_a_number_that_no_record_can_have_leads_nowhere(nia, cast, name, pk):
    assert (
        nia.get(f"/people/{cast.own.public_id}/contacts/{pk}/{'' if name == 'contact' else 'cancel/'}").status_code
        == 404
    )


def test_somebody_who_changes_team_or_role_opens_whom_they_may_now(client, cast):
    page = f"/people/{cast.own.public_id}/"
    client.force_login(cast.colleague, backend="staff.backends.InPostBackend")
    statuses = [client.get(page).status_code]
    post = Post.objects.filter(user=cast.colleague)
    for change in ({"team": TeamFactory(name="Newport 2")}, {"team": cast.case_manager.post.team}):
        post.update(**change, ldu=change["team"].ldu, division=change["team"].ldu.division)
        statuses.append(client.get(page).status_code)
    assert statuses == [200, 404, 200]


def test_orders_and_alerts_of_a_person(cast):
    OrderFactory(service_user=cast.own, starts_on=date(2026, 1, 5))
    overdue = [order.overdue for order in orders_of(cast.own, date(2026, 11, 30))]
    assert len(overdue) == cast.own.orders.count() > 1
    scan_contacts(by=None, as_of=date(2026, 11, 30))
    found = open_alerts(ServiceUser.objects.filter(pk=cast.own.pk), cast.case_manager)
    assert [alert.pk for alert in open_alerts_of(cast.own)] == [alert.pk for alert in found] != []


def test_an_expression_is_compiled_once_and_says_of_each_row_what_it_would(contacts):
    built = []

    def latest():
        built.append(1)
        of_person = Contact.objects.filter(service_user=OuterRef("pk"), date__lt=DAYS[2])
        return Subquery(of_person.order_by("-date").values("date")[:1])

    once = CompiledOnce(ServiceUser, latest, DateField())
    for _ in range(2):
        people = ServiceUser.objects.filter(contacts__date=DAYS[0]).annotate(once=once, anew=latest())
        assert {person.once for person in people} == {DAYS[1], DAYS[0]}
        assert all(person.once == person.anew for person in people)
    assert len(built) == 3
