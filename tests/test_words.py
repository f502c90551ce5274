"""An organisation says what it calls its people and parts, once."""

import pytest
import time_machine
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from django.utils.translation import override

from staff.models import Post, Role
from ui.words import named, word, word_lazy

PDU = {
    "ldu": ["PDU", "PDUs"],
    "ldu_head": ["PDU head", "PDU heads"],
    "service_user": ["person on probation", "people on probation"],
}


def test_the_usual_words():
    assert named("%(Ldu)s, %(ldus)s: %(service_users)s of the %(case_manager)s") == (
        "LDU, LDUs: service users of the case manager"
    )


def test_an_organisation_has_its_own(settings):
    lazy = word_lazy("Service_users")
    settings.ORGANISATION_WORDS = PDU
    assert (word("ldus"), word("Service_user"), str(lazy)) == ("PDUs", "Person on probation", "People on probation")
    assert word("teams") == "teams"
    html = Template('{% blocktranslate with ldu="ldu"|word %}No {{ ldu }}{% endblocktranslate %}').render(Context())
    assert html == "No PDU"


def test_values_go_before_words():
    assert named("%(team)s and %(number)d", team="Newport", number=2) == "Newport and 2"


def test_a_word_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        word("region")


@time_machine.travel("2026-11-18 12:00")
def test_it_says_so_on_every_page(settings, cast, sign_in):
    settings.ORGANISATION_WORDS = PDU
    page = sign_in(cast.ldu_head).get(reverse("compliance")).content.decode()
    assert "People on probation" in page
    assert "PDU head" in page
    assert Post(role=Role.LDU_HEAD).get_role_display() == "PDU head"


def test_migrations_do_not_depend_on_it(settings, db):
    settings.ORGANISATION_WORDS = PDU
    with override(None):
        assert word("ldu") == "LDU"
    call_command("makemigrations", "staff", check=True, dry_run=True, verbosity=0)
