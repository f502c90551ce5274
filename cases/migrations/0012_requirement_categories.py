"""The categories of requirement in nDelius and some of their subcategories, from cases/reference."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "reference" / "requirement_categories.csv"


def load(apps, schema_editor):
    category = apps.get_model("cases", "RequirementCategory")
    with FILE.open(newline="", encoding="utf-8") as rows:
        category.objects.bulk_create(
            (category(**row) for row in csv.DictReader(rows)),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["description", "minimum_contact_scope"],
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_codes_as_data")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
