"""Alerts move to an app of their own, with their rows."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_reference_data")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.AlterModelTable("alert", "alerts_alert")],
            state_operations=[migrations.DeleteModel("alert")],
        )
    ]
