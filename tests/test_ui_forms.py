"""Forms in GOV.UK markup: every error link has its target, every message its input."""

import re

import pytest
from django import forms
from django.template import Context, Template

from ui.fields import DateField, LongTextField, Radios, TimeField


class Booking(forms.Form):
    kind = forms.ChoiceField(
        choices=[("COAP", "Office visit"), ("CHVS", "Home visit")], widget=Radios(hints={"CHVS": "At home"})
    )
    date = DateField(help_text="For example, 17/5/2024")
    start = TimeField()
    office = forms.ChoiceField(choices=[("", "Choose")])
    notes = forms.CharField(widget=forms.Textarea)
    reason = LongTextField(max_length=500)
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)
    sure = forms.BooleanField(label="Book anyway")


def rendered(form):
    return Template("{% error_summary form %}{{ form }}").render(Context({"form": form}))


def test_each_error_link_has_a_target():
    html = rendered(Booking({}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets[:2] == ["id_kind_0", "id_date"]
    assert len(targets) == len(Booking.base_fields)
    assert set(targets) <= set(re.findall(r' id="([^"]+)"', html))


def test_whatever_describes_an_input_is_there():
    html = rendered(Booking({}))
    described = {each for ids in re.findall(r'aria-describedby="([^"]+)"', html) for each in ids.split()}
    assert {"id_kind_error", "id_date_helptext", "id_date_error", "id_kind_1_hint"} <= described
    assert described <= set(re.findall(r' id="([^"]+)"', html))


def test_no_message_without_an_error():
    html = rendered(Booking())
    assert "There is a problem" not in html
    assert "govuk-form-group--error" not in html


def test_what_was_chosen_stays_chosen():
    html = rendered(Booking({"kind": "CHVS", "sure": "on"}))
    assert re.findall(r'value="(CHVS|COAP)"[^>]* checked', html) == ["CHVS"]
    assert re.search(r'id="id_sure" checked', html)


def test_the_browser_does_not_check_before_us():
    assert " required" not in rendered(Booking())


def test_an_error_of_the_whole_form_is_in_the_summary():
    form = Booking({})
    form.add_error(None, "The case manager has another appointment then")
    assert "<li>The case manager has another appointment then</li>" in rendered(form)


def test_the_admin_keeps_its_look():
    assert "govuk" not in str(Booking({})["email"])


def test_a_long_text_says_how_much_may_be_written():
    html = rendered(Booking())
    assert 'data-maxlength="500"' in html
    assert re.search(r'<textarea[^>]* aria-describedby="id_reason-info"', html)
    assert '<div id="id_reason-info" class="govuk-hint govuk-character-count__message">You can enter up to 500' in html
    assert " maxlength=" not in html, "the browser would cut off what is pasted"


@pytest.mark.parametrize("written", ["line\r\n" * 100, "e\N{COMBINING ACUTE ACCENT}" * 500, "ŵ" * 500])
def test_a_long_text_is_counted_as_a_person_counts(written):
    class Reason(forms.Form):
        reason = LongTextField(max_length=500, strip=False)

    assert Reason({"reason": written}).is_valid()
    assert not Reason({"reason": written + "more"}).is_valid()
