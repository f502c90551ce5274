"""What nDelius says of its codes and nothing here asks for. The files in contacts/reference keep it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_starts_at")]
    operations = [
        migrations.RemoveField("contactoutcome", "enforceable"),
        migrations.RemoveField("contacttype", "national_standard"),
    ]
