"""A person's team lies in the person's LDU, and the LDU in the person's division: foreign keys of two columns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE staff_user ADD CONSTRAINT user_team_in_ldu
                FOREIGN KEY (team_id, ldu_id) REFERENCES staff_team (id, ldu_id) DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE staff_user DROP CONSTRAINT user_team_in_ldu",
        ),
        migrations.RunSQL(
            """
            ALTER TABLE staff_user ADD CONSTRAINT user_ldu_in_division
                FOREIGN KEY (ldu_id, division_id) REFERENCES staff_ldu (id, division_id)
                ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE staff_user DROP CONSTRAINT user_ldu_in_division",
        ),
    ]
