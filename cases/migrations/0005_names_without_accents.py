"""Names are searched without their accents: "Sian" finds "Siân", by an index."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations
from django.db.models import Func, TextField

# An index takes only functions that never change their answer. `unaccent` is not declared so, because its dictionary
# can be exchanged; nobody does that here.
FOLDED = """
CREATE FUNCTION folded(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$
"""


class Folded(Func):
    function = "folded"
    output_field = TextField()


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_requirement_history")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(FOLDED, "DROP FUNCTION folded(text)"),
        migrations.RemoveIndex(model_name="serviceuser", name="service_user_by_last_name"),
        migrations.RemoveIndex(model_name="serviceuser", name="service_user_by_first_name"),
        migrations.AddIndex(
            model_name="serviceuser",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(Folded("last_name"), name="gin_trgm_ops"),
                name="service_user_by_last_name",
            ),
        ),
        migrations.AddIndex(
            model_name="serviceuser",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(Folded("first_name"), name="gin_trgm_ops"),
                name="service_user_by_first_name",
            ),
        ),
    ]
