"""Drafts of forms, and whom each user opened last."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_squashed_0019_needs'),
        ('staff', '0001_squashed_0017_rooms_and_opening_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='RecentPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('service_user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recently_opened', to='cases.serviceuser')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'service_user'), name='recent_person_once')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, help_text='Stands for it in addresses.', primary_key=True, serialize=False)),
                ('path', models.CharField(help_text='The page of the form.', max_length=200)),
                ('answers', models.TextField(help_text='As they were posted, as a query string.')),
                ('kept_at', models.DateTimeField(db_index=True)),
                ('service_user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.serviceuser')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'service_user'], name='draft_by_user')],
            },
        ),
    ]
