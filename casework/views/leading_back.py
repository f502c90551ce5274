"""Pages about a person that lead back to the page from which the way began: a list, the worklist, the diary."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from cases.gate import PersonPage
from casework.breadcrumbs import Way, way_back


class LeadsBack(PersonPage):
    """A page about one person that keeps where its way began, also over the forms that are filled in on it."""

    @cached_property
    def back(self) -> Way | None:
        """Where the way began; None where the page's address does not say."""
        return way_back(self.request.GET.get("back", ""))

    def address(self, name: str, *args: Any, **said: Any) -> str:
        """The address of a page about this person, which leads back to where this one does. ``said`` is its query."""
        if self.back and self.back.page == name == "service_user":
            return self.back.address
        query = urlencode(said | ({"back": self.back.address} if self.back else {}))
        address = reverse(name, args=[self.person.public_id, *args])
        return f"{address}?{query}" if query else address
