"""Fields of forms that take files."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.uploads import ATTACHMENTS, MOST_BYTES, SLIPS, Kind, Upload, ending_of
from casework.virus_scan import Infected, NotScanned, scan

MOST_FILES = 10


class UploadField(forms.FileField):
    """A file as an `Upload`, of one of ``kinds``. Its content must be what its name says, and without a virus."""

    kinds: Mapping[str, Kind] = SLIPS
    default_error_messages = {
        "empty": _("The selected file is empty"),
        "missing": _("Select a file"),
        "invalid": _("The file could not be uploaded. Select it again"),
        "max_length": _("The name of the file is too long. Rename it"),
        "kind": _("The selected file must be a PDF, JPEG or PNG"),
        "size": _("The selected file must be 5MB or smaller"),
        "content": _("The content of the selected file is not what its name says. Save it as a PDF, JPEG or PNG again"),
        "infected": _("The selected file contains a virus"),
        "not_scanned": _("The selected file could not be checked for viruses. Try again later"),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs["accept"] = ",".join(self.kinds)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        return self.upload_of(file) if file else None

    def upload_of(self, file: Any) -> Upload:
        """The file; raises a ValidationError where it is not taken."""
        ending = ending_of(file.name)
        if ending not in self.kinds:
            raise self.refusal("kind", file)
        if file.size > MOST_BYTES:
            raise self.refusal("size", file)
        content = file.read()
        if not self.kinds[ending].is_content(content):
            raise self.refusal("content", file)
        try:
            scan(content)
        except Infected:
            raise self.refusal("infected", file) from None
        except NotScanned:
            raise self.refusal("not_scanned", file) from None
        return Upload(content, ending, file.name)

    def refusal(self, code: str, file: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"name": file.name})


class SeveralFiles(forms.ClearableFileInput):
    """A box for several files, which says nothing about those that are kept already."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class AttachmentsField(UploadField):
    """Any number of files, each as an `Upload`; what is wrong with one names it."""

    widget = SeveralFiles
    kinds = ATTACHMENTS
    default_error_messages = {
        "empty": _("A selected file is empty"),
        "many": _("Select 10 files or fewer"),
        "kind": _("“%(name)s” must be a PDF, a Word document, a JPEG or a PNG"),
        "size": _("“%(name)s” must be 5MB or smaller"),
        "content": _("The content of “%(name)s” is not what its name says. Save it again, without macros"),
        "infected": _("“%(name)s” contains a virus"),
        "not_scanned": _("“%(name)s” could not be checked for viruses. Try again later"),
    }

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = [file for file in data or [] if file]
        if len(files) > MOST_FILES:
            raise ValidationError(self.error_messages["many"], code="many")
        uploads, errors = [], []
        for file in files:
            try:
                uploads.append(super().clean(file))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads
