"""The way from a manager's figures to a page about a person."""

from django.urls import reverse

from staff.models import Role, User


def way_to_person(user: User, officer: User | None) -> list[tuple[str, str]]:
    """The breadcrumbs, labels and addresses, of a manager's page about somebody whom ``officer`` holds today.

    They lead through the manager's figures, since that is what people are looked up for. A case manager has none.
    """
    if user.role == Role.CASE_MANAGER:
        return []
    crumbs = [("Home", reverse("home"))]
    if officer and User.objects.visible_to(user).filter(pk=officer.pk).exists():
        if user.role == Role.TEAM_MANAGER:
            return [*crumbs, (str(officer), reverse("officer_workload", args=[officer.pk]))]
        team = [(str(officer.team), f"{reverse('compliance')}?team={officer.team_id}")] if officer.team else []
        return [*crumbs, *team, (str(officer), f"{reverse('compliance_people')}?officer={officer.pk}")]
    return crumbs
