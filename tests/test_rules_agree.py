"""The product agrees with an independent plain-Python reading of the rules on thousands of made cases."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from contacts.models import FactsBasis
from tests.answers import ask, load
from tests.measures import change_measure, in_the_database
from tests.oracle import Caseload, compliance, workload
from tests.strategies import examples, plain_caseload, random_caseload, write_caseload

FIGURE_LEVELS = ["division", "ldu", "team", "case_manager"]


def made(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        # Not shrunk: each example costs an import, and the first rows that differ already name the person.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def disagreements(
    example, folder, policy="further_appointment", levels=(*FIGURE_LEVELS, "service_user", "contact"), live=False
):
    """The levels at which the product's answer differs from the oracle's, with the first rows that do.

    The product reads what it keeps, or where ``live``, derives everything when it is asked.
    """
    write_caseload(folder, example.files)
    caseload = Caseload.read(folder)
    as_of = example.as_of.isoformat()
    found = {}
    shipped, *others = example.measures
    measures = [shipped._replace(follow_up=policy), *others]
    with transaction.atomic():
        in_the_database(measures)
        load(folder)
        if live:
            FactsBasis.objects.all().delete()
        for level in levels:
            answer = ask("compliance", "--month", example.month, "--level", level, "--as-of", as_of)
            columns, rows = compliance(caseload, example.month, example.as_of, level, measures=measures)
            found["compliance", level] = differing(answer, columns, rows)
            if level != "contact":
                answer = ask("workload", "--level", level, "--as-of", as_of)
                columns, rows = workload(caseload, example.as_of, level)
                found["workload", level] = differing(answer, columns, rows)
        transaction.set_rollback(True)
    return {place: rows for place, rows in found.items() if rows}


def differing(answer, columns, rows):
    expected = [list(columns), *(list(map(str, row)) for row in rows)]
    if answer == expected:
        return []
    return [row for row in answer if row not in expected][:5] + [row for row in expected if row not in answer][
        :5
    ] or answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    "policy, live, number",
    [
        ("further_appointment", False, 20),
        ("any_action", False, 10),
        ("further_appointment", True, 4),
        ("any_action", True, 4),
    ],
)
def test_every_level_agrees_on_made_cases(policy, live, number, tmp_path_factory):
    change_measure(follow_up=policy)
    levels = ["division", "case_manager", "service_user", "contact"]

    @made(number)
    @given(examples())
    def agree(example):
        assert disagreements(example, tmp_path_factory.mktemp("caseload"), policy, levels, live) == {}

    agree()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_every_level_agrees_on_many_people(seed, tmp_path):
    assert disagreements(random_caseload(seed, 250), tmp_path) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("people, met", [(20, 19), (20, 18), (20, 17), (20, 16), (45, 45), (50, 43), (55, 50)])
def test_the_bands_agree_at_their_edges(people, met, tmp_path):
    assert disagreements(plain_caseload(people, met), tmp_path, levels=FIGURE_LEVELS) == {}
