"""The main categories of requirement in nDelius, from cases/reference/requirement_categories.csv."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "reference" / "requirement_categories.csv"


def load(apps, schema_editor):
    category = apps.get_model("cases", "RequirementCategory")
    with FILE.open(newline="", encoding="utf-8") as rows:
        category.objects.bulk_create(category(**row) for row in csv.DictReader(rows))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
