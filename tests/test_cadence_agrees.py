"""When the next contact is due agrees with an independent plain-Python reading, and its groups divide everyone."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ServiceUser
from contacts.cadence import Due, next_contacts
from contacts.models import ContactStandard
from tests.answers import load
from tests.oracle import Caseload
from tests.oracle.cadence import SHIPPED, Standard, next_contact
from tests.strategies import examples, write_caseload
from tests.test_rules_agree import made

standards = st.builds(
    Standard,
    every=st.sampled_from([1, 2, 7, 28, 60]),
    contacts=st.sampled_from([1, 1, 2, 3, 0]),
    unit=st.sampled_from(["days", "days", "months"]),
    types=st.sampled_from([SHIPPED["red"].types, ("CHVS",), ("COAP", "COPT")]),
    first_within=st.sampled_from([1, 5, 6]),
    first_after_release=st.sampled_from([1, 2]),
)
by_status = st.dictionaries(st.sampled_from([*SHIPPED]), standards).map(lambda changed: SHIPPED | changed)


def in_force(chosen):
    """Put them in the place of the shipped ones."""
    ContactStandard.objects.all().delete()
    ContactStandard.objects.bulk_create(
        ContactStandard(status=status, contact_every=every, review_every=1, **rest)
        for status, (every, rest) in ((status, split(standard)) for status, standard in chosen.items())
    )


def split(standard):
    fields = standard._asdict()
    return fields.pop("every"), {**fields, "types": [*standard.types]}


@pytest.mark.django_db
def test_they_agree_on_made_cases(tmp_path_factory):
    @made(40)
    @given(examples(), by_status, st.sampled_from([0, 0, 3, 30]))
    def agree(example, chosen, later):
        folder = tmp_path_factory.mktemp("caseload")
        write_caseload(folder, example.files)
        caseload, as_of = Caseload.read(folder), example.as_of + timedelta(days=later)
        with transaction.atomic():
            in_force(chosen)
            load(folder)
            people = ServiceUser.objects.values("pk")
            crns = dict(ServiceUser.objects.values_list("pk", "crn"))
            rows = [*next_contacts(as_of, people)]
            found = {crns[row["service_user_id"]]: (row["due"] or row["why"], row["group"]) for row in rows}
            groups = [{*next_contacts(as_of, people).filter(group=due).values_list("service_user_id")} for due in Due]
            transaction.set_rollback(True)
        assert found == {crn: next_contact(caseload, crn, as_of, chosen) for crn in caseload.service_users}
        assert len(rows) == len(crns) == sum(map(len, groups)) == len(set().union(*groups))

    agree()
