"""The month by DuckDB over the raw files: the yardstick of speed, and a reading of the rules of its own.

It states sections 1 to 3 of docs/rules.md once more, over the rows as the files have them, and shares nothing with the
product but the calendar of business days and the reference data. It reads what the demonstration writes: a member of
staff has one row there, and an order's requirements are codes of the reference data.
"""

import csv
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import duckdb

from base.business_days import business_days

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
FILES = ("offices", "staff", "service_users", "orders", "custody", "brag", "allocations", "designations", "contacts")
TYPES = {
    "DATE": ("amk_from", "date", "follow_up_on", "reviewed_on", "starts_on", "ends_on", "terminated_on"),
    "TIME": ("start_time", "end_time"),
    "TIMESTAMP": ("notice_issued_at",),
}
PERSON_COLUMNS = ["crn", "applicable", "reason", "result", "case_manager", "team", "ldu", "division"]
DIVISION_COLUMNS = ["division", "service_users", "applicable", "met", "pending", "not_met"]

# The parameters are $first and $last, the month's days, and $as_of; the table of deadlines holds the month's days only.
PEOPLE = """
WITH requirement AS (
    SELECT order_ref, coalesce(pair.scope, category.scope) AS scope
    FROM (SELECT order_ref, unnest(string_split(requirements, ';')) AS code FROM orders) named
    LEFT JOIN categories pair ON pair.code = named.code
    LEFT JOIN categories category ON category.code = split_part(named.code, ':', 1)
),
out_of_scope AS (
    SELECT order_ref FROM requirement WHERE scope <> 'neutral' GROUP BY order_ref HAVING bool_and(scope = 'out')
),
ran AS (
    SELECT crn, greatest(starts_on, $first) AS first_day, least(ends_on, terminated_on, $last) AS last_day,
        type IN ('licence', 'post_sentence_supervision') OR order_ref NOT IN (FROM out_of_scope) AS in_scope
    FROM orders WHERE starts_on <= $last AND least(ends_on, terminated_on) >= $first
),
supervision AS (  -- a bit for each day of the month
    SELECT crn, bit_or(CASE WHEN in_scope
        THEN ((1::BIGINT << (last_day - first_day + 1)) - 1) << (first_day - $first) ELSE 0 END) AS days
    FROM ran GROUP BY crn
),
status AS (
    SELECT crn, arg_max(status, reviewed_on) AS brag FROM brag WHERE reviewed_on <= $last GROUP BY crn
),
responsible AS (
    FROM (SELECT crn, staff_code, starts_on, ends_on FROM allocations UNION ALL
          SELECT crn, staff_code, starts_on, ends_on FROM designations)
),
offer AS (
    SELECT c.crn, c.date, c.outcome, c.cancelled_by, c.follow_up, c.follow_up_on, o.attended, d.follow_up_due,
        coalesce(o.complied = 'Y', false) OR c.cancelled_by IS NOT DISTINCT FROM 'service_user' AS known_beforehand
    FROM contacts c JOIN deadlines d USING (date) LEFT JOIN outcomes o ON o.code = c.outcome
    WHERE c.code IN ('COAP', 'COAI', 'CHVS')
        AND c.notice_issued_at < c.date + c.start_time AND c.slip_uploaded = 'Y'
        AND c.cancelled_by IS DISTINCT FROM 'service'
        AND c.date + c.start_time + INTERVAL 30 MINUTES <= c.date + c.end_time
        AND (c.outcome IS NULL OR c.outcome NOT IN ('RSSR', 'RSSL', 'ATSS', 'CO01'))
        AND EXISTS (FROM responsible r WHERE r.crn = c.crn AND r.staff_code = c.staff_code
            AND r.starts_on <= c.date AND (r.ends_on IS NULL OR c.date <= r.ends_on))
        AND c.other_activity IS NULL
),
judged AS (
    SELECT crn, CASE
        WHEN attended = 'Y' THEN 'counts'
        WHEN outcome IS NULL AND cancelled_by IS NULL THEN if(date <= $as_of, 'pending', 'booked')
        WHEN follow_up = 'further_appointment' AND follow_up_on <= follow_up_due
            AND (follow_up_on >= date OR known_beforehand) THEN 'counts'
        WHEN $as_of <= follow_up_due THEN 'pending'
        ELSE 'does not count' END AS worth
    FROM offer
),
month AS (
    SELECT crn, bool_or(worth = 'counts') AS met, bool_or(worth = 'pending') AS pending FROM judged GROUP BY crn
),
holder AS (
    SELECT crn, staff_code FROM allocations
    WHERE starts_on <= least($last, $as_of) AND (ends_on IS NULL OR ends_on >= least($last, $as_of))
),
person AS (
    SELECT p.crn, h.staff_code AS case_manager,
        if(h.crn IS NULL, 'Unallocated', s.team) AS team,
        if(h.crn IS NULL, o.ldu, s.ldu) AS ldu,
        if(h.crn IS NULL, o.division, coalesce(l.division, s.division)) AS division,
        CASE
            WHEN $first < DATE '2018-10-01' THEN 'before_start'
            WHEN o.amk_from IS NULL OR o.amk_from > $first THEN 'office_not_live'
            WHEN v.days = 0 THEN 'no_in_scope_order'
            WHEN v.days <> (1::BIGINT << ($last - $first + 1)) - 1 THEN 'part_month'
            WHEN p.crn IN (SELECT crn FROM custody WHERE starts_on <= $last AND (ends_on IS NULL OR ends_on >= $first))
                THEN 'custody'
            WHEN b.brag = 'blue' THEN 'blue'
        END AS reason,
        CASE
            WHEN m.met THEN 'met'
            WHEN $as_of <= $last OR m.pending THEN 'pending'
            ELSE 'not_met'
        END AS result
    FROM service_users p JOIN supervision v USING (crn) JOIN offices o USING (office)
    LEFT JOIN status b ON b.crn = p.crn
    LEFT JOIN month m ON m.crn = p.crn
    LEFT JOIN holder h ON h.crn = p.crn
    LEFT JOIN staff s ON s.staff_code = h.staff_code
    LEFT JOIN ldus l ON l.ldu = s.ldu
)
"""
ROWS = """
SELECT crn, if(reason IS NULL, 'Y', 'N'), coalesce(reason, ''), if(reason IS NULL, result, ''),
    coalesce(case_manager, ''), coalesce(team, ''), coalesce(ldu, ''), coalesce(division, '')
FROM person ORDER BY crn
"""
DIVISIONS = """
SELECT coalesce(division, '') AS place, count(*), count(*) FILTER (reason IS NULL),
    count(*) FILTER (reason IS NULL AND result = 'met'), count(*) FILTER (reason IS NULL AND result = 'pending'),
    count(*) FILTER (reason IS NULL AND result = 'not_met')
FROM person GROUP BY place ORDER BY place
"""


