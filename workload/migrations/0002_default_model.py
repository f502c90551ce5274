"""The default workload model, in force until a later one starts. Its figures are the fields' defaults."""

from django.db import migrations


def load(apps, schema_editor):
    apps.get_model("workload", "WorkloadModel").objects.create()


class Migration(migrations.Migration):
    dependencies = [("workload", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
