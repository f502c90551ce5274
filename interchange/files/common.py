"""Columns and rules that several files share."""

from cases.models import ServiceUser
from interchange.files.declaration import Column, Reference, Rule
from interchange.files.values import DATE, Pattern, Text
from staff.models import Division, Ldu, Office, User

OFFICE = Reference("office", "offices", "office", Office, "name")
LDU = Reference("ldu", "offices", "ldu", Ldu, "name")
DIVISION = Reference("division", "offices", "division", Division, "name")
OFFICER = Reference("officer", "staff", "staff_code", User, "staff_code")
PERSON = Reference("person", "service_users", "crn", ServiceUser, "crn")

CRN = Pattern("[A-Z][0-9]{6}", "a capital letter and six digits")
STAFF_CODE = Text(20)

PERSON_COLUMN = Column("crn", CRN, required=True, refers_to=PERSON, field="service_user_id")
OFFICER_COLUMN = Column("staff_code", STAFF_CODE, required=True, refers_to=OFFICER, field="officer_id")
STARTS = Column("starts_on", DATE, required=True)
ENDS = Column("ends_on", DATE)

ENDS_AFTER_START = Rule("ends_on", "s.ends_on < s.starts_on", "'a date on or after ' || s.starts_on || ', the start'")

HAS_A_NAME = Rule("last_name", "s.first_name = '' AND s.last_name = ''", "'a first or a last name'")


def not_in_future(column: str) -> Rule:
    """The date in ``column`` is not after the day of the import."""
    return Rule(column, f"s.{column} > %(today)s", "'a date that is not in the future'")
