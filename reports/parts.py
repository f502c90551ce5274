"""The parts of a list of people by what their month has come to."""

from datetime import datetime

from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext

from base.months import Month
from cases.models import ServiceUserQuerySet
from reports.forms import RESULTS
from reports.selectors import numbers_needed

# What narrows a list further, or leads to a page or a file of it: it does not go with another part.
OF_ONE_PART = ("page", "_export", "needed", "by", "why", "sort")


def by_result(people: ServiceUserQuerySet, asked: QueryDict, chosen: str) -> list[tuple[str, str, int, bool]]:
    """Each result that a list of `people_of` can be narrowed to: words, address, how many, whether it is ``chosen``."""
    query = of_every_part(asked)
    numbers = people.order_by().aggregate(
        **{name: Count("pk", filter=result.holds) for name, result in RESULTS.items()}
    )
    parts = []
    for name, result in RESULTS.items():
        query["result"] = name
        parts.append((str(result.words), f"?{query.urlencode()}", numbers[name], name == chosen))
    return parts


def by_needed(
    people: ServiceUserQuerySet, month: Month, now: datetime, asked: QueryDict, chosen: str
) -> list[tuple[str, str, int, bool]]:
    """What is needed by those whose month is still possible, as `by_result` says it; first, all of them."""
    query, numbers = of_every_part(asked), numbers_needed(people, month, now)
    entries = [(gettext("All"), f"?{query.urlencode()}", sum(numbers.values()), not chosen)]
    for needed, number in numbers.items():
        query["needed"] = needed
        entries.append((str(needed.label), f"?{query.urlencode()}", number, needed == chosen))
    return entries


def of_every_part(asked: QueryDict) -> QueryDict:
    query = asked.copy()
    for other in OF_ONE_PART:
        query.pop(other, None)
    return query
