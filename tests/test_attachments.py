"""Files that come with a note: which are taken, by their content, and who gets them."""

import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from audit.models import Entry
from casework.services.notes import add_note
from casework.uploads import MOST_BYTES, Upload
from contacts.models import Attachment, Note
from tests.appointments import answer, page
from tests.clamd import EICAR, clamd
from tests.factories import ContactFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads_of_its_own")]

PDF, PNG = b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n..."
WORD_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "WordDocument".encode("utf-16-le")


def package(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(zipfile.ZipInfo(name), "")
    return content.getvalue()


WORD = package("[Content_Types].xml", "word/document.xml")
WITH_MACROS = package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
SHEET = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-18 12:00", tick=False):
        yield


@pytest.fixture
def contact(cast):
    return ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 16))


def add(client, contact, *files: tuple[str, bytes], note="See the letter", **answers):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return answer(client, "add_note", contact, note=note, attachments=sent, **answers)


def errors(response) -> dict:
    return response.context["form"].errors


def test_several_files_come_with_a_note_and_are_downloaded_as_they_were(nia, cast, contact, uploads_of_its_own):
    files = [("letter.pdf", PDF), ("Photo.PNG", PNG), ("old.doc", WORD_97), ("report.docx", WORD)]
    assert add(nia, contact, *files).status_code == 302
    html = page(nia, "contact", cast.own, contact.pk)
    for attachment, (name, content) in zip(Attachment.objects.all(), files, strict=True):
        url = reverse("attachment", args=[cast.own.public_id, contact.pk, attachment.pk])
        assert f'href="{url}">{name}</a>' in html
        response = nia.get(url)
        assert (response.content, response["X-Content-Type-Options"]) == (content, "nosniff")
        assert response["Content-Disposition"].startswith('attachment; filename="attachment.')
    assert len(list(uploads_of_its_own.iterdir())) == 4


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("letter.pdf", b"MZ\x90 a program", "The content of “letter.pdf” is not what its name says"),
        ("photo.jpg", PNG, "The content of “photo.jpg” is not what its name says"),
        ("macros.docx", WITH_MACROS, "The content of “macros.docx” is not what its name says"),
        ("sheet.docx", SHEET, "The content of “sheet.docx” is not what its name says"),
        ("broken.docx", WORD[:40], "The content of “broken.docx” is not what its name says"),
        ("sheet.doc", WORD_97[:512], "The content of “sheet.doc” is not what its name says"),
        ("page.html", b"<script>", "“page.html” must be a PDF, a Word document, a JPEG or a PNG"),
        ("none.pdf", b"", "A selected file is empty"),
        ("large.pdf", PDF + b"x" * MOST_BYTES, "“large.pdf” must be 5MB or smaller"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_one_that_is_not_taken_is_named_and_nothing_typed_is_lost(nia, contact, name, content, message):
    refused = add(nia, contact, ("good.pdf", PDF), (name, content), note="Typed at length")
    assert message in errors(refused)["attachments"][0]
    assert "Typed at length</textarea>" in refused.content.decode()
    assert not Note.objects.exists()


def test_more_than_ten_at_once_are_refused(nia, contact):
    refused = add(nia, contact, *[(f"{number}.pdf", PDF) for number in range(11)])
    assert errors(refused) == {"attachments": ["Select 10 files or fewer"]}


def test_a_file_alone_asks_what_it_is(nia, contact):
    refused = add(nia, contact, ("letter.pdf", PDF), note="")
    assert "note" in errors(refused)
    assert not Attachment.objects.exists()


def test_one_with_a_virus_is_refused_where_files_are_scanned(nia, contact):
    with clamd():
        refused = add(nia, contact, ("good.pdf", PDF), ("bad.pdf", PDF + EICAR))
        assert errors(refused) == {"attachments": ["“bad.pdf” contains a virus"]}
        assert add(nia, contact, ("good.pdf", PDF)).status_code == 302


def test_nor_is_one_taken_that_could_not_be_scanned(nia, contact):
    with clamd(breaks=True):
        refused = add(nia, contact, ("good.pdf", PDF))
    assert errors(refused) == {"attachments": ["“good.pdf” could not be checked for viruses. Try again later"]}


def test_a_slip_that_is_uploaded_is_scanned_too(nia, cast):
    booked = ContactFactory(service_user=cast.own, officer=cast.case_manager, date=date(2026, 11, 20))
    with clamd():
        paper = SimpleUploadedFile("slip.pdf", PDF + EICAR)
        refused = answer(nia, "issue_notice", booked, method="handed_over", paper=paper)
    assert errors(refused) == {"paper": ["The selected file contains a virus"]}


def test_who_may_not_see_the_person_gets_none(cast, sign_in, nia, contact):
    add(nia, contact, ("letter.pdf", PDF))
    url = reverse("attachment", args=[cast.own.public_id, contact.pk, Attachment.objects.get().pk])
    assert sign_in(cast.other_team_manager).get(url).status_code == 404
    assert sign_in(cast.colleague).get(url).status_code == 200
    other = ContactFactory(service_user=cast.colleagues, officer=cast.colleague)
    elsewhere = reverse("attachment", args=[cast.colleagues.public_id, other.pk, Attachment.objects.get().pk])
    assert sign_in(cast.colleague).get(elsewhere).status_code == 404


def test_a_form_sent_twice_keeps_its_files_once(cast, contact, uploads_of_its_own):
    for _ in range(2):
        file = Upload(PDF, ".pdf", "letter.pdf")
        add_note(by=cast.case_manager, contact=contact, text="See the letter", files=[file])
    assert [each.name for each in Attachment.objects.all()] == ["letter.pdf"]
    assert len(list(uploads_of_its_own.iterdir())) == 1
    assert Entry.objects.filter(action="add a note").count() == 1


def test_where_saving_fails_no_file_is_left(cast, contact, uploads_of_its_own, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(Attachment.objects, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        add_note(by=cast.case_manager, contact=contact, text="x", files=[Upload(PDF, ".pdf", "letter.pdf")])
    assert not uploads_of_its_own.exists() or not list(uploads_of_its_own.iterdir())
