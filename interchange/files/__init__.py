"""The files of a caseload, each declared once. docs/interchange.md describes them for those who write them."""

from interchange.files.contacts import CONTACTS
from interchange.files.offices import OFFICES
from interchange.files.orders import ORDERS
from interchange.files.people import ALLOCATIONS, BRAG, CUSTODY, DESIGNATIONS, SERVICE_USERS
from interchange.files.staff import ADJUSTMENTS, STAFF

# In the order in which they refer to one another.
FILES = [
    OFFICES,
    STAFF,
    ADJUSTMENTS,
    SERVICE_USERS,
    ORDERS,
    CUSTODY,
    BRAG,
    ALLOCATIONS,
    DESIGNATIONS,
    CONTACTS,
]
