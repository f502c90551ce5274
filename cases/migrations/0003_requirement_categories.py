"""The categories of requirement come later: see 0012_requirement_categories."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial")]
    operations = []
