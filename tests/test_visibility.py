"""Who may see whom: one table for every role."""

import pytest

from cases.models import ServiceUser

EVERYBODY = ["own", "colleagues", "other_team", "other_ldu", "elsewhere", "unallocated"]
SEES = {
    "case_manager": ["own", "colleagues"],
    "colleague": ["own", "colleagues"],
    "team_manager": ["own", "colleagues"],
    "other_team_manager": ["other_team"],
    "ldu_head": ["own", "colleagues", "other_team", "unallocated"],
    "other_ldu_head": ["other_ldu"],
    "chief_officer": ["own", "colleagues", "other_team", "other_ldu", "unallocated"],
    "other_chief_officer": ["elsewhere"],
    "administrator": [],
}


@pytest.mark.parametrize("who", SEES)
def test_each_role_sees_its_own_part_of_the_organisation(cast, who):
    visible = set(ServiceUser.objects.visible_to(getattr(cast, who)))
    assert visible == {getattr(cast, name) for name in SEES[who]}
