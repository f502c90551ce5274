"""The types and outcomes of contacts in nDelius as they are now, and which outcomes each type allows."""

import csv
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent.parent / "reference"
FLAG = {"Y": True, "N": False, "": None}


def rows(name):
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def load(apps, schema_editor):
    contact_type = apps.get_model("contacts", "ContactType")
    contact_type.objects.bulk_create(
        (contact_type(**{name: row[name] for name in ("code", "description", "location")}) for row in rows("contact_types.csv")),
        ignore_conflicts=True,
    )
    outcome = apps.get_model("contacts", "ContactOutcome")
    outcome.objects.bulk_create(
        (
            outcome(
                code=row["code"],
                description=row["description"],
                attended=FLAG[row["attended"]],
                complied=FLAG[row["complied"]],
            )
            for row in rows("contact_outcomes.csv")
        ),
        ignore_conflicts=True,
    )
    allowed = contact_type.outcomes.through
    allowed.objects.bulk_create(
        allowed(contacttype_id=row["contact_type"], contactoutcome_id=row["outcome"])
        for row in rows("contact_type_outcomes.csv")
    )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0012_codes_as_data")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
