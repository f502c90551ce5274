"""A slip that was handed over on paper is uploaded: what is taken, where it is kept, and who gets it."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from casework.services.notices import issue_notice
from casework.services.refusals import Refused, version
from casework.uploads import MOST_BYTES, Upload, uploads
from contacts.criteria import failing
from contacts.models import Contact, Notice
from tests.appointments import answer, page
from tests.factories import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_of_its_own")]

PDF, JPEG, PNG = b"%PDF-1.7\n...", b"\xff\xd8\xff\xe0\x00\x10JFIF...", b"\x89PNG\r\n\x1a\n..."


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel("2026-11-02 08:00"):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 4))


def kept() -> list[str]:
    """The files in the store."""
    folder = Path(uploads().location)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def hand_over(nia, contact, name, content, **more):
    file = SimpleUploadedFile(name, content, "text/html")
    return answer(nia, "issue_notice", contact, method="handed_over", paper=file, **more)


def slip_of(nia, contact):
    return nia.get(reverse("slip", args=[contact.service_user.public_id, contact.pk, Notice.objects.get().pk]))


@pytest.mark.parametrize(
    "name, content, served_as, saved_as",
    [
        ("slip.pdf", PDF, "application/pdf", "appointment-slip.pdf"),
        ("Dafydd Morgan.JPG", JPEG, "image/jpeg", "appointment-slip.jpg"),
        ("scan.jpeg", JPEG, "image/jpeg", "appointment-slip.jpeg"),
        ("../../etc/Dafydd.png", PNG, "image/png", "appointment-slip.png"),
    ],
)
def test_it_is_kept_and_served_as_what_it_is(nia, contact, name, content, served_as, saved_as):
    given = {"when": "earlier", "given_on": "30/10/2026", "given_time": "15:00"}
    assert hand_over(nia, contact, name, content, **given).status_code == 302
    notice = Notice.objects.get()
    assert notice.issued_at == datetime.fromisoformat("2026-10-30T15:00")
    assert bytes(notice.slip) == b""
    response = slip_of(nia, contact)
    assert response.content == content
    assert response["Content-Type"] == served_as
    assert response["Content-Disposition"] == f'attachment; filename="{saved_as}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert Contact.objects.values_list(failing(), flat=True).get() == 0
    assert "Download the slip that was handed over" in page(nia, "contact", contact.service_user, contact.pk)


def test_its_name_in_the_store_is_random_and_nobody_else_may_read_it(nia, contact):
    hand_over(nia, contact, "Dafydd Morgan.png", PNG)
    (name,) = kept()
    assert name == Notice.objects.get().paper
    assert len(name) == 36
    assert "afydd" not in name
    folder = Path(uploads().location)
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name, content, why",
    [
        ("slip.docx", b"PK\x03\x04", "The selected file must be a PDF, JPEG or PNG"),
        ("slip", PDF, "The selected file must be a PDF, JPEG or PNG"),
        ("slip.svg", b"<svg onload='alert(1)'/>", "The selected file must be a PDF, JPEG or PNG"),
        ("slip.pdf", b"<html><script>alert(1)</script>", "is not what its name says"),
        ("slip.pdf", JPEG, "is not what its name says"),
        ("slip.png", PDF, "is not what its name says"),
        ("slip.jpg", b"\xff\xd8", "is not what its name says"),
        ("slip.pdf", b" " + PDF, "is not what its name says"),
        ("slip.pdf", b"", "The selected file is empty"),
        ("slip.pdf", PDF.ljust(MOST_BYTES + 1, b"x"), "The selected file must be 5MB or smaller"),
        (f"{'x' * 300}.pdf", PDF, "The name of the file is too long"),
    ],
)
def test_another_file_is_refused_beside_the_field(nia, contact, name, content, why):
    response = hand_over(nia, contact, name, content)
    (said,) = response.context["form"].errors["paper"]
    assert why in said
    assert said in response.content.decode()
    assert not Notice.objects.exists()
    assert kept() == []


def test_a_file_of_5_megabytes_is_taken(nia, contact):
    assert hand_over(nia, contact, "slip.pdf", PDF.ljust(MOST_BYTES, b"x")).status_code == 302


def test_only_a_notice_that_was_handed_over_has_a_slip_on_paper(nia, contact):
    answer(nia, "issue_notice", contact, method="emailed", paper=SimpleUploadedFile("slip.pdf", PDF))
    assert Notice.objects.get().paper == ""
    assert bytes(Notice.objects.get().slip).startswith(b"%PDF")
    assert kept() == []


def test_a_name_that_no_font_shows_needs_no_printed_slip(nia, cast, contact):
    Contact.objects.update(place="Flat 1 \U000f0000")
    assert "write the notice by hand" in answer(nia, "issue_notice", contact, method="emailed").content.decode()
    preview = reverse("slip_preview", args=[cast.own.public_id, contact.pk])
    assert nia.get(preview).url == reverse("issue_notice", args=[cast.own.public_id, contact.pk])
    assert hand_over(nia, contact, "slip.jpg", JPEG).status_code == 302


def test_it_is_for_those_who_may_see_the_person(nia, cast, sign_in, contact):
    hand_over(nia, contact, "slip.pdf", PDF)
    address = reverse("slip", args=[cast.own.public_id, contact.pk, Notice.objects.get().pk])
    assert nia.get(address.replace(str(cast.own.public_id), str(cast.colleagues.public_id))).status_code == 404
    assert sign_in(cast.ldu_head).get(address).status_code == 200
    for who in (cast.other_ldu_head, cast.other_team_manager, cast.administrator):
        assert sign_in(who).get(address).status_code == 404
    nia.logout()
    assert nia.get(address).status_code == 302


def test_a_file_that_was_lost_is_not_found(nia, contact):
    hand_over(nia, contact, "slip.pdf", PDF)
    uploads().delete(Notice.objects.get().paper)
    assert slip_of(nia, contact).status_code == 404


def issue(cast, contact, paper):
    return issue_notice(
        by=cast.case_manager, contact=contact, seen=version(Contact.objects.get(pk=contact.pk)), method="handed_over",
        paper=paper,
    )  # fmt: skip


@pytest.mark.parametrize("fails", ["contacts.facts.refresh", "audit.services.record", "contacts.models.Contact.save"])
def test_nothing_is_left_of_it_when_the_transaction_fails(cast, contact, monkeypatch, fails):
    def fail(*args, **arguments):
        assert kept() != []
        raise DatabaseError("the server went away")

    monkeypatch.setattr(fails, fail)
    with pytest.raises(DatabaseError):
        issue(cast, contact, Upload(PDF, ".pdf"))
    assert kept() == []
    assert not Notice.objects.exists()
    assert Contact.objects.get().notice_issued_at is None


def test_nothing_is_kept_of_a_notice_that_is_refused_or_sent_twice(cast, contact):
    issue(cast, contact, Upload(PDF, ".pdf"))
    issue(cast, contact, Upload(PDF, ".pdf"))
    assert len(kept()) == 1
    with time_machine.travel("2026-11-04 10:00"), pytest.raises(Refused):
        issue(cast, contact, Upload(PNG, ".png"))
    assert len(kept()) == 1


def test_the_store_is_out_of_the_web_servers_reach():
    static = [Path(folder) for folder in (*settings.STATICFILES_DIRS, settings.STATIC_ROOT) if folder]
    assert not any(settings.UPLOADS_ROOT.is_relative_to(folder) for folder in static)


def test_the_software_does_not_start_where_uploads_would_be_served():
    served = {**os.environ, "UPLOADS_ROOT": str(settings.BASE_DIR / "static" / "uploads")}
    started = subprocess.run(
        [sys.executable, "-c", "import casemgmt.settings"], cwd=settings.BASE_DIR, env=served, stderr=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    assert started.returncode
    assert "set it to a folder that is not served" in started.stderr
