"""What waits for an outcome and what was missed are few among many contacts: the scan finds them by an index."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("contacts", "0006_stale_by_columns"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=Q(('cancelled_by', ''), ('outcome', None)), fields=['date'], name='contact_open'),
        ),
        migrations.AddIndex(
            model_name='contactfact',
            index=models.Index(condition=Q(('worth', 'missed')), fields=['follow_up_due'], name='contact_fact_missed'),
        ),
    ]
