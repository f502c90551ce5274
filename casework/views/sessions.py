"""Sessions: opening, changing and cancelling one, its people, adding to them, all their notices, and who came."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView, View

from base.clock import local_now
from cases.gate import people_for
from cases.models import Allocation, ServiceUser
from cases.search import Sought
from casework.diary import Show
from casework.forms.appointments import new_reference
from casework.forms.diary import BookedFromForm
from casework.forms.sessions import (
    AddPeopleForm,
    CancelSessionForm,
    CapacityForm,
    ChangeSessionForm,
    OpenSessionForm,
    SessionNoticesForm,
    SlipsForm,
)
from casework.forms.several_outcomes import OutcomesForm
from casework.hubs import office_at
from casework.months_without import months_without
from casework.possible import Action, Weighed, can_be_told, possible, weighed
from casework.presenters import places_taken
from casework.services import sessions
from casework.services.appointments import warnings
from casework.services.around import Around
from casework.services.hubs import at_the_hub
from casework.services.refusals import ChangedMeanwhile, Refused, Unconfirmed, version_of_all
from casework.slip import NoSender, make_slips, together
from casework.slip.words import sender_of, usual_languages
from casework.typesetting import Unprintable
from casework.views.files import as_pdf
from contacts.models import Contact, Session
from contacts.overtaken import would_be_to_cancel_on
from staff.access import CASEWORK, ForRoles
from staff.kept_answers import KeepsAnswers
from staff.models import Role
from staff.selectors import colleagues_of
from ui.formats import weekday

FOUND_AT_MOST = 20


class SessionFormPage(KeepsAnswers, ForRoles, FormView):
    """A form about a session: a valid one is saved, or shown again with why it is refused."""

    roles: tuple[Role, ...] = CASEWORK

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.save(form)
        except Refused as refused:
            return self.refused(form, refused)

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, the reasons beside the answers."""
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return self.form_invalid(form)

    def save(self, form: Any) -> HttpResponse:
        """Call the service, and answer with the next page. May raise `Refused`."""
        raise NotImplementedError


