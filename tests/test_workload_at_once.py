"""Two who change what workload is worked out by at the same moment: one does, the other is told."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from audit.models import Entry
from base.versions import version
from staff.models import Post
from tests.at_once import together
from tests.workload import model
from workload.models import Adjustment, WorkloadModel
from workload.services.thresholds import record_adjustment, set_rurality
from workload.services.weightings import agree_model, throw_away_draft

pytestmark = pytest.mark.django_db(transaction=True)
NEW_YEAR = date(2027, 1, 1)


def told(found) -> list[bool]:
    return sorted(isinstance(each, ValidationError) for each in found)


@time_machine.travel("2026-11-18 09:00")
def test_of_two_chief_officers_one_agrees_a_draft(cast):
    draft = model(starts_on=NEW_YEAR)
    found = together(
        *(
            lambda chief=chief: agree_model(by=chief, model=draft, seen=version(draft))
            for chief in (cast.chief_officer, cast.other_chief_officer)
        ),
        but=ValidationError,
    )
    assert told(found) == [False, True]
    assert Entry.objects.count() == 1


@time_machine.travel("2026-11-18 09:00")
def test_of_two_drafts_for_one_day_one_is_agreed(cast):
    drafts = [model(starts_on=NEW_YEAR, amber=Decimal(hours)) for hours in (3, 4)]
    found = together(
        *(lambda draft=draft: agree_model(by=cast.chief_officer, model=draft, seen=version(draft)) for draft in drafts),
        but=ValidationError,
    )
    assert told(found) == [False, True]
    assert WorkloadModel.objects.agreed().filter(starts_on=NEW_YEAR).count() == 1


@time_machine.travel("2026-11-18 09:00")
def test_what_is_agreed_is_not_thrown_away_at_that_moment(cast):
    draft = model(starts_on=NEW_YEAR)
    found = together(
        lambda: agree_model(by=cast.chief_officer, model=draft, seen=version(draft)),
        lambda: throw_away_draft(by=cast.administrator, model=draft),
        but=ValidationError,
    )
    assert told(found) == [False, True]
    left = WorkloadModel.objects.filter(pk=draft.pk)
    assert left.exists() == isinstance(found[0], WorkloadModel)


@time_machine.travel("2026-11-18 09:00")
def test_of_two_adjustments_for_one_reason_one_is_recorded(cast):
    def record(percent):
        said = {"reason": "Split Role", "starts_on": date(2026, 11, 18), "agreed_with": "Piran Morris"}
        adjustment = Adjustment(officer=cast.case_manager, percent=Decimal(percent), **said)
        return lambda: record_adjustment(by=cast.team_manager, adjustment=adjustment)

    assert told(together(record(20), record(30), but=ValidationError)) == [False, True]
    assert Adjustment.objects.count() == 1


@time_machine.travel("2026-11-18 09:00")
def test_of_two_ruralities_one_is_set_and_there_is_one_post_a_day(cast):
    seen = version(cast.case_manager.posts.get())
    found = together(
        *(
            lambda percent=percent: set_rurality(
                by=cast.team_manager, officer=cast.case_manager, percent=Decimal(percent), seen=seen
            )
            for percent in (5, 10)
        ),
        but=ValidationError,
    )
    assert told(found) == [False, True]
    assert Post.objects.on(date(2026, 11, 18)).filter(user=cast.case_manager).count() == 1
