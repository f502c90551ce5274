"""Alerts about BRAG reviews: what asks for one, what waits for agreement, and what was sent back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0007_absence_to_decide'),
        ('cases', '0020_brag_reviews'),
        ('contacts', '0032_enforcement_and_attachments'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_kind_known',
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['brag_address', 'brag_arrest', 'brag_breach', 'brag_release', 'brag_review_due', 'brag_safeguarding', 'brag_sent_back', 'brag_two_misses', 'brag_waiting', 'evidence_due', 'file_conflict', 'follow_up_due', 'follow_up_missed', 'in_custody', 'iom_status', 'not_reached', 'not_seen', 'nothing_booked', 'notice_missing', 'order_over', 'order_overdue', 'outcome_missing', 'to_rebook'])), name='alert_kind_known'),
        ),
    ]
