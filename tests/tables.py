"""What the database holds, whole: for tests that something changed nothing."""

from django.db import connection


def rows() -> dict[str, str]:
    """What every table holds, by its name: a fingerprint. Without the calendar, which is long and never written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('contacts_calendarday', 'contacts_calendarmonth')"
        )
        each = " UNION ALL ".join(
            f"SELECT '{table}', md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {table} row"
            for (table,) in cursor.fetchall()
        )
        cursor.execute(each)
        return dict(cursor.fetchall())


def structure() -> set[tuple[str, str, str]]:
    """What the database holds its tables to, and finds their rows by: constraints, indexes and triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) || convalidated::text FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger
            WHERE NOT tgisinternal
            """
        )
        return set(cursor.fetchall())
