"""The parts of a list of people by what their month has come to."""

from django.db.models import Count
from django.http import QueryDict

from cases.models import ServiceUserQuerySet
from reports.forms import RESULTS

# What narrows a list further, or leads to a page or a file of it: it does not go with another part.
OF_ONE_PART = ("page", "_export", "needed")


def by_result(people: ServiceUserQuerySet, asked: QueryDict, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Each result that a list of `people_of` can be narrowed to: words, address, how many, whether it is ``chosen``."""
    query = asked.copy()
    for other in OF_ONE_PART:
        query.pop(other, None)
    numbers = people.order_by().aggregate(
        **{name: Count("pk", filter=result.holds) for name, result in RESULTS.items()}
    )
    parts = []
    for name, result in RESULTS.items():
        query["result"] = name
        parts.append((str(result.words), f"?{query.urlencode()}", numbers[name], name == chosen))
    return parts
