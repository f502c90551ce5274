"""Every word that a user reads is marked for translation, in templates and in code.

Commands, what they say of files, logs and errors of whoever runs the product stay in English.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.own_apps import OWN_APPS, ROOT
from tests.sentences import in_python, in_template, messages
from ui.words import FORMS

FOR_DEVELOPERS = re.compile(r"/(management|migrations)/|/commands\.py$|^(demonstration|interchange)/")
# By file, what looks like words and is none that a user reads, each with its reason.
ALLOWED = {
    "base/business_days.py": {
        "f'Bank holidays are known from {first_known_day()} to {last_known_day()}, not for {day}:"
        " update the govuk-bank-holidays package.'": "tells whoever runs the product what to update",
    },
    "base/db.py": {"timestamp without time zone": "a type of PostgreSQL", " = ANY (": "an operator of PostgreSQL"},
    "audit/services.py": {"Written": "a type"},
    "casework/forms/outcomes.py": {"Acceptable Absence": "how descriptions in nDelius begin"},
    "casework/uploads.py": {"Written": "a type"},
    "casework/possible.py": {"WithAnnotations[Contact, ByTheRules]": "a type"},
    "casework/selectors.py": {
        "WithAnnotations[Contact, Judgement]": "a type",
        "WithAnnotations[Order, OrderToday]": "a type",
        "WithAnnotations[Allocation, WithHandover]": "a type",
    },
    "casework/services/amending.py": dict.fromkeys(
        ("book an appointment", "offer a further appointment", "rearrange an appointment"), "a name in the audit"
    ),
    "casework/services/referrals.py": {"Record": "a type"},
    "casework/services/writing.py": {"Written": "a type"},
    "casework/typesetting.py": {"could not be displayed": "a message of Typst"},
    "casework/slip/made_up.py": dict.fromkeys(
        (
            "14 Ffordd y Parc, Newport, NP20 1XX",
            "Newport",
            "12 Bridge Street, Newport, NP20 4XX",
            "Siân Example",
            "Owain Example",
        ),
        "made up",
    ),
    "casework/views/calendar.py": {
        "text/calendar; charset=utf-8": "a header",
        'inline; filename="diary.ics"': "a header",
        "private, no-store": "a header",
    },
    "casework/views/files.py": {
        "f'inline; filename=\"{name}.pdf\"'": "a header",
        "f'attachment; filename=\"{saved_as}{ending}\"'": "a header",
        "private, no-store": "a header",
    },
    "staff/units.py": {
        "Unallocated": "stands in the answers of commands; pages have words of their own for it",
        "Addable": "a type",
    },
    "workload/services/periods.py": {"Recorded": "a type"},
    "ui/sheets.py": {
        "d mmm yyyy": "a format of Excel",
        "f'attachment; filename=\"{slugify(str(title))}.xlsx\"'": "a header",
    },
    "ui/views.py": {
        "text/csv; charset=utf-8": "a header",
        "f'attachment; filename=\"{slugify(str(title))}.csv\"'": "a header",
    },
    "ui/words.py": {"gettext(own.get(name, WORDS[name])[place])": "the words are marked where they stand"},
}


@cache
def sources() -> list[str]:
    """The files that a user may read words of."""
    code = [path for app in OWN_APPS for path in (ROOT / app).rglob("*.py")]
    templates = (ROOT / "templates").rglob("*.html")
    found = [path.relative_to(ROOT).as_posix() for path in (*code, *templates)]
    return sorted(file for file in found if not FOR_DEVELOPERS.search(file))


def unmarked(file: str) -> list[str]:
    source = Path(ROOT, file).read_text(encoding="utf-8")
    return list((in_python if file.endswith(".py") else in_template)(source))


@pytest.mark.parametrize("file", sources())
def test_its_words_are_marked(file):
    found = [words for words in unmarked(file) if words not in ALLOWED.get(file, {})]
    assert found == [], "mark them with gettext, or translate in a template; else say in ALLOWED why nobody reads them"


def test_nothing_is_allowed_in_vain():
    in_vain = {file: ALLOWED[file].keys() - set(unmarked(file)) for file in ALLOWED}
    assert not any(in_vain.values()), in_vain


@pytest.mark.parametrize("file", sources())
def test_no_article_before_a_word_of_the_organisation(file):
    """Whether it is "a" or "an" depends on the word."""
    placeholder = rf"(%\(({'|'.join(FORMS)})\)s|{{{{ *({'|'.join(FORMS)}) *}}}})"
    source = Path(ROOT, file).read_text(encoding="utf-8")
    texts = messages(source) if file.endswith(".py") else [source]
    assert not [text for text in texts if re.search(rf"\b[Aa]n? {placeholder}", text)]


@pytest.mark.parametrize("file", sources())
def test_no_word_is_bent_to_fit_a_sentence(file):
    """Capitals and plurals made of a word are right in English at best."""
    source = Path(ROOT, file).read_text(encoding="utf-8")
    assert not re.findall(r"\|(?:capfirst|lower|title|pluralize)\b|\bcapfirst\(|\.capitalize\(|; [\"']\.join", source)


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused("Enter a date")',
        'label = "Type of contact"',
        'name = Column(verbose_name="Final")',
        "words = f'{name} is not in post'",
        "words = f'{a} on {b}'",
        "words = ' and '.join(names)",
        'words = _(f"{name} is not in post")',
        'words = format_html("<b>Not in post</b> {}", name)',
    ],
)
def test_code_with_unmarked_words_is_found(source):
    assert list(in_python(source))


@pytest.mark.parametrize(
    "source",
    [
        '"""What the module does."""',
        'raise Refused(_("Enter a date"))',
        'words = ngettext("%(n)d day", "%(n)d days", n) % {"n": n}',
        'cell = format_html(\'<a class="govuk-link" href="{}">{}</a>\', href, name)',
        'rows = RawSQL("SELECT 1 AS one FROM table_of_one")',
        "words = f'{first} {last}'",
        'raise ValueError("Nothing is no unit.")',
        'def names(unit: "Unit | None") -> "Place | None": return "case_manager"',
    ],
)
def test_code_with_marked_words_is_not(source):
    assert not list(in_python(source))


@pytest.mark.parametrize(
    "source",
    [
        "<p>Page not found</p>",
        "<p>{{ name }} is here</p>",
        '<a aria-label="Next page" href="/">{{ page }}</a>',
        '{% include "ui/submit.html" with text="Continue" %}',
        '{{ value|default:"Not recorded" }}',
        '{% tag "Overdue" "red" %}',
    ],
)
def test_a_template_with_unmarked_words_is_found(source):
    assert list(in_template(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Page not found" %}</p>',
        "<p>{% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}</p>",
        '<a aria-label="{% translate "Next page" %}" href="{% url "home" %}">{{ page }}</a>',
        '{% include "ui/submit.html" with text=_("Continue") %}',
        '{% include "ui/summary_row.html" with key="Team"|word none=_("Not recorded") %}',
        '<b class="govuk-tag{% if red %} govuk-tag--red{% endif %}">{{ date|date:"j F" }}</b>',
        "{# how it looks #}{% comment %}Not shown{% endcomment %}",
    ],
)
def test_a_template_with_marked_words_is_not(source):
    assert not list(in_template(source))
