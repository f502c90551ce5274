"""The measure that is shipped, from contacts/reference. What follows up a missed contact is as the setting has it now."""

import csv
from pathlib import Path

from django.conf import settings
from django.db import migrations

FILE = Path(__file__).parent.parent / "reference" / "measures.csv"


def load(apps, schema_editor):
    measure = apps.get_model("contacts", "Measure")
    with FILE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            row["types"] = row["types"].split()
            row["follow_up"] = settings.MINIMUM_CONTACT_FOLLOW_UP
            measure.objects.create(**row)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0016_measure_and_bank_holidays")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
