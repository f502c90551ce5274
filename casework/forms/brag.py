"""The forms of a BRAG review, of deciding about one, and of what asks for one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.brag import LONGEST_REASON, LONGEST_WORDS, WORDS, Brag, BragAssessment, BragOccasion, OccasionKind
from cases.models import ServiceUser
from casework.forms.base import SeenForm
from casework.services.appointments import RECORDED_BACK
from casework.services.brag import problems_of_occasion
from ui.fields import DateField, DatePicker, LongTextField, Radios
from ui.words import named_lazy


def words_field(label: Any, hint: Any, required: Any, too_long: Any) -> LongTextField:
    """One of the `WORDS` of a review."""
    return LongTextField(
        label=label,
        help_text=hint,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required, "max_length": too_long},
    )


class BragForm(SeenForm):
    """A review. A valid form has it as ``assessment``, not saved."""

    status = forms.ChoiceField(
        label=_("BRAG status"),
        choices=Brag,
        widget=Radios(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": _("Select the BRAG status")},
    )
    dynamic_factors = words_field(
        _("Dynamic factors"),
        _("What raises the risk now and can change, such as housing, substance use, relationships or attitudes."),
        _("Enter the dynamic factors. If there are none, say so"),
        _("Dynamic factors must be %(limit_value)d characters or fewer"),
    )
    likelihood = words_field(
        _("Likelihood"),
        _("How likely serious harm or further offending is."),
        _("Enter the likelihood"),
        _("Likelihood must be %(limit_value)d characters or fewer"),
    )
    impact = words_field(
        _("Impact"),
        _("How serious it would be, and for whom."),
        _("Enter the impact"),
        _("Impact must be %(limit_value)d characters or fewer"),
    )
    timescale = words_field(
        _("Timescale"),
        _("How soon it could happen."),
        _("Enter the timescale"),
        _("Timescale must be %(limit_value)d characters or fewer"),
    )
    disengagement = words_field(
        _("Potential for disengagement"),
        _("How likely they are to stop attending or working with you."),
        _("Enter the potential for disengagement"),
        _("Potential for disengagement must be %(limit_value)d characters or fewer"),
    )
    protective_factors = words_field(
        _("Protective factors"),
        _("What keeps the risk down, such as work, family or treatment."),
        _("Enter the protective factors. If there are none, say so"),
        _("Protective factors must be %(limit_value)d characters or fewer"),
    )
    what_changed = words_field(
        _("What changed"),
        _("Since the last review. If nothing has, or if this is the first review, say so."),
        _("Enter what changed. If nothing has, say so"),
        _("What changed must be %(limit_value)d characters or fewer"),
    )

    assessment: BragAssessment

    def __init__(self, *args: Any, service_user: ServiceUser, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.service_user = service_user

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            said = {name: data[name] for name in ("status", *WORDS)}
            self.assessment = BragAssessment(service_user=self.service_user, **said)
        return data


class Decision(TextChoices):
    AGREE = "agree", _("Agree the lower status")
    SEND_BACK = "send_back", _("Send the review back")


class AgreeForm(SeenForm):
    """What a team manager decides about a review that lowers a status."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=Decision,
        widget=Radios(reveals={Decision.SEND_BACK: ["reason"]}),
        error_messages={"required": _("Select whether you agree or send the review back")},
    )
    reason = LongTextField(
        label=_("Why are you sending it back?"),
        help_text=named_lazy(_("The %(case_manager)s sees this, and can change the review and send it again.")),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Reason must be %(limit_value)d characters or fewer")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == Decision.SEND_BACK and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter why you are sending it back"))
        return data


class OccasionForm(forms.Form):
    """What happened and when. A valid form has it as ``occasion``, not saved."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=OccasionKind,
        widget=Radios(),
        error_messages={"required": _("Select what happened")},
    )
    happened_on = DateField(
        label=_("When did it happen?"),
        help_text=_("For example, 17/5/2027."),
        error_messages={"required": _("Enter or select when it happened")},
    )

    occasion: BragOccasion

    def __init__(self, *args: Any, service_user: ServiceUser, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.service_user = service_user
        today, field = timezone.localdate(), self.fields["happened_on"]
        field.widget = DatePicker(min_date=today - RECORDED_BACK, max_date=today)

    def clean_happened_on(self) -> Any:
        """Said at once with whatever else is wrong; the service asks again."""
        for problem in problems_of_occasion(self.cleaned_data["happened_on"]):
            raise ValidationError(problem.message)
        return self.cleaned_data["happened_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.occasion = BragOccasion(service_user=self.service_user, **data)
        return data
