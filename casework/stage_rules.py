"""Where a case belongs by the stages of the roll-out (Source B, 2.2d and 2.2e), when somebody allocates it.

Single requirements go to the team that is recorded for them, and nothing else does; Amber cases go to the community
hub of their area. An exception is allocated all the same, with its reason.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cases.models import Allocation, Brag, ServiceUser, ServiceUserQuerySet
from casework.hubs import ready_hubs
from staff.models import Office, OfficeKind, Post, Team
from ui import formats
from ui.words import named
from workload.selectors import cases


class StageRules:
    """What speaks against allocating any of the ``people`` (ids) to somebody in a post. Four statements, however many.

    Only cases are asked about: people with a current order on the day.
    """

    def __init__(self, people: Iterable[int], day: date):
        self.people, self.day = list(people), day

    @cached_property
    def cases(self) -> dict[int, tuple[str | None, bool]]:
        """The BRAG status, and whether it is a single requirement, of each case."""
        weighed: Any = cases(self.day, ServiceUser.objects.filter(pk__in=self.people))
        return {pk: (brag, single) for pk, brag, single in weighed.values_list("pk", "brag", "single_requirement")}

    @cached_property
    def ldus(self) -> dict[int, int]:
        """The LDU of each person's office."""
        return dict(ServiceUser.objects.filter(pk__in=self.people).values_list("pk", "office__ldu"))

    @cached_property
    def hubs(self) -> dict[int, list[Office]]:
        """The community hubs that can be booked, by LDU."""
        found: dict[int, list[Office]] = defaultdict(list)
        for hub in ready_hubs(Office.objects.all()):
            found[hub.ldu_id].append(hub)
        return found

    @cached_property
    def with_a_team(self) -> set[int]:
        """The LDUs with a team for single requirements."""
        return set(Team.objects.filter(for_single_requirements=True).order_by().values_list("ldu", flat=True))

    def against(self, person: int, post: Post | None) -> list[str]:
        """Why the case does not belong there, in whole sentences; nothing where it does."""
        if post is None or person not in self.cases:
            return []
        brag, single = self.cases[person]
        for_single = bool(post.team and post.team.for_single_requirements)
        found = []
        if single and not for_single and post.ldu_id in self.with_a_team:
            found.append(named(_("A single requirement goes to the %(team)s that is recorded for them.")))
        if for_single and not single:
            found.append(named(_("This %(team)s is for single requirements, and an order of this case is in scope.")))
        hubs = self.hubs.get(self.ldus[person], []) if brag == Brag.AMBER and not single else []
        if hubs and post.office_id not in {hub.pk for hub in hubs}:
            found.append(_("The case is Amber, and the community hub of its area is %(hub)s.") % {"hub": hubs[0]})
        return found


def posts_on(day: date, officers: Iterable[int]) -> dict[int, Post]:
    """The post of each of the officers (ids) on the day, with team and office."""
    found = Post.objects.on(day).filter(user__in=list(officers)).select_related("team", "office")
    return {post.user_id: post for post in found}


def place_in_words(post: Post, day: date) -> list[str]:
    """The team where it is for single requirements; the office, since when it is live, and whether it is a hub."""
    told = []
    if post.team and post.team.for_single_requirements:
        told.append(named(_("%(team)s for single requirements")))
    if office := post.office:
        since = {"office": office, "day": formats.day(office.amk_from) if office.amk_from else ""}
        if office.amk_from and office.amk_from <= day:
            told.append(_("%(office)s, live since %(day)s") % since)
        elif office.amk_from:
            told.append(_("%(office)s, not live before %(day)s") % since)
        else:
            told.append(_("%(office)s, not live yet") % since)
        if office.kind != OfficeKind.FRONT_OFFICE:
            told.append(str(office.get_kind_display()).lower())
    return told


def single_outside(people: ServiceUserQuerySet, today: date) -> ServiceUserQuerySet:
    """Those with nothing but a single requirement who are with somebody outside the team that is recorded for them.

    Of an LDU without such a team, and of unallocated people, everybody with a single requirement.
    """
    posts = Post.objects.on(today).filter(team__for_single_requirements=True)
    inside = Allocation.objects.on(today).filter(
        Q(officer__in=posts.order_by().values("user")), service_user=OuterRef("pk")
    )
    single: Any = cases(today)
    return people.filter(~Exists(inside), pk__in=single.order_by().filter(single_requirement=True).values("pk"))
