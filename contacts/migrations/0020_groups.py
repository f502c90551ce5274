"""Whether a type of contact is a group session, at first by the shipped list."""

import csv
from pathlib import Path

from django.db import migrations, models

FILE = Path(__file__).parent.parent / "reference" / "contact_types.csv"


def mark(apps, schema_editor):
    with FILE.open(newline="", encoding="utf-8") as lines:
        groups = [row["code"] for row in csv.DictReader(lines) if row["is_group"] == "Y"]
    apps.get_model("contacts", "ContactType").objects.filter(code__in=groups).update(is_group=True)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0019_contact_ref_once")]
    operations = [
        migrations.AddField(
            model_name="contacttype",
            name="is_group",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Several people can be booked with one member of staff for the same start and end.",
                verbose_name="group session",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="contacttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_group", False), models.Q(("code__in", ("CHVS", "COAI", "COAP")), _negated=True), _connector="OR"),
                name="contact_type_minimum_contact_is_no_group",
            ),
        ),
    ]
