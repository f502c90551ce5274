import django.contrib.postgres.constraints
import django.db.models.constraints
from django.db import migrations

import base.db


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0007_words'),
    ]

    operations = [
        # Once more, for databases that had it over ranges.
        migrations.RemoveConstraint(model_name='post', name='post_never_overlaps'),
        migrations.AddConstraint(
            model_name='post',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(base.db.OnlyThis('user'), '='), (base.db.Days('starts_on', 'ends_on'), '&&')], name='post_never_overlaps'),
        ),
    ]
