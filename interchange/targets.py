"""Where the staged rows of each file go: created, or updated by key where a value differs."""

from dataclasses import dataclass, field

from django.db import connection

from interchange.files import File

PERSON = "JOIN cases_serviceuser person ON person.crn = s.crn"
OFFICER = "JOIN staff_user officer ON officer.staff_code = s.staff_code"


@dataclass(frozen=True)
class Target:
    """A table, and for its columns the expressions over the staged row ``s`` and what ``joins`` brings."""

    table: str
    key: dict[str, str]
    values: dict[str, str]
    joins: str = ""
    # Columns that a new row starts with and that are not compared, and what an update sets beside the values.
    new: dict[str, str] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)


def _as_staged(*columns: str) -> dict[str, str]:
    return {column: f"s.{column}" for column in columns}


TARGETS = {
    "offices.csv": Target(
        "staff_office",
        key={"name": "s.office"},
        values={"ldu_id": "ldu.id", **_as_staged("kind", "amk_from", "rurality")},
        joins="JOIN staff_ldu ldu ON ldu.name = s.ldu",
    ),
    "staff.csv": Target(
        "staff_user",
        key=_as_staged("staff_code"),
        values=_as_staged("first_name", "last_name", "email", "grade", "starts_on", "ends_on"),
        # No password fits until one is set.
        new={"password": "'!'", "is_active": "true"},
    ),
    "adjustments.csv": Target(
        "workload_adjustment",
        key={"officer_id": "officer.id", **_as_staged("reason", "starts_on")},
        values=_as_staged("percent", "ends_on"),
        joins=OFFICER,
    ),
    "service_users.csv": Target(
        "cases_serviceuser",
        key=_as_staged("crn"),
        values={
            **_as_staged("first_name", "last_name", "date_of_birth", "language", "iom", "address", "phone", "email"),
            "office_id": "office.id",
        },
        joins="JOIN staff_office office ON office.name = s.office",
    ),
    "orders.csv": Target(
        "cases_order",
        key=_as_staged("order_ref"),
        values={"service_user_id": "person.id", **_as_staged("type", "starts_on", "ends_on", "terminated_on")},
        joins=PERSON,
    ),
    "custody.csv": Target(
        "cases_custody",
        key={"service_user_id": "person.id", **_as_staged("starts_on")},
        values=_as_staged("ends_on"),
        joins=PERSON,
    ),
    "brag.csv": Target(
        "cases_bragreview",
        key={"service_user_id": "person.id", **_as_staged("reviewed_on")},
        values={**_as_staged("status"), "reviewed_by_id": "reviewer.id"},
        joins=f"{PERSON} LEFT JOIN staff_user reviewer ON reviewer.staff_code = s.reviewed_by",
    ),
    "allocations.csv": Target(
        "cases_allocation",
        key={"service_user_id": "person.id", **_as_staged("starts_on")},
        values={"officer_id": "officer.id", **_as_staged("ends_on")},
        joins=f"{PERSON} {OFFICER}",
    ),
    "designations.csv": Target(
        "cases_designation",
        key={"service_user_id": "person.id", "officer_id": "officer.id", **_as_staged("starts_on")},
        values=_as_staged("ends_on"),
        joins=f"{PERSON} {OFFICER}",
    ),
    "contacts.csv": Target(
        "contacts_contact",
        key=_as_staged("contact_ref"),
        values={
            "service_user_id": "person.id",
            "officer_id": "officer.id",
            "type_id": "s.code",
            "outcome_id": "s.outcome",
            "follow_up_contact_id": "further.id",
            **_as_staged(
                "date",
                "start_time",
                "end_time",
                "place",
                "notice_issued_at",
                "slip_uploaded",
                "other_activity",
                "cancelled_by",
                "follow_up",
                "follow_up_on",
            ),
        },
        joins=f"{PERSON} {OFFICER} LEFT JOIN contacts_contact further ON further.contact_ref = s.follow_up_ref",
        new={"notice_current": "true", "cancellation_reason": "''"},
        also={
            "notice_current": """CASE
                WHEN t.notice_issued_at IS DISTINCT FROM s.notice_issued_at THEN true
                WHEN s.notice_issued_at IS NOT NULL AND (t.place, t.date, t.start_time, t.end_time)
                    IS DISTINCT FROM (s.place, s.date, s.start_time, s.end_time) THEN false
                ELSE t.notice_current END""",
        },
    ),
}


