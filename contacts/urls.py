"""Service users and their contacts. People are addressed by their public id, never by name or CRN."""

from django.http import Http404
from django.urls import include, path

from contacts.views.caseload import Caseload
from contacts.views.service_user import ContactPage, ServiceUserPage


def not_yet(request, **kwargs):
    """Holds an address until its view is written."""
    raise Http404


of_a_contact = [
    path("", ContactPage.as_view(), name="contact"),
    path("notice/", not_yet, name="issue_notice"),
    path("notices/<int:notice>/slip.pdf", not_yet, name="slip"),
    path("outcome/", not_yet, name="record_outcome"),
    path("follow-up/", not_yet, name="follow_up"),
    path("rearrange/", not_yet, name="rearrange"),
    path("cancel/", not_yet, name="cancel"),
]

of_a_person = [
    path("", ServiceUserPage.as_view(), name="service_user"),
    path("book/", not_yet, name="book"),
    path("contacts/<int:pk>/", include(of_a_contact)),
]

urlpatterns = [
    path("caseload/", Caseload.as_view(), name="caseload"),
    path("people/<uuid:public_id>/", include(of_a_person)),
]
