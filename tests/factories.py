"""Records for tests. Each is valid by itself; a test names only what it is about."""

from datetime import date, datetime, time

import factory
from factory.django import DjangoModelFactory

from cases.models import Allocation, Brag, BragReview, Order, OrderType, ServiceUser
from contacts.models import Contact
from staff.models import Division, Ldu, Office, OfficeKind, Role, Team, User

# The place of an appointment at the office of those who have none of their own.
NEWPORT = "Newport, 1 Bridge Street, NP20 4AA"
PASSWORD = "correct-horse-battery"


class DivisionFactory(DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("name",)

    name = "Wales"


class LduFactory(DjangoModelFactory):
    class Meta:
        model = Ldu
        django_get_or_create = ("name",)

    name = "Gwent"
    division = factory.SubFactory(DivisionFactory)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ("ldu", "name")

    name = "Newport 1"
    ldu = factory.SubFactory(LduFactory)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("name",)

    name = "Newport"
    ldu = factory.SubFactory(LduFactory)
    kind = OfficeKind.FRONT_OFFICE
    amk_from = date(2018, 10, 1)
    address = "1 Bridge Street, NP20 4AA"
    phone = "01633 960100"


OF_THE_POST = ("role", "team", "ldu", "division", "office", "weekly_hours", "rurality_override")


class UserFactory(DjangoModelFactory):
    """A case manager of full hours, in one post since ever; ``password`` is `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    staff_code = factory.Sequence(lambda n: f"N{n:05}")
    first_name = "Cara"
    last_name = factory.Sequence(lambda n: f"Manager{n}")
    email = factory.LazyAttribute(lambda user: f"{user.staff_code.lower()}@example.org")
    role = Role.CASE_MANAGER
    team = factory.SubFactory(TeamFactory)
    office = factory.SubFactory(OfficeFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        post = {name: fields.pop(name) for name in OF_THE_POST if name in fields}
        user = super()._create(model_class, *args, **fields)
        user.posts.create(**post)
        return user

    @factory.post_generation
    def password(user, create, extracted, **kwargs):
        user.set_password(extracted or PASSWORD)
        if create:
            user.save(update_fields=["password"])


class ServiceUserFactory(DjangoModelFactory):
    """A person with nothing else. `person` makes one with an order, a BRAG status and a case manager."""

    class Meta:
        model = ServiceUser
        skip_postgeneration_save = True

    crn = factory.Sequence(lambda n: f"X{n:06}")
    first_name = "Sam"
    last_name = factory.Sequence(lambda n: f"Person{n}")
    office = factory.SubFactory(OfficeFactory)

    @factory.post_generation
    def with_public_id(person, create, extracted, **kwargs):
        """The database gives the public id."""
        person.refresh_from_db()


class OrderFactory(DjangoModelFactory):
    class Meta:
        model = Order

    order_ref = factory.Sequence(lambda n: f"O{n}")
    service_user = factory.SubFactory(ServiceUserFactory)
    type = OrderType.COMMUNITY_ORDER
    starts_on = date(2018, 9, 1)
    ends_on = date(2030, 8, 31)


class BragReviewFactory(DjangoModelFactory):
    class Meta:
        model = BragReview

    service_user = factory.SubFactory(ServiceUserFactory)
    reviewed_on = date(2018, 9, 1)
    status = Brag.AMBER


class AllocationFactory(DjangoModelFactory):
    class Meta:
        model = Allocation

    service_user = factory.SubFactory(ServiceUserFactory)
    officer = factory.SubFactory(UserFactory)
    starts_on = date(2018, 9, 1)


class ContactFactory(DjangoModelFactory):
    """A planned office visit that, by default, is an offer once its notice is issued: see `noticed`."""

    class Meta:
        model = Contact

    class Params:
        noticed = factory.Trait(
            notice_issued_at=factory.LazyAttribute(lambda contact: datetime.combine(contact.date, time(0, 0))),
            slip_uploaded=True,
        )

    contact_ref = factory.Sequence(lambda n: f"C{n}")
    service_user = factory.SubFactory(ServiceUserFactory)
    officer = factory.SubFactory(UserFactory)
    type_id = "COAP"
    date = date(2018, 11, 14)
    start_time = time(9, 30)
    end_time = time(10, 0)
    place = NEWPORT


def person(officer: User | None = None, *, brag: str | None = Brag.AMBER, **fields) -> ServiceUser:
    """Somebody in scope of the measure since September 2018, held by ``officer``."""
    service_user = ServiceUserFactory(**fields)
    OrderFactory(service_user=service_user)
    if brag:
        BragReviewFactory(service_user=service_user, status=brag)
    if officer:
        AllocationFactory(service_user=service_user, officer=officer)
    return service_user