def merge(file: File) -> dict[str, int]:
    """Write the staged rows of ``file`` to its table; returns how many were created, changed and unchanged."""
    target = TARGETS[file.name]
    _run("CREATE TEMPORARY TABLE import_created (id bigint) ON COMMIT DROP")
    _run("CREATE TEMPORARY TABLE import_touched (id bigint) ON COMMIT DROP")
    if before := BEFORE.get(file.name):
        before()
    _update(file, target)
    _insert(file, target)
    # What follows joins the rows that only this transaction sees, of which autovacuum can know nothing yet.
    _run(f"ANALYZE {target.table}")
    if after := AFTER.get(file.name):
        after()
    total = _count(f"SELECT count(*) FROM {file.stage}")
    created = _count("SELECT count(*) FROM import_created")
    changed = _count(
        "SELECT count(DISTINCT id) FROM import_touched t WHERE NOT EXISTS"
        " (SELECT FROM import_created c WHERE c.id = t.id)"
    )
    _run("DROP TABLE import_created, import_touched")
    return {"created": created, "changed": changed, "unchanged": total - created - changed}


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def notices_that_lapse() -> int:
    """How many notices the staged contacts make lapse: place, date or time differ and the notice does not."""
    return _count(
        """
        SELECT count(*) FROM staged_contacts s JOIN contacts_contact t ON t.contact_ref = s.contact_ref
        WHERE t.notice_issued_at = s.notice_issued_at AND t.notice_current
          AND (t.place, t.date, t.start_time, t.end_time) IS DISTINCT FROM (s.place, s.date, s.start_time, s.end_time)
        """
    )


def _update(file: File, target: Target) -> None:
    same = " AND ".join(f"t.{column} = {value}" for column, value in target.key.items())
    differ = " OR ".join(f"t.{column} IS DISTINCT FROM {value}" for column, value in target.values.items())
    settings = ", ".join(f"{column} = {value}" for column, value in (target.values | target.also).items())
    _run(
        f"""
        WITH changed AS (
            UPDATE {target.table} t SET {settings} FROM {file.stage} s {target.joins}
            WHERE {same} AND ({differ}) RETURNING t.id
        )
        INSERT INTO import_touched SELECT id FROM changed
        """
    )


def _insert(file: File, target: Target) -> None:
    same = " AND ".join(f"t.{column} = {value}" for column, value in target.key.items())
    columns = target.key | target.values | target.new
    _run(
        f"""
        WITH created AS (
            INSERT INTO {target.table} ({", ".join(columns)})
            SELECT {", ".join(columns.values())} FROM {file.stage} s {target.joins}
            WHERE NOT EXISTS (SELECT FROM {target.table} t WHERE {same})
            ORDER BY s.line RETURNING id
        )
        INSERT INTO import_created SELECT id FROM created
        """
    )


def _organisation() -> None:
    """Divisions and LDUs come from the offices' rows; an LDU whose rows name another division moves there."""
    _run(
        "INSERT INTO staff_division (name) SELECT DISTINCT division FROM staged_offices ORDER BY 1"
        " ON CONFLICT (name) DO NOTHING"
    )
    _run(
        """
        INSERT INTO import_touched SELECT office.id
        FROM staged_offices s JOIN staff_office office ON office.name = s.office
            JOIN staff_ldu ldu ON ldu.name = s.ldu JOIN staff_division division ON division.id = ldu.division_id
        WHERE division.name <> s.division
        """
    )
    _run(
        """
        INSERT INTO staff_ldu (name, division_id)
        SELECT DISTINCT s.ldu, division.id
        FROM staged_offices s JOIN staff_division division ON division.name = s.division
        ORDER BY 1 ON CONFLICT (name) DO UPDATE SET division_id = excluded.division_id
            WHERE staff_ldu.division_id <> excluded.division_id
        """
    )


