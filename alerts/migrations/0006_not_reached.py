"""One more kind: a message about an appointment that did not arrive."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0005_snooze'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='alert', name='alert_kind_known'),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(
                condition=Q(
                    ('kind__in', [
                        'brag_review_due', 'file_conflict', 'follow_up_due', 'follow_up_missed', 'in_custody',
                        'iom_status', 'not_reached', 'not_seen', 'nothing_booked', 'notice_missing', 'order_over', 'order_overdue',
                        'outcome_missing', 'to_rebook',
                    ])
                ),
                name='alert_kind_known',
            ),
        ),
    ]
