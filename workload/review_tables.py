"""Where workload reviews stand in words, and the lists of them."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from staff.models import Role
from ui import formats
from ui.tables import BaseTable, Column, DayColumn
from ui.templatetags.ui import tag
from ui.words import word_lazy
from workload.reviews import ActionState, PlanAction
from workload.standing import Standing, State

STATES = {
    State.WAITING: (_("To be held"), "yellow"),
    State.REASONABLE: (_("Reasonable"), "green"),
    State.ADJUSTED: (_("Threshold adjusted"), "green"),
    State.PLANNED: (_("Plan in progress"), "blue"),
    State.ESCALATED: (_("Escalated"), "orange"),
    State.RESOLVED: (_("Resolved"), "green"),
}
ROLES = {
    Role.TEAM_MANAGER: word_lazy("Team_manager"),
    Role.LDU_HEAD: word_lazy("Ldu_head"),
    Role.CHIEF_OFFICER: word_lazy("Chief_officer"),
}


def state_tag(standing: Standing) -> SafeString:
    words, colour = STATES[standing.state]
    return tag(str(words), colour)


def waited_in_words(standing: Standing) -> str:
    """Since when whoever has it has had it, with the days."""
    day = formats.day(standing.since.date())
    if not standing.waited:
        return gettext("Since today, %(day)s") % {"day": day}
    words = ngettext("Since %(day)s, %(number)d day", "Since %(day)s, %(number)d days", standing.waited)
    return words % {"day": day, "number": standing.waited}


class ReviewTable(BaseTable):
    """Rows are `Standing`."""

    caption_visible = True

    officer = Column(accessor="review__officer", verbose_name=_("Whose workload"))
    opened_on = DayColumn(accessor="review__opened_at", verbose_name=_("Opened"))
    opened_for = Column(accessor="review__get_opened_for_display", verbose_name=_("Why"), on_phone=False)
    state = Column(verbose_name=_("State"))

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, rows: list[Standing], *, caption: Any, empty_text: Any = "", **kwargs: Any):
        super().__init__(rows, empty_text=empty_text, **kwargs)
        self.caption = caption
        self.columns["officer"].column.href = lambda row: reverse("workload_review", args=[row.review.pk])

    def render_state(self, record: Standing) -> SafeString:
        return state_tag(record)

    def render_opened_on(self, record: Standing) -> str:
        return formats.day(record.review.opened_at.date())


class OpenReviewTable(ReviewTable):
    holder = Column(verbose_name=_("With"), empty_values=())
    since = Column(verbose_name=_("Since"))
    due_on = Column(verbose_name=_("Next due"), empty_values=())

    def render_holder(self, record: Standing) -> str:
        return str(ROLES[record.holder]) if record.holder else gettext("Nobody in line")

    def render_since(self, record: Standing) -> str:
        return waited_in_words(record)

    def render_due_on(self, record: Standing) -> SafeString | str:
        if record.due_on is None:
            return ""
        day = formats.day(record.due_on)
        return tag(gettext("Overdue since %(day)s") % {"day": day}, "red") if record.is_overdue else day


class OverReviewTable(ReviewTable):
    since = Column(verbose_name=_("Over since"))

    def render_since(self, record: Standing) -> str:
        return formats.day(record.since.date())


class ActionTable(BaseTable):
    caption = _("Actions")
    caption_visible = True

    what = Column(verbose_name=_("What"))
    measure = Column(accessor="get_measure_display", verbose_name=_("Measure"))
    owner = Column(verbose_name=_("Who"))
    due_on = DayColumn(verbose_name=_("By"))
    state = Column(verbose_name=_("State"))
    closed_because = Column(verbose_name=_("What became of it"), default="")

    class Meta(BaseTable.Meta):
        orderable = False

    def __init__(self, *args: Any, day: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.day = day

    def render_state(self, record: PlanAction) -> SafeString:
        if record.state == ActionState.OPEN and record.due_on < self.day:
            return tag(gettext("Overdue"), "red")
        colours = {ActionState.OPEN: "blue", ActionState.DONE: "green", ActionState.DROPPED: "grey"}
        return tag(record.get_state_display(), colours[ActionState(record.state)])