class DuckMonth:
    """A month of the caseload in a folder, asked on a day. The files are read once, into DuckDB's tables."""

    def __init__(self, folder: Path, first: date, as_of: date):
        last = first.replace(day=monthrange(first.year, first.month)[1])
        self.days = {"first": first, "last": last, "as_of": as_of}
        self.database = duckdb.connect()
        for name in FILES:
            self._read(name, folder / f"{name}.csv")
        self.database.execute("ALTER TABLE contacts ADD COLUMN IF NOT EXISTS withdrawn VARCHAR")
        self.database.execute("DELETE FROM contacts WHERE withdrawn = 'Y'")
        self._read("outcomes", REFERENCE / "contact_outcomes.csv")
        self._read("categories", REFERENCE / "requirement_categories.csv")
        self.database.execute("ALTER TABLE categories RENAME minimum_contact_scope TO scope")
        self.database.execute("CREATE TABLE ldus AS SELECT DISTINCT ldu, division FROM offices")
        self.database.execute("CREATE TABLE deadlines (date DATE, follow_up_due DATE)")
        month = (first + timedelta(days=number) for number in range((last - first).days + 1))
        deadlines = [(day, business_days().add_business_days(day, 5)) for day in month]
        self.database.executemany("INSERT INTO deadlines VALUES (?, ?)", deadlines)

    def people(self) -> list[list[str]]:
        """What `compliance --level service_user` answers, without the header."""
        return [list(row) for row in self.database.execute(PEOPLE + ROWS, self.days).fetchall()]

    def divisions(self) -> list[list[str]]:
        """What `compliance --level division` counts: `DIVISION_COLUMNS`."""
        return [list(map(str, row)) for row in self.database.execute(PEOPLE + DIVISIONS, self.days).fetchall()]

    def _read(self, table: str, path: Path) -> None:
        """Make a table of the file: text but for dates and times, a blank being NULL."""
        with path.open(newline="", encoding="utf-8-sig") as lines:
            header = next(csv.reader(lines))
        kinds = {column: kind for kind, columns in TYPES.items() for column in columns}
        columns = ", ".join(f'CAST("{column}" AS {kinds.get(column, "VARCHAR")}) AS "{column}"' for column in header)
        self.database.execute(
            f"CREATE TABLE {table} AS SELECT {columns} FROM read_csv($path, header = true, all_varchar = true)",
            {"path": str(path)},
        )
