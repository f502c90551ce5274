"""What administrators must know about the kept facts."""

from audit.models import Entry
from contacts.services import check_facts, rebuild_facts


def wrong_facts() -> Entry | None:
    """The last check of the facts, where it found any that differ and they were not all derived anew since."""
    actions = [check_facts.audited_action, rebuild_facts.audited_action]
    last = Entry.objects.filter(action__in=actions).order_by("-at").first()
    return last if last and last.action == check_facts.audited_action and any(last.facts.values()) else None
