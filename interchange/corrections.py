"""What a file says of periods from an earlier import: a period that overlaps one is its correction.

And what it says by leaving out, where it is said to be complete.
"""

from django.utils import timezone

from interchange.db import run
from interchange.files.declaration import File
from interchange.relations import alike, earlier, referred

DAYS = "daterange({0}.starts_on, {0}.ends_on, '[]')"


def hand_over(file: File) -> int:
    """Read a period that ends on the day on which the next of the person starts as ending the day before.

    Returns how many.
    """
    if not file.hands_over:
        return 0
    return run(
        f"""
        UPDATE {file.stage} s SET ends_on = s.ends_on - 1 FROM {file.stage} r
        WHERE {alike(file.apart, "r", "s")} AND r.starts_on = s.ends_on AND s.starts_on < s.ends_on
        """
    )


def correct(file: File) -> dict[str, int]:
    """Make way for the staged periods: end or take away those from earlier imports that they overlap, by kind."""
    if not file.corrects:
        return {}
    overlapped = f"""
        FROM {file.stage} s JOIN {earlier(file, [*file.corrects, "starts_on", "ends_on"])} held
            ON {alike(file.corrects, "held", "s")} AND {DAYS.format("held")} && {DAYS.format("s")}
        WHERE NOT EXISTS (SELECT FROM {file.stage} r WHERE r.id = held.id)
    """
    ended = 0
    if file.hands_over:
        ended = run(
            f"""
            UPDATE {file.table} t SET ends_on = next.starts_on - 1 FROM (
                SELECT held.id, min(s.starts_on) AS starts_on {overlapped} AND s.starts_on > held.starts_on
                    AND NOT EXISTS (
                        SELECT FROM {file.stage} r WHERE {alike(file.corrects, "r", "held")}
                            AND r.starts_on <= held.starts_on AND {DAYS.format("r")} && {DAYS.format("held")}
                    )
                GROUP BY held.id
            ) next WHERE next.id = t.id
            """
        )
        overlapped += " AND s.starts_on <= held.starts_on"
    replaced = run(f"DELETE FROM {file.table} WHERE id IN (SELECT held.id {overlapped})")
    return {"ended": ended, "replaced": replaced}


def take_back(file: File) -> int:
    """Withdraw or end what the file lacks about the people, or the officers, in it; returns how many rows."""
    column = file.select([file.key[0] if "crn" not in file.column_names() else "crn"])[0]
    return run(
        f"""
        {file.completes} AND t.{column.target} IN (
            SELECT {column.source} FROM {file.stage} s {referred([column])}
        ) AND NOT EXISTS (SELECT FROM {file.stage} s WHERE s.id = t.id)
        """,
        {"today": timezone.localdate()},
    )
