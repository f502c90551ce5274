"""Contact types, outcomes and standards from contacts/reference, and a follow-up that is of the same person."""

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
        contact_type(
            code=row["code"],
            description=row["description"],
            location=row["location"],
            national_standard=FLAG[row["national_standard"]],
        )
        for row in rows("contact_types.csv")
    )
    outcome = apps.get_model("contacts", "ContactOutcome")
    outcome.objects.bulk_create(
        outcome(
            code=row["code"],
            description=row["description"],
            attended=FLAG[row["attended"]],
            complied=FLAG[row["complied"]],
            enforceable=row["enforceable"] == "Y",
        )
        for row in rows("contact_outcomes.csv")
    )
    standard = apps.get_model("contacts", "ContactStandard")
    standard.objects.bulk_create(standard(**row) for row in rows("contact_standards.csv"))


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_initial")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(
            """
            ALTER TABLE contacts_contact ADD CONSTRAINT contact_follow_up_of_same_person
                FOREIGN KEY (service_user_id, follow_up_contact_id)
                REFERENCES contacts_contact (service_user_id, id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE contacts_contact DROP CONSTRAINT contact_follow_up_of_same_person",
        ),
    ]
