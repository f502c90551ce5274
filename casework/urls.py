"""Service users, their contacts, and staff’s diaries. People are addressed by their public id, never by name or CRN."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from casework.views import additional
from casework.views.absences import AbsencePage, Absences, RecordAbsence
from casework.views.allocating import Allocate, ShareOut
from casework.views.appointments import Book, Cancel, OfferNewAppointment, Rearrange
from casework.views.brag import AgreeBrag, BragReviews, RecordOccasion, ReviewBrag, TakeOutOccasion, WithdrawBrag
from casework.views.calendar import CalendarFile, CalendarLink
from casework.views.caseload import Caseload
from casework.views.conflicts import FileConflicts
from casework.views.court_record import CourtRecordPage, CourtRecordPdf
from casework.views.designations import EndDesignation, NameDesignated
from casework.views.diary import BookFromDiary, Diary
from casework.views.enforcement import Enforce
from casework.views.many_cases import ManyCases
from casework.views.needs import ChangeNeeds
from casework.views.notices import IssueNotice, Slip, SlipPreview
from casework.views.of_series import CancelSeries, IssueSeriesNotice, SeriesPage, SeriesSlipPreview
from casework.views.orders import (
    DecideRevocation,
    Orders,
    PlanRarDays,
    RecordProgress,
    RecordRarDay,
    TakeBackTermination,
    TakeOutRarDay,
    TerminateOrder,
)
from casework.views.outcomes import OfferFurtherAppointment, RecordOutcome
from casework.views.oversight import AskForOversight, DecideOversight, EndOversight
from casework.views.own_month import OwnMonth
from casework.views.recording import AddNote, AttachmentFile, RecordContact
from casework.views.reminders import Reminders
from casework.views.series import BookSeries
from casework.views.service_user import ContactPage, ServiceUserPage
from casework.views.sessions import (
    AddToSession,
    Attendance,
    CancelSession,
    ChangeSession,
    OpenSession,
    SessionNotices,
    SessionPage,
    SessionSlips,
)
from casework.views.several_outcomes import SeveralOutcomes
from casework.views.timeline import TimelinePage
from casework.views.todays_slips import TodaysSlips
from casework.views.ways_back import CorrectBooking, UndoCancellation, UndoRearrangement
from casework.views.worklist import SnoozePage, TeamWorklist, WorklistPage
from casework.views.workload_reviews import CommentOnReview, HoldReview, WorkloadReviewPage

of_a_contact = [
    path("", ContactPage.as_view(), name="contact"),
    path("notice/", IssueNotice.as_view(), name="issue_notice"),
    path("notice/slip.pdf", SlipPreview.as_view(), name="slip_preview"),
    path("notices/<int:notice>/slip/", Slip.as_view(), name="slip"),
    path("outcome/", RecordOutcome.as_view(), name="record_outcome"),
    path("follow-up/", OfferFurtherAppointment.as_view(), name="follow_up"),
    path("follow-up/book/", OfferNewAppointment.as_view(), name="follow_up_book"),
    path("rearrange/", Rearrange.as_view(), name="rearrange"),
    path("cancel/", Cancel.as_view(), name="cancel"),
    path("cancel/undo/", UndoCancellation.as_view(), name="undo_cancellation"),
    path("rearrange/undo/", UndoRearrangement.as_view(), name="undo_rearrangement"),
    path("correct/", CorrectBooking.as_view(), name="correct_booking"),
    path("note/", AddNote.as_view(), name="add_note"),
    path("attachments/<int:attachment>/", AttachmentFile.as_view(), name="attachment"),
    path("enforcement/", Enforce.as_view(), name="enforce"),
]

of_a_series = [
    path("", SeriesPage.as_view(), name="series"),
    path("cancel/", CancelSeries.as_view(), name="cancel_series"),
    path("notice/", IssueSeriesNotice.as_view(), name="series_notice"),
    path("notice/slip.pdf", SeriesSlipPreview.as_view(), name="series_slip_preview"),
]

of_an_order = [
    path("terminate/", TerminateOrder.as_view(), name="terminate_order"),
    path("terminate/take-back/", TakeBackTermination.as_view(), name="take_back_termination"),
    path("rar/", PlanRarDays.as_view(), name="plan_rar_days"),
    path("rar/record/", RecordRarDay.as_view(), name="record_rar_day"),
    path("rar/<int:day>/take-out/", TakeOutRarDay.as_view(), name="take_out_rar_day"),
    path("progress/", RecordProgress.as_view(), name="record_progress"),
    path("early-revocation/", DecideRevocation.as_view(), name="decide_revocation"),
]

of_the_brag_status = [
    path("", BragReviews.as_view(), name="brag_reviews"),
    path("review/", ReviewBrag.as_view(), name="brag_review"),
    path("agree/", AgreeBrag.as_view(), name="agree_brag"),
    path("withdraw/", WithdrawBrag.as_view(), name="withdraw_brag"),
    path("occasion/", RecordOccasion.as_view(), name="record_occasion"),
    path("occasion/<int:occasion>/take-out/", TakeOutOccasion.as_view(), name="take_out_occasion"),
]

of_a_person: list[URLPattern | URLResolver] = [
    path("", ServiceUserPage.as_view(), name="service_user"),
    path("timeline/", TimelinePage.as_view(), name="timeline"),
    path("court-record/", CourtRecordPage.as_view(), name="court_record"),
    path("court-record/record.pdf", CourtRecordPdf.as_view(), name="court_record_pdf"),
    path("book/", Book.as_view(), name="book"),
    path("reminders/", Reminders.as_view(), name="reminders"),
    path("series/book/", BookSeries.as_view(), name="book_series"),
    path("series/<int:pk>/", include(of_a_series)),
    path("record/", RecordContact.as_view(), name="record_contact"),
    path("needs/", ChangeNeeds.as_view(), name="change_needs"),
    path("designations/name/", NameDesignated.as_view(), name="name_designated"),
    path("designations/<int:pk>/end/", EndDesignation.as_view(), name="end_designation"),
    path("allocate/", Allocate.as_view(), name="allocate"),
    path("orders/", Orders.as_view(), name="orders"),
    path("orders/<int:pk>/", include(of_an_order)),
    path("brag/", include(of_the_brag_status)),
    path("oversight/ask/", AskForOversight.as_view(), name="ask_oversight"),
    path("oversight/decide/", DecideOversight.as_view(), name="decide_oversight"),
    path("oversight/<int:pk>/end/", EndOversight.as_view(), name="end_oversight"),
    path("conflicts/", FileConflicts.as_view(), name="file_conflicts"),
    # An alert of the person by its number, or the next contact.
    re_path(r"^snooze/(?P<key>[0-9]{1,18}|next-contact)/$", SnoozePage.as_view(), name="snooze"),
    path("contacts/<int:pk>/", include(of_a_contact)),
]

of_the_diary = [
    path("", Diary.as_view(), name="diary"),
    path("book/<int:officer>/<str:date>/<str:start_time>/", BookFromDiary.as_view(), name="book_from_diary"),
    path("sessions/open/", OpenSession.as_view(), name="open_session"),
    path("sessions/<int:pk>/", SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/change/", ChangeSession.as_view(), name="change_session"),
    path("sessions/<int:pk>/cancel/", CancelSession.as_view(), name="cancel_session"),
    path("sessions/<int:pk>/add/", AddToSession.as_view(), name="add_to_session"),
    path("sessions/<int:pk>/notices/", SessionNotices.as_view(), name="session_notices"),
    path("sessions/<int:pk>/notices/slips.pdf", SessionSlips.as_view(), name="session_slips"),
    path("sessions/<int:pk>/attendance/", Attendance.as_view(), name="attendance"),
    path("calendar/", CalendarLink.as_view(), name="calendar_link"),
    # Calendar programs do not sign in: the token in the address, which no log line has, says whose it is.
    path("calendar/diary.ics", CalendarFile.as_view(), name="calendar_file"),
    path("slips.pdf", TodaysSlips.as_view(), name="todays_slips"),
    path("absences/", Absences.as_view(), name="absences"),
    path("absences/record/", RecordAbsence.as_view(), name="record_absence"),
    path("absences/<int:pk>/", AbsencePage.as_view(), name="absence"),
]

of_the_register = [
    path("", additional.Register.as_view(), name="additional_measures"),
    path("propose/", additional.Propose.as_view(), name="propose_additional"),
    path("<int:pk>/", additional.EntryPage.as_view(), name="additional_measure"),
    path("<int:pk>/decide/", additional.Decide.as_view(), name="decide_additional"),
    path("<int:pk>/review/", additional.Review.as_view(), name="review_additional"),
    path("<int:pk>/end/", additional.End.as_view(), name="end_additional"),
]

urlpatterns = [
    path("diary/", include(of_the_diary)),
    path("worklist/", WorklistPage.as_view(), name="worklist"),
    path("worklist/outcomes/", SeveralOutcomes.as_view(), name="several_outcomes"),
    path("worklist/team/", TeamWorklist.as_view(), name="team_worklist"),
    path("month/", OwnMonth.as_view(), name="own_month"),
    path("workload/many-cases/", ManyCases.as_view(), name="many_cases"),
    path("workload/reviews/<int:pk>/", WorkloadReviewPage.as_view(), name="workload_review"),
    path("workload/reviews/<int:pk>/comment/", CommentOnReview.as_view(), name="comment_review"),
    path("workload/reviews/<int:pk>/hold/", HoldReview.as_view(), name="hold_review"),
    path("caseload/", Caseload.as_view(), name="caseload"),
    path("caseload/<int:pk>/share-out/", ShareOut.as_view(), name="share_out"),
    path("additional-measures/", include(of_the_register)),
    path("people/<uuid:public_id>/", include(of_a_person)),
]
