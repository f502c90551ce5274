"""The kinds are those of the declarations: the check says so, and the column has no choices of its own."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='alert', name='alert_kind_known'),
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(help_text='Of `alerts.findings.FINDINGS`.', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(
                condition=Q(
                    ('kind__in', [
                        'brag_review_due', 'follow_up_due', 'follow_up_missed', 'iom_status', 'not_seen',
                        'nothing_booked', 'notice_missing', 'order_overdue', 'outcome_missing',
                    ])
                ),
                name='alert_kind_known',
            ),
        ),
    ]
