"""Everybody has been since ever what they are now: nothing else was recorded."""

from django.db import migrations

COPY = """
INSERT INTO staff_post (user_id, role, team_id, ldu_id, division_id, office_id, weekly_hours, rurality_override)
SELECT u.id, u.role, u.team_id, u.ldu_id, coalesce(ldu.division_id, u.division_id), u.office_id, u.weekly_hours,
    u.rurality_override
FROM staff_user u LEFT JOIN staff_ldu ldu ON ldu.id = u.ldu_id
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_posts")]
    operations = [migrations.RunSQL(COPY, "DELETE FROM staff_post")]
