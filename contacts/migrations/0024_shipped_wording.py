"""The wording of the slip that is shipped, from contacts/reference."""

import tomllib
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "reference" / "wordings.toml"


def load(apps, schema_editor):
    wording = apps.get_model("contacts", "Wording")
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["wording"]:
        wording.objects.create(**row)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0023_wording")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
