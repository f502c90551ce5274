"""Django forms in GOV.UK markup: the form renderer, and what a bound field needs to draw itself.

``{{ form }}`` and ``{{ form.name.as_field_group }}`` go through here. A bare ``{{ form.name }}`` stays Django's own, so
the admin, which draws fields that way, keeps its look.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from ui.errors import about_field

# The first that fits names the kind, and so the template ui/controls/KIND.html.
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
]
PASSWORD_CLASSES = "govuk-password-input__input govuk-js-password-input-input"
CSS_CLASSES = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}


class GovukBoundField(BoundField):
    """A field with its value, its messages and its GOV.UK markup."""

    @property
    def errors(self) -> ErrorList:
        """What is wrong, Django's own sentences in our words."""
        found = super().errors.copy()
        found.data = [about_field(error, self.label) for error in found.as_data()]
        return found

    @cached_property
    def kind(self) -> str:
        """The widget's own kind, else the first of KINDS that fits it."""
        widget = self.field.widget
        return getattr(widget, "kind", None) or next(
            (kind for widget_class, kind in KINDS if isinstance(widget, widget_class)), "input"
        )

    @property
    def control_template(self) -> str:
        return f"ui/controls/{self.kind}.html"

    @property
    def first_id(self) -> str:
        """The id that an error link jumps to: of several radios or checkboxes, the first."""
        if self.kind in ("radios", "checkboxes"):
            return self.field.widget.id_for_label(self.auto_id, index=0)
        return self.id_for_label

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def most_characters(self) -> int | None:
        """How much may be written in a box for several lines, which says how much is left."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def count_id(self) -> str:
        """What the character count of GOV.UK looks for."""
        return f"{self.id_for_label}-info"

    @property
    def described_by(self) -> str:
        """The ids of the hint, the error message and the count, for ``aria-describedby``."""
        parts = ((self.hint_id, self.help_text), (self.error_id, self.errors), (self.count_id, self.most_characters))
        return " ".join(element_id for element_id, shown in parts if shown)

    def control(self) -> SafeString:
        """The input, select or textarea alone, with its GOV.UK classes.

        The browser's own messages would come before ours and say less, so ``required`` and the like are left out.
        """
        css_class = CSS_CLASSES.get(self.kind, "govuk-input")
        classes = [
            css_class,
            f"{css_class}--error" if self.errors else "",
            PASSWORD_CLASSES if self.kind == "password" else "",
            "govuk-js-character-count" if self.most_characters else "",
            self.field.widget.attrs.get("class", ""),
        ]
        attrs: dict[str, Any] = {"class": " ".join(filter(None, classes)), "required": False, "maxlength": False}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        return self.as_widget(attrs=attrs)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        # super() sets `required` over what control() asked for.
        return {**built, **attrs}

    @cached_property
    def options(self) -> list[dict[str, Any]]:
        """The radios or checkboxes, each with its id, value, label, whether it is chosen, its hint, what it reveals."""
        hints = getattr(self.field.widget, "hints", {})
        reveals = getattr(self.field.widget, "reveals", {})
        return [
            {
                **option.data,
                "hint": hints.get(str(option.data["value"]), ""),
                "reveals": [self.form[name] for name in reveals.get(str(option.data["value"]), ())],
            }
            for option in self.subwidgets
        ]


class GovukRenderer(TemplatesSetting):
    """The FORM_RENDERER: GOV.UK templates for forms and fields."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = GovukBoundField
