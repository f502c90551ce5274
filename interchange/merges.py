"""merges.csv: two records of one person become one. The old CRN stays as an alias, by which later files find them."""

from cases.brag import OPEN
from cases.models import LONGEST_NEEDS, Alias
from interchange.db import count, quoted, run
from interchange.files.common import CRN
from interchange.files.declaration import Check, Column, File, Rule

MERGES = File(
    "merges",
    Alias,
    [Column("old_crn", CRN, required=True, field="crn"), Column("crn", CRN, required=True, field="")],
    key=("old_crn",),
    rules=[Rule("crn", "s.crn = s.old_crn", "'the CRN of another record'")],
    checks=[
        Check(
            "crn",
            "FROM staged_merges s WHERE s.crn IN (SELECT old_crn FROM staged_merges UNION SELECT crn FROM cases_alias)",
            "'a CRN that is not itself merged into another'",
        ),
        Check(
            "old_crn",
            """
            FROM staged_merges s JOIN cases_alias alias ON alias.crn = s.old_crn
            JOIN cases_serviceuser person ON person.id = alias.service_user_id WHERE person.crn <> s.crn
            """,
            "'a CRN that is not merged yet: it is into ' || person.crn",
        ),
    ],
)
OPEN_STATES = ", ".join(quoted(state.value) for state in OPEN)
# What of the old record shares days with the new one's own goes, and history keeps it; all else moves.
IN_THE_WAY = [
    ("contacts_reminderagreement", "held.service_user_id IS NOT NULL"),
    ("cases_custody", "daterange(held.starts_on, held.ends_on, '[]') && daterange(t.starts_on, t.ends_on, '[]')"),
    ("cases_allocation", "daterange(held.starts_on, held.ends_on, '[]') && daterange(t.starts_on, t.ends_on, '[]')"),
    (
        "cases_designation",
        "held.officer_id = t.officer_id"
        " AND daterange(held.starts_on, held.ends_on, '[]') && daterange(t.starts_on, t.ends_on, '[]')",
    ),
    ("cases_bragreview", "held.reviewed_on = t.reviewed_on"),
    ("cases_bragassessment", f"held.state IN ({OPEN_STATES}) AND t.state IN ({OPEN_STATES})"),
    ("cases_bragoccasion", "held.kind = t.kind AND held.happened_on = t.happened_on"),
    ("cases_coveredcase", "held.cover_id = t.cover_id"),
    ("contacts_additionalcase", "held.measure_id = t.measure_id"),
    # One waits at once, and one holds: the record that it was agreed, a contact, moves all the same.
    (
        "contacts_oversight",
        "held.state = 'asked' AND t.state = 'asked' OR held.contact_id IS NOT NULL AND t.contact_id IS NOT NULL"
        " AND daterange(held.starts_on, greatest(held.starts_on, held.over_on))"
        " && daterange(t.starts_on, greatest(t.starts_on, t.over_on))",
    ),
    # A scenario moves a case once.
    ("workload_scenariostep", "held.scenario_id = t.scenario_id"),
]
MOVED = [table for table, _ in IN_THE_WAY] + [
    "cases_allocationdecision", "reports_returnedperson", "cases_order", "cases_referral", "contacts_contact",
    "cases_filevalue", "cases_alias",
]  # fmt: skip


def move() -> int:
    """Bring the people of the staged merges together, one pair after the other; returns how many.

    Leaves every alias in import_aliases, for the files that still have it.
    """
    run(
        """
        SELECT FROM cases_serviceuser WHERE crn IN (SELECT unnest(ARRAY[old_crn, crn]) FROM staged_merges)
        ORDER BY id FOR UPDATE
        """
    )
    run(
        """
        DROP TABLE IF EXISTS import_aliases;
        CREATE TEMPORARY TABLE import_aliases ON COMMIT DROP AS
        SELECT alias.crn, person.crn AS survivor FROM cases_alias alias
        JOIN cases_serviceuser person ON person.id = alias.service_user_id
        UNION ALL SELECT old_crn, min(crn) FROM staged_merges
        WHERE sound AND old_crn NOT IN (SELECT crn FROM cases_alias) GROUP BY old_crn;
        CREATE UNIQUE INDEX ON import_aliases (crn);
        ANALYZE import_aliases
        """
    )
    lines = count("SELECT coalesce(max(line), 0) FROM staged_merges WHERE sound")
    return sum(_move(line) for line in range(2, lines + 1))


def keep_aliases() -> None:
    """After the people of the import are there: keep each old CRN as an alias of the survivor."""
    run(
        """
        INSERT INTO cases_alias (crn, service_user_id)
        SELECT s.old_crn, person.id FROM staged_merges s JOIN cases_serviceuser person ON person.crn = s.crn
        ON CONFLICT (crn) DO NOTHING
        """
    )


def _move(line: int) -> int:
    of_line = {"line": line}
    renamed = run(
        """
        UPDATE cases_serviceuser old SET crn = s.crn FROM staged_merges s
        WHERE s.line = %(line)s AND s.sound AND old.crn = s.old_crn
          AND NOT EXISTS (SELECT FROM cases_serviceuser WHERE crn = s.crn)
        """,
        of_line,
    )
    pair = """
        SELECT old.id AS old, survivor.id AS survivor FROM staged_merges s
        JOIN cases_serviceuser old ON old.crn = s.old_crn JOIN cases_serviceuser survivor ON survivor.crn = s.crn
        WHERE s.line = %(line)s AND s.sound
    """
    run(
        f"""
        UPDATE cases_serviceuser t SET needs = left(concat_ws(E'\\n', nullif(t.needs, ''), old.needs), {LONGEST_NEEDS})
        FROM ({pair}) pair JOIN cases_serviceuser old ON old.id = pair.old
        WHERE t.id = pair.survivor AND old.needs <> '' AND old.needs <> t.needs
        """,
        of_line,
    )
    # What was written at a review that goes is about the one of the same day that stays.
    run(
        f"""
        UPDATE cases_bragassessment t SET review_id = held.id
        FROM ({pair}) pair, cases_bragreview old, cases_bragreview held
        WHERE old.service_user_id = pair.old AND held.service_user_id = pair.survivor
            AND held.reviewed_on = old.reviewed_on AND t.review_id = old.id
        """,
        of_line,
    )
    for table, in_the_way in IN_THE_WAY:
        run(
            f"""
            DELETE FROM {table} t USING ({pair}) pair, {table} held
            WHERE t.service_user_id = pair.old AND held.service_user_id = pair.survivor AND ({in_the_way})
            """,
            of_line,
        )
    for table in MOVED:
        run(
            f"UPDATE {table} t SET service_user_id = survivor FROM ({pair}) pair WHERE t.service_user_id = pair.old",
            of_line,
        )
    run(f"DELETE FROM alerts_snooze t USING ({pair}) pair WHERE t.service_user_id = pair.old", of_line)
    run(f"DELETE FROM alerts_alert t USING ({pair}) pair WHERE t.service_user_id = pair.old", of_line)
    gone = run(f"DELETE FROM cases_serviceuser t USING ({pair}) pair WHERE t.id = pair.old", of_line)
    return renamed + gone
