"""Names are sorted and found as a telephone book files them, whatever the locale of the server."""

import django.db.models.functions.text
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations, models

import base.db

# An index takes only functions that never change their answer. `unaccent` is not declared so, because its dictionary
# can be exchanged; nobody does that here. Left out of a name are spaces, ASCII's signs, and what stands for an
# apostrophe or a hyphen.
FILED = r"""
CREATE FUNCTION filed(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT translate(
        lower(public.unaccent('public.unaccent', $1)),
        E' \t\n\r\u00a0!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~\u00b4\u02b9\u02bb\u02bc\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201b\u2032\u2212',
        ''
    )
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0009_blanks'),
    ]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(FILED, "DROP FUNCTION filed(text)"),
        migrations.AlterModelOptions(
            name='division',
            options={'ordering': [base.db.Filed('name'), 'name'], 'verbose_name': 'division', 'verbose_name_plural': 'divisions'},
        ),
        migrations.AlterModelOptions(
            name='ldu',
            options={'ordering': [base.db.Filed('name'), 'name'], 'verbose_name': 'LDU', 'verbose_name_plural': 'LDUs'},
        ),
        migrations.AlterModelOptions(
            name='office',
            options={'ordering': [base.db.Filed('name'), 'name'], 'verbose_name': 'office', 'verbose_name_plural': 'offices'},
        ),
        migrations.AlterModelOptions(
            name='team',
            options={'ordering': [base.db.Filed('name'), 'name'], 'verbose_name': 'team', 'verbose_name_plural': 'teams'},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'ordering': ['filed_as', 'staff_code'], 'verbose_name': 'member of staff', 'verbose_name_plural': 'staff'},
        ),
        migrations.AddField(
            model_name='user',
            name='filed_as',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Trim(django.db.models.functions.text.Concat(base.db.Filed('last_name'), models.Value(' '), base.db.Filed('first_name'), output_field=models.TextField())), output_field=models.TextField(db_collation='C')),
        ),
    ]
