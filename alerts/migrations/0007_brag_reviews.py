"""Alerts about BRAG reviews: what asks for one, what waits for agreement, and what was sent back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0001_squashed_0006_not_reached'),
        ('cases', '0001_squashed_0019_needs'),
        ('contacts', '0031_notice_letters'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_kind_known',
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['brag_address', 'brag_arrest', 'brag_breach', 'brag_release', 'brag_review_due', 'brag_safeguarding', 'brag_sent_back', 'brag_two_misses', 'brag_waiting', 'file_conflict', 'follow_up_due', 'follow_up_missed', 'in_custody', 'iom_status', 'not_reached', 'not_seen', 'nothing_booked', 'notice_missing', 'order_over', 'order_overdue', 'outcome_missing', 'to_rebook'])), name='alert_kind_known'),
        ),
    ]
