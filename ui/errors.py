"""What a field says when Django finds a value wrong: whole sentences that name the field, for every form at once."""

from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

REQUIRED = forms.Field.default_error_messages["required"]

# Django's sentence, and ours in its place. A field's own "Select the type of contact" is neither.
SENTENCES: list[tuple[Any, Any]] = [
    (REQUIRED, _("%(field)s cannot be blank")),
    (forms.IntegerField.default_error_messages["invalid"], _("%(field)s must be a whole number")),
    (forms.DecimalField.default_error_messages["invalid"], _("%(field)s must be a number")),
    (forms.DateField.default_error_messages["invalid"], _("%(field)s must be a real date, for example 17/5/2027")),
    (
        validators.EmailValidator.message,
        _("Enter an email address in the correct format, like name@example.com"),
    ),
    (
        forms.ChoiceField.default_error_messages["invalid_choice"],
        _("%(field)s must be one of the options in the list"),
    ),
    (
        forms.ModelChoiceField.default_error_messages["invalid_choice"],
        _("%(field)s must be one of the options in the list"),
    ),
    (
        validators.MaxLengthValidator.message,
        ngettext_lazy(
            "%(field)s must be %(limit_value)d character or fewer",
            "%(field)s must be %(limit_value)d characters or fewer",
            "limit_value",
        ),
    ),
    (
        validators.MinLengthValidator.message,
        ngettext_lazy(
            "%(field)s must be %(limit_value)d character or more",
            "%(field)s must be %(limit_value)d characters or more",
            "limit_value",
        ),
    ),
    (validators.MaxValueValidator.message, _("%(field)s must be %(limit_value)s or less")),
    (validators.MinValueValidator.message, _("%(field)s must be %(limit_value)s or more")),
    (
        validators.DecimalValidator.messages["max_digits"],
        ngettext_lazy(
            "%(field)s must have %(max)s digit or fewer", "%(field)s must have %(max)s digits or fewer", "max"
        ),
    ),
    (
        validators.DecimalValidator.messages["max_decimal_places"],
        ngettext_lazy(
            "%(field)s must have %(max)s decimal place or fewer",
            "%(field)s must have %(max)s decimal places or fewer",
            "max",
        ),
    ),
    (
        validators.DecimalValidator.messages["max_whole_digits"],
        ngettext_lazy(
            "%(field)s must have %(max)s digit or fewer before the decimal point",
            "%(field)s must have %(max)s digits or fewer before the decimal point",
            "max",
        ),
    ),
]


def about_field(error: ValidationError, label: Any) -> ValidationError:
    """The error in a sentence of ours that names the field; as it is where it is none of Django's."""
    for theirs, ours in SENTENCES:
        if error.message is theirs:
            return ValidationError(ours, code=error.code, params={**(error.params or {}), "field": label})
    return error