class OpenSession(SessionFormPage):
    form_class = OpenSessionForm
    template_name = "casework/open_session.html"
    warnings: list[str] = []

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "today": timezone.localdate()}

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        usual = {"where": OpenSessionForm.OFFICE, "office": user.post.office_id, "officer": user.pk}
        return {**super().get_initial(), **usual, **BookedFromForm(self.request.GET).said}

    def save(self, form: OpenSessionForm) -> HttpResponse:
        confirmed = form.cleaned_data["confirmed"]
        try:
            session = sessions.open_session(by=self.request.user, session=form.session, confirmed=confirmed)
        except Unconfirmed:
            self.warnings = warnings(sessions.arranged(form.session))
            raise
        messages.success(self.request, _("You have opened the session. Now add the people who will come."))
        return redirect("add_to_session", session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(warnings=self.warnings, back_url=reverse("diary"), **kwargs)


class OfSession(ForRoles):
    """A page about a session of one's own or of a colleague."""

    roles: tuple[Role, ...] = CASEWORK
    kwargs: dict[str, Any]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def session(self) -> Session:
        theirs = Session.objects.filter(officer__in=colleagues_of(self.request.user, self.today))
        return get_object_or_404(theirs.select_related("officer", "type", "room"), pk=self.kwargs["pk"])

    @cached_property
    def appointments(self) -> list[Weighed]:
        """Those of the session that stand, by name, with the people as the user may see them."""
        standing = weighed(sessions.people_in(self.session)).select_related("type", "officer", "outcome")
        found = list(standing.prefetch_related(people_for(self.request.user), "service_user__office"))
        return sorted(found, key=lambda contact: (contact.service_user.filed_as, contact.pk))

    @property
    def visible(self) -> list[Weighed]:
        """Those of people whom the user may see: only of these anything is recorded."""
        return [contact for contact in self.appointments if contact.service_user.visible]  # type: ignore[attr-defined]

    @property
    def moving(self) -> list[Weighed]:
        """Those who move with the session when its time or place is changed."""
        return [contact for contact in self.appointments if contact.is_taking_place]

    @property
    def fixed(self) -> str:
        """Why its time and place stay as they are; empty where they can be changed."""
        hidden = any(not contact.service_user.visible for contact in self.moving)  # type: ignore[attr-defined]
        return sessions.why_not_moved(self.session, self.moving, hidden=hidden, now=local_now())

    @property
    def to_cancel(self) -> list[Weighed]:
        """Those whose appointment is cancelled with the session."""
        return sessions.to_cancel(self.visible)

    @property
    def to_tell(self) -> list[Weighed]:
        """Those whose written notice is still to be given."""
        return [contact for contact in self.visible if can_be_told(contact, local_now()) and not contact.noticed]

    @property
    def usual(self) -> list[tuple[Contact, tuple[str, ...]]]:
        """Those to tell with the languages that are usual for each."""
        post = self.session.officer.post_on(self.session.date)
        return [(contact, usual_languages(contact, sender_of(contact, post))) for contact in self.to_tell]

    @property
    def to_mark(self) -> list[Weighed]:
        """Those whose outcome can be recorded and is not."""
        free = (contact for contact in self.visible if not contact.outcome_id)
        return [contact for contact in free if not possible(contact, local_now())[Action.RECORD_OUTCOME]]

    @property
    def back_url(self) -> str:
        return reverse("session", args=[self.session.pk])

    def nobody(self) -> HttpResponse:
        """Back to the session, where there is nobody to tell."""
        messages.info(self.request, _("Nobody in this session needs a written notice now."))
        return redirect("session", self.session.pk)

    def back(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return redirect("session", self.session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of_session = {
            "session": self.session,
            "taken": places_taken(self.session, self.appointments),
            "is_full": sum(contact.is_taking_place for contact in self.appointments) >= self.session.capacity,
            "back_url": self.back_url,
        }
        return super().get_context_data(**{**of_session, **kwargs})  # type: ignore[misc]


class SessionPage(OfSession, TemplateView):
    """The session with its people and what there is to do about them; one without anybody can be removed."""

    template_name = "casework/session.html"

    @property
    def back_url(self) -> str:
        day, officer = self.session.date.isoformat(), self.session.officer_id
        return f"{reverse('diary')}?show={Show.DAY.value}&on={day}&officer={officer}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = local_now()
        return super().get_context_data(
            rows=[(contact, not possible(contact, now)[Action.CANCEL]) for contact in self.appointments],
            to_tell=len(self.to_tell),
            to_mark=len(self.to_mark),
            to_cancel=len(self.to_cancel),
            started=not self.session.is_to_come(now),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sessions.remove_session(by=request.user, session=self.session)  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("session", self.session.pk)
        messages.success(request, _("You have removed the session."))
        return redirect(self.back_url)


class SeenSessionPage(OfSession, SessionFormPage):
    """A form about the session as the page showed it, with its ``seen`` version."""

    @property
    def seen(self) -> str:
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": self.seen}

    def refused(self, form: Any, refused: Refused) -> HttpResponse:
        """The page again, which shows things as they stand now: from here the answers may be sent again."""
        if isinstance(refused, ChangedMeanwhile):
            del self.session, self.appointments
            form.data = {**form.data.dict(), "seen": self.seen}
        return super().refused(form, refused)


class ChangeSession(SeenSessionPage):
    """When, where, with whom and for how many; where the time and place are fixed, for how many only."""

    template_name = "casework/change_session.html"
    warnings: list[str] = []

    def get_form_class(self) -> Any:
        return CapacityForm if self.fixed else ChangeSessionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {**super().get_form_kwargs(), "session": self.session}
        if not self.fixed:
            given |= {"user": self.request.user, "today": self.today, "moving": bool(self.moving)}
        return given

    @property
    def seen(self) -> str:
        return sessions.version_of_session(self.session, self.appointments)

    def get_initial(self) -> dict[str, Any]:
        session, office = self.session, office_at(self.session.place)
        return {
            **super().get_initial(),
            **{name: getattr(session, name) for name in ("date", "start_time", "end_time", "capacity")},
            "type": session.type_id,
            "officer": session.officer_id,
            "where": OpenSessionForm.OFFICE if office else OpenSessionForm.ADDRESS,
            "office": office.pk if office else self.request.user.post.office_id,
            "room": session.room_id,
            "address": "" if office else session.place,
        }

    def save(self, form: ChangeSessionForm | CapacityForm) -> HttpResponse:
        given = form.cleaned_data
        beside = {name: given[name] for name in ("reason", "hub_exception", "confirmed") if name in given}
        try:
            sessions.change_session(
                by=self.request.user, session=self.session, seen=given["seen"], changed=form.session, **beside
            )
        except Unconfirmed:
            self.warnings = sessions.warnings_of_change(self.session, form.session, self.moving)
            raise
        return self.back(_("You have changed the session."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(fixed=self.fixed, moving=len(self.moving), warnings=self.warnings, **kwargs)


class CancelSession(SeenSessionPage):
    """Why, and what it does to the month of each person."""

    form_class = CancelSessionForm
    template_name = "casework/cancel_session.html"

    @property
    def seen(self) -> str:
        return version_of_all(self.to_cancel)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.to_cancel:
            messages.info(request, sessions.nobody_to_cancel())
            return redirect("session", self.session.pk)
        return super().get(request, *args, **kwargs)

    def save(self, form: CancelSessionForm) -> HttpResponse:
        sessions.cancel_session(by=self.request.user, session=self.session, **form.cleaned_data)
        words = _(
            "You have cancelled the session. Tell everyone who was coming. It stays in the diary until you remove it."
        )
        return self.back(words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancelled = {contact.pk for contact in self.to_cancel}
        without = months_without(self.to_cancel, local_now())
        # By name, as on the page of the session.
        rows = [(each, without[each.service_user_id]) for each in self.appointments if each.pk in cancelled]
        hidden = sum(not each.service_user.visible for each in self.moving)  # type: ignore[attr-defined]
        return super().get_context_data(rows=rows, hidden=hidden, fixed=self.fixed, **kwargs)


class AddToSession(OfSession, SessionFormPage):
    """The officer's people and whoever a search finds, to tick. The search is posted: it is personal data."""

    form_class = AddPeopleForm
    template_name = "casework/add_to_session.html"
    in_custody_or_over: list[ServiceUser] = []

    @cached_property
    def offered(self) -> list[ServiceUser]:
        """Who may be ticked: the officer's people of the day, who was found, and who was ticked before."""
        sent, day = self.request.POST, self.session.date
        people = ServiceUser.objects.seen_by(self.request.user).filter(
            pk__in=ServiceUser.objects.visible_to(self.request.user)
        )
        held = Allocation.objects.on(day).filter(officer=self.session.officer).values("service_user")
        among = Q(pk__in=held) | Q(pk__in=self.found) | Q(public_id__in=filter(is_uuid, sent.getlist("people")))
        there = [contact.service_user_id for contact in self.appointments]
        return list(people.filter(among).exclude(pk__in=there))

    @cached_property
    def found(self) -> list[int]:
        text = self.request.POST.get("search", "").strip()[:200]
        if not text:
            return []
        visible = ServiceUser.objects.visible_to(self.request.user)
        return list(Sought.of(text).among(visible).values_list("pk", flat=True)[:FOUND_AT_MOST])

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {**super().get_form_kwargs(), "people": self.offered}
        if self.is_search:
            # As it was typed and ticked, without what is wrong with it.
            sent, _files = given.pop("data"), given.pop("files")
            given["initial"] = {"search": sent.get("search", ""), "people": sent.getlist("people")}
        return given

    @property
    def is_search(self) -> bool:
        return self.request.POST.get("step") == "search"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_search:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    def save(self, form: AddPeopleForm) -> HttpResponse:
        added = [self.arranged(person, form.cleaned_data["hub_exception"]) for person in form.chosen]
        confirmed = form.cleaned_data["confirmed"]
        try:
            booked = sessions.add_people(
                by=self.request.user, session=self.session, appointments=added, confirmed=confirmed
            )
        except Unconfirmed:
            found = would_be_to_cancel_on(self.session.date, [person.pk for person in form.chosen])
            to_cancel = set(found.values_list("pk", flat=True))
            self.in_custody_or_over = [person for person in form.chosen if person.pk in to_cancel]
            raise
        words = ngettext("You have added %(number)d person.", "You have added %(number)d people.", len(booked))
        return self.back(words % {"number": len(booked)})

    def arranged(self, person: ServiceUser, why_not_at_the_hub: str) -> Contact:
        """The person's appointment; with the reason only where one is asked for."""
        appointment = sessions.arranged(self.session, service_user=person, contact_ref=new_reference())
        if why_not_at_the_hub and any(at_the_hub(appointment, Around.of([appointment], viewer=self.request.user))):
            appointment.hub_exception = why_not_at_the_hub
        return appointment

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_search=self.is_search, unsupervised=self.in_custody_or_over, found=self.found, **kwargs
        )


class SessionNotices(OfSession, SessionFormPage):
    """Which slip everybody gets, a button that prints all of them, and the form that says that they were given."""

    form_class = SessionNoticesForm
    template_name = "casework/session_notices.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.nobody() if not self.to_tell else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.nobody() if not self.to_tell else super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        started = not self.session.is_to_come(local_now())
        return {**super().get_form_kwargs(), "usual": self.usual, "started": started}

    def save(self, form: SessionNoticesForm) -> HttpResponse:
        given = form.cleaned_data
        notices = sessions.issue_notices(
            by=self.request.user,
            # Whoever was added since the page was shown is told another time.
            told=[(each, seen, asked) for each, asked in form.asked if (seen := given[f"seen_{each.pk}"])],
            method=given["method"],
            given_at=form.given_at or local_now(),
            confirmed=given["confirmed"],
        )
        words = ngettext(
            "You have recorded that %(number)d notice was given.",
            "You have recorded that %(number)d notices were given.",
            len(notices),
        )
        return self.back(words % {"number": len(notices)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        rows = [(each, form[f"languages_{each.pk}"], form[f"size_{each.pk}"]) for each in form.contacts]
        return {**context, "rows": rows}


class SessionSlips(OfSession, View):
    """The slips that are still to be given, one person after another, as one PDF to print: as chosen, or as usual."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.to_tell:
            return self.nobody()
        form = SlipsForm(request.POST or None, usual=self.usual)
        if form.is_bound and not form.is_valid():
            return redirect("session_notices", self.session.pk)
        try:
            return as_pdf(together(make_slips(form.asked)))
        except (NoSender, Unprintable):
            words = _("The slips cannot be printed together. Issue each notice from the appointment’s own page.")
            messages.info(request, words)
            return redirect("session", self.session.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The answers are posted, as those of many people are too long for an address."""
        return self.get(request, *args, **kwargs)


class Attendance(OfSession, SessionFormPage):
    """A table of everybody in the session with what became of each, saved all together."""

    form_class = OutcomesForm
    template_name = "casework/attendance.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.session.is_to_come(local_now()):
            messages.info(request, _("This session has not started yet. Record who came once it has started."))
            return redirect("session", self.session.pk)
        return super().get(request, *args, **kwargs)

    @cached_property
    def asked(self) -> list[Weighed]:
        """Those whose outcome can be recorded, and of whom it was said: the form may be sent twice."""
        to_mark = {contact.pk for contact in self.to_mark}
        return [each for each in self.visible if each.pk in to_mark or self.request.POST.get(f"outcome_{each.pk}")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contacts": self.asked}

    def save(self, form: OutcomesForm) -> HttpResponse:
        marked = sessions.record_attendance(by=self.request.user, marks=form.marks)
        words = ngettext(
            "You have recorded the outcome of %(number)d person on %(day)s.",
            "You have recorded the outcomes of %(number)d people on %(day)s.",
            len(marked),
        )
        return self.back(words % {"number": len(marked), "day": weekday(self.session.date)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "rows": context["form"].rows(self.appointments)}


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
