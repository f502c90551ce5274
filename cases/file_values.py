"""What the files of an import said of a value that somebody changed here since: triggers write it down.

An import compares what it brings with what the files said last, and with what is recorded here. Where nothing was
changed here, the record itself is what they said last; where something was, `cases.models.FileValue` keeps it.
"""

import pgtrigger
from django.dispatch import Signal

# Sent by an import, in its transaction, that changed records or left rows in conflict.
records_changed = Signal()
# Set for the transaction of an import, whose own writes are what the files say.
IMPORTING = "casemgmt.importing"
BY_HAND = f"current_setting('{IMPORTING}', true) IS DISTINCT FROM 'on'"


def remembers_files(*excluded: str) -> pgtrigger.Trigger:
    """A trigger on a table that files tell of: it keeps the values that an update changes, unless it is an import's.

    ``excluded`` are fields that no file tells of and nobody should find a second time.
    """
    return pgtrigger.Trigger(
        name="remember_files",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=list(excluded)),
        func=f"""
            IF {BY_HAND} THEN
                INSERT INTO cases_filevalue (table_name, record, column_name, value, service_user_id)
                SELECT TG_TABLE_NAME, OLD.id, said.key, said.value, CASE TG_TABLE_NAME
                    WHEN 'cases_serviceuser' THEN NEW.id ELSE (to_jsonb(NEW)->>'service_user_id')::bigint END
                FROM jsonb_each(to_jsonb(OLD)) said JOIN jsonb_each(to_jsonb(NEW)) now USING (key)
                WHERE said.value IS DISTINCT FROM now.value AND said.key <> ALL ('{{{",".join(excluded)}}}')
                ON CONFLICT (table_name, record, column_name) DO NOTHING;
            END IF;
            RETURN NULL;
        """,
    )


def remembers_posts() -> pgtrigger.Trigger:
    """The same for posts, which are columns of the staff file: by the names that stand in it, of the post of today."""
    in_force = """
        SELECT to_jsonb(named) FROM (
            SELECT post.role, team.name AS team, ldu.name AS ldu, division.name AS division, office.name AS office,
                post.weekly_hours
            FROM ({posts}) post
            LEFT JOIN staff_team team ON team.id = post.team_id
            LEFT JOIN staff_ldu ldu ON ldu.id = post.ldu_id
            LEFT JOIN staff_division division ON division.id = post.division_id
            LEFT JOIN staff_office office ON office.id = post.office_id
            WHERE daterange(post.starts_on, post.ends_on, '[]') @> current_date LIMIT 1
        ) named
    """
    others = "SELECT * FROM staff_post WHERE user_id = whose AND id <> coalesce(NEW.id, OLD.id)"
    before = in_force.format(posts=f"SELECT OLD.* WHERE TG_OP <> 'INSERT' UNION ALL {others}")
    after = in_force.format(posts=f"SELECT NEW.* WHERE TG_OP <> 'DELETE' UNION ALL {others}")
    return pgtrigger.Trigger(
        name="remember_files",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("whose", "bigint"), ("said", "jsonb"), ("held", "jsonb")],
        func=f"""
            IF {BY_HAND} THEN
                whose := coalesce(NEW.user_id, OLD.user_id);
                said := ({before});
                held := ({after});
                INSERT INTO cases_filevalue (table_name, record, column_name, value)
                SELECT 'staff_user', whose, key, nullif(said->key, 'null')
                FROM jsonb_object_keys(coalesce(said, held)) key
                WHERE coalesce(said->key, 'null') <> coalesce(held->key, 'null')
                ON CONFLICT (table_name, record, column_name) DO NOTHING;
            END IF;
            RETURN NULL;
        """,
    )
