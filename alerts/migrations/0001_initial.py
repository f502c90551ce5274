"""The alerts, whose table comes from contacts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0006_periods_by_person'),
        ('contacts', '0004_alerts_to_their_own_app'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Alert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('outcome_missing', 'Outcome to record'), ('follow_up_due', 'Further appointment to offer'), ('follow_up_missed', 'Further appointment not offered in time'), ('notice_missing', 'Notice to issue'), ('nothing_booked', 'Nothing booked this month'), ('not_seen', 'Not seen for six weeks'), ('brag_review_due', 'BRAG review due'), ('order_overdue', 'Order past its end date'), ('iom_status', 'IOM below Red/Amber')], max_length=20)),
                        ('due_on', models.DateField(help_text='The day by which it must be mended, or since when it stands.', null=True)),
                        ('opened_at', models.DateTimeField(auto_now_add=True)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='contacts.contact')),
                        ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cases.order')),
                        ('service_user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cases.serviceuser')),
                    ],
                    options={
                        'ordering': [models.OrderBy(models.F('due_on'), nulls_last=True), 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('kind', 'service_user', 'contact', 'order'), name='alert_open_once_for_one_thing', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('kind__in', ['outcome_missing', 'follow_up_due', 'follow_up_missed', 'notice_missing', 'nothing_booked', 'not_seen', 'brag_review_due', 'order_overdue', 'iom_status'])), name='alert_kind_known')],
                    },
                ),
            ],
        ),
    ]
