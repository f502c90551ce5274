"""One more kind: a file of an import says something other than is recorded here."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0002_kinds_are_declared'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='alert', name='alert_kind_known'),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(
                condition=Q(
                    ('kind__in', [
                        'brag_review_due', 'file_conflict', 'follow_up_due', 'follow_up_missed', 'iom_status',
                        'not_seen', 'nothing_booked', 'notice_missing', 'order_overdue', 'outcome_missing',
                    ])
                ),
                name='alert_kind_known',
            ),
        ),
    ]