def _teams_and_addresses() -> None:
    """Teams come from the staff's rows. Where an address passes from one person to another, both let go of theirs."""
    _run(
        """
        INSERT INTO staff_team (ldu_id, name)
        SELECT DISTINCT ldu.id, s.team FROM staged_staff s JOIN staff_ldu ldu ON ldu.name = s.ldu
        WHERE s.team IS NOT NULL ORDER BY 1, 2 ON CONFLICT (ldu_id, name) DO NOTHING
        """
    )
    _run(
        """
        UPDATE staff_user t SET email = t.id || '@changing.invalid' FROM staged_staff s
        WHERE s.staff_code = t.staff_code AND s.email <> t.email
          AND EXISTS (SELECT FROM staged_staff r WHERE r.email = t.email AND r.staff_code <> t.staff_code)
        """
    )


# A post as a row of staff says it; a team brings its LDU, and an LDU its division.
POST = {
    "role": "s.role",
    "team_id": "team.id",
    "ldu_id": "ldu.id",
    "division_id": "coalesce(ldu.division_id, division.id)",
    "office_id": "office.id",
    "weekly_hours": "coalesce(s.weekly_hours, 0)",
}


def _posts() -> None:
    """The post of each row: in place of the one in force today, or the first for somebody new."""
    rows = """
        staged_staff s JOIN staff_user officer ON officer.staff_code = s.staff_code
        LEFT JOIN staff_ldu ldu ON ldu.name = s.ldu
        LEFT JOIN staff_team team ON team.ldu_id = ldu.id AND team.name = s.team
        LEFT JOIN staff_division division ON division.name = s.division
        LEFT JOIN staff_office office ON office.name = s.office
    """
    settings = ", ".join(f"{column} = {value}" for column, value in POST.items())
    differ = " OR ".join(f"t.{column} IS DISTINCT FROM {value}" for column, value in POST.items())
    _run(
        f"""
        WITH changed AS (
            UPDATE staff_post t SET {settings} FROM {rows}
            WHERE t.user_id = officer.id AND daterange(t.starts_on, t.ends_on, '[]') @> CURRENT_DATE AND ({differ})
            RETURNING t.user_id
        )
        INSERT INTO import_touched SELECT user_id FROM changed
        """
    )
    _run(
        f"""
        INSERT INTO staff_post (user_id, {", ".join(POST)})
        SELECT officer.id, {", ".join(POST.values())} FROM {rows}
        WHERE NOT EXISTS (SELECT FROM staff_post t WHERE t.user_id = officer.id)
        """
    )


def _requirements() -> None:
    """Bring the requirements of the staged orders in line with their rows."""
    _run(
        """
        WITH gone AS (
            DELETE FROM cases_order_requirements r USING cases_order o JOIN staged_orders s ON s.order_ref = o.order_ref
            WHERE r.order_id = o.id AND r.requirementcategory_id <> ALL (s.requirements) RETURNING r.order_id
        ), come AS (
            INSERT INTO cases_order_requirements (order_id, requirementcategory_id)
            SELECT o.id, code FROM staged_orders s JOIN cases_order o ON o.order_ref = s.order_ref,
                unnest(s.requirements) code
            ON CONFLICT DO NOTHING RETURNING order_id
        )
        INSERT INTO import_touched SELECT order_id FROM gone UNION SELECT order_id FROM come
        """
    )


def _follow_ups() -> None:
    """Tie each contact to the further appointment that its row names, where this import created that one too."""
    _run(
        """
        WITH tied AS (
            UPDATE contacts_contact t SET follow_up_contact_id = f.id
            FROM staged_contacts s JOIN contacts_contact f ON f.contact_ref = s.follow_up_ref
            WHERE t.contact_ref = s.contact_ref AND t.follow_up_contact_id IS NULL RETURNING t.id
        )
        INSERT INTO import_touched SELECT id FROM tied
        """
    )


BEFORE = {"offices.csv": _organisation, "staff.csv": _teams_and_addresses}
AFTER = {"staff.csv": _posts, "orders.csv": _requirements, "contacts.csv": _follow_ups}
