"""Notices and follow-ups keep when they happened and when that was recorded; what is put right keeps what it was."""

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import base.db


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0017_shipped_measure'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('outcome', 'Outcome changed'), ('booking', 'Booking corrected'), ('cancellation', 'Cancellation undone'), ('rearrangement', 'Rearrangement undone')], max_length=13)),
                ('former', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('recorded_at', base.db.LocalDateTimeField(help_text='When the former values were recorded; null: by an import.', null=True)),
                ('made_at', base.db.LocalDateTimeField()),
                ('reason', models.CharField(max_length=500)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FollowUpRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('further_appointment', 'Further appointment offered'), ('breach', 'Breach initiated'), ('recall', 'Recall initiated'), ('warrant', 'Warrant initiated')], max_length=20)),
                ('done_on', models.DateField(help_text='The day that counts.')),
                ('recorded_at', base.db.LocalDateTimeField()),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Rearrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AddField(
            model_name='notice',
            name='paper',
            field=models.CharField(blank=True, help_text='The slip that was handed over instead: its name among the uploads.', max_length=60),
        ),
        migrations.AddField(
            model_name='notice',
            name='recorded_at',
            field=base.db.LocalDateTimeField(help_text='When that was recorded here, by issued_by.', null=True),
        ),
        # Until now a notice was recorded in the minute in which it was given.
        migrations.RunSQL("UPDATE contacts_notice SET recorded_at = issued_at", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='notice',
            name='recorded_at',
            field=base.db.LocalDateTimeField(help_text='When that was recorded here, by issued_by.'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='issued_at',
            field=base.db.LocalDateTimeField(help_text='When it was given, which is what counts.'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='slip',
            field=models.BinaryField(blank=True, default=b'', help_text='The appointment slip made here, a tagged PDF.'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('issued_at__lte', models.F('recorded_at'))), name='notice_not_recorded_before'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('slip', b''), models.Q(('paper', ''), _negated=True)), models.Q(models.Q(('slip', b''), _negated=True), ('paper', '')), _connector='OR'), name='notice_has_one_slip'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='contacts.contact'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='amendment',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='followuprecord',
            name='contact',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up_records', to='contacts.contact'),
        ),
        migrations.AddField(
            model_name='followuprecord',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rearrangement',
            name='new',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rearranged_from', to='contacts.contact'),
        ),
        migrations.AddField(
            model_name='rearrangement',
            name='original',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rearrangements', to='contacts.contact'),
        ),
        migrations.AddConstraint(
            model_name='rearrangement',
            constraint=models.UniqueConstraint(fields=('new',), name='rearrangement_new_once'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['outcome', 'booking', 'cancellation', 'rearrangement'])), name='amendment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='followuprecord',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['further_appointment', 'breach', 'recall', 'warrant'])), name='follow_up_record_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='followuprecord',
            constraint=models.CheckConstraint(condition=models.Q(('done_on__lte', django.db.models.functions.comparison.Cast('recorded_at', models.DateField()))), name='follow_up_not_recorded_before'),
        ),
    ]
