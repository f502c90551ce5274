"""A field says what is wrong in a sentence that names it, whatever form it is in."""

import pytest
from django import forms
from django.template import Context, Template

SUMMARY = Template("{% error_summary form %}{{ form }}")


class Form(forms.Form):
    name = forms.CharField(label="Name or CRN", max_length=3)
    letter = forms.CharField(label="Letter", max_length=1, required=False)
    hours = forms.DecimalField(label="Hours", max_value=48, decimal_places=2, required=False)
    days = forms.IntegerField(label="Days", min_value=1, required=False)
    email = forms.EmailField(label="Email address", required=False)
    office = forms.ChoiceField(label="Office", choices=[("1", "Newport")], required=False)
    reason = forms.CharField(label="Reason", error_messages={"required": "Enter why it is cancelled"})


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Name or CRN cannot be blank"),
        ({"name": "Tuck"}, "Name or CRN must be 3 characters or fewer"),
        ({"letter": "ab"}, "Letter must be 1 character or fewer"),
        ({"hours": "49"}, "Hours must be 48 or less"),
        ({"hours": "1.234"}, "Hours must have 2 decimal places or fewer"),
        ({"hours": "many"}, "Hours must be a number"),
        ({"days": "0"}, "Days must be 1 or more"),
        ({"days": "1.5"}, "Days must be a whole number"),
        ({"email": "nia"}, "Enter an email address in the correct format, like name@example.com"),
        ({"office": "2"}, "Office must be one of the options in the list"),
        ({"reason": ""}, "Enter why it is cancelled"),
    ],
)
def test_the_sentence_stands_in_the_summary_and_beside_the_field(answers, sentence):
    form = Form({"name": "Ann", "reason": "Ill", **answers})
    html = SUMMARY.render(Context({"form": form}))
    assert f">{sentence}</a>" in html
    assert f"Error:</span> {sentence}" in html
    assert html.count("govuk-error-message") == 1


def test_the_administration_says_the_same(cast, sign_in):
    page = sign_in(cast.administrator).post("/admin/staff/team/add/", {"name": "x" * 101}).content.decode()
    assert "Name must be 100 characters or fewer" in page
    assert "LDU cannot be blank" in page
