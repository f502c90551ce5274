"""staff.csv and adjustments.csv: who works here, where, and for how much of the time."""

from interchange.files.common import (
    DIVISION,
    ENDS,
    ENDS_AFTER_START,
    HAS_A_NAME,
    LDU,
    OFFICE,
    OFFICER_COLUMN,
    STAFF_CODE,
    STARTS,
)
from interchange.files.declaration import Check, Column, File, Rule
from interchange.files.values import DATE, Email, Number, OneOf, Text
from staff.models import Role, User
from workload.models import Adjustment


def needed(column: str, *roles: Role) -> Rule:
    """Each role needs its place in the organisation."""
    broken = f"s.{column} IS NULL AND {OneOf(roles).reads('s.role')}"
    return Rule(column, broken, "'a value, because the role is ' || s.role")


DIVISION_OF_LDU = Check(
    "division",
    """
    FROM staged_staff s JOIN (
        SELECT ldu, min(division) AS division FROM staged_offices
        WHERE ldu IS NOT NULL AND division IS NOT NULL GROUP BY ldu
        UNION ALL
        SELECT ldu.name, division.name
        FROM staff_ldu ldu JOIN staff_division division ON division.id = ldu.division_id
        WHERE ldu.name NOT IN (SELECT ldu FROM staged_offices WHERE ldu IS NOT NULL)
    ) l ON l.ldu = s.ldu
    WHERE s.division <> l.division AND 'role' <> ALL (coalesce(s.kept, ARRAY[]::text[]))
    """,
    "'the division of the LDU, ' || l.division",
)
# Somebody may be there twice, under two staff codes: whoever has an end keeps the address beside its new owner.
EMAIL_ONCE = Check(
    "email",
    """
    FROM (
        SELECT *, min(line) OVER (PARTITION BY email) AS first_line FROM staged_staff
        WHERE email <> '' AND ends_on IS NULL
    ) s
    WHERE s.line > s.first_line OR EXISTS (
        SELECT FROM staff_user t WHERE t.email = s.email AND t.ends_on IS NULL AND t.staff_code <> s.staff_code
          AND t.staff_code NOT IN (SELECT staff_code FROM staged_staff WHERE staff_code IS NOT NULL)
    )
    """,
    "'an e-mail address that nobody else in post has'",
)

NEW_TEAMS = """
    INSERT INTO staff_team (ldu_id, name)
    SELECT DISTINCT ldu.id, s.team FROM staged_staff s JOIN staff_ldu ldu ON ldu.name = s.ldu
    WHERE s.team IS NOT NULL
      AND NOT EXISTS (SELECT FROM staff_team team WHERE team.ldu_id = ldu.id AND team.name = s.team) ORDER BY 1, 2
"""
# Where an address passes from one person to another, both let go of theirs.
ADDRESSES_THAT_PASS = """
    UPDATE staff_user t SET email = t.id || '@changing.invalid' FROM staged_staff s
    WHERE s.staff_code = t.staff_code AND s.email <> t.email AND t.email <> ''
      AND EXISTS (SELECT FROM staged_staff r WHERE r.email = t.email AND r.staff_code <> t.staff_code)
"""


def post_of(row: str) -> str:
    """What a post says besides its days."""
    return ", ".join(
        f"{row}.{column}" for column in ("role", "team_id", "ldu_id", "division_id", "office_id", "weekly_hours")
    )


# The rows that say another post than the one in force on their day: that of post_from, else today. Of somebody who has
# no post yet the first holds since ever, unless the row names a day.
POSTS_THAT_CHANGE = f"""
    DROP TABLE IF EXISTS import_posts;
    CREATE TEMPORARY TABLE import_posts ON COMMIT DROP AS
    SELECT said.*, post.id AS in_force, coalesce(post.starts_on = said.starts_on, false) AS corrects
    FROM (
        SELECT s.id AS user_id, s.role, team.id AS team_id, ldu.id AS ldu_id,
            coalesce(ldu.division_id, division.id) AS division_id, office.id AS office_id,
            coalesce(s.weekly_hours, 0) AS weekly_hours,
            CASE
                WHEN s.post_from IS NOT NULL THEN s.post_from
                WHEN EXISTS (SELECT FROM staff_post WHERE user_id = s.id) THEN %(today)s
            END AS starts_on
        FROM staged_staff s
        LEFT JOIN staff_ldu ldu ON ldu.name = s.ldu
        LEFT JOIN staff_team team ON team.ldu_id = ldu.id AND team.name = s.team
        LEFT JOIN staff_division division ON division.name = s.division
        LEFT JOIN staff_office office ON office.name = s.office
        WHERE 'role' <> ALL (coalesce(s.kept, ARRAY[]::text[]))
    ) said
    LEFT JOIN staff_post post ON post.user_id = said.user_id
        AND daterange(post.starts_on, post.ends_on, '[]') @> said.starts_on
    WHERE post.id IS NULL OR ({post_of("post")}) IS DISTINCT FROM ({post_of("said")})
"""
POSTS_CORRECTED = """
    UPDATE staff_post post SET (role, team_id, ldu_id, division_id, office_id, weekly_hours) = ROW ({said})
    FROM import_posts said WHERE post.id = said.in_force AND said.corrects
""".format(said=post_of("said"))
POSTS_ENDED = """
    UPDATE staff_post post SET ends_on = said.starts_on - 1
    FROM import_posts said WHERE post.id = said.in_force AND NOT said.corrects
"""
# A new post lasts until the next one starts. What is a person's own goes on: no file tells it.
POSTS_STARTED = """
    INSERT INTO staff_post (
        user_id, starts_on, ends_on, rurality_override, role, team_id, ldu_id, division_id, office_id, weekly_hours
    )
    SELECT said.user_id, said.starts_on, min(later.starts_on) - 1, earlier.rurality_override, {said}
    FROM import_posts said
    LEFT JOIN staff_post earlier ON earlier.id = said.in_force
    LEFT JOIN staff_post later ON later.user_id = said.user_id AND later.starts_on > said.starts_on
    WHERE NOT said.corrects
    GROUP BY said.user_id, said.starts_on, earlier.rurality_override, {said}
""".format(said=post_of("said"))
WHOSE_POSTS_CHANGED = "INSERT INTO import_touched SELECT user_id FROM import_posts"


def of_todays_post(column: str, table: str = "") -> str:
    """What the file would say of the post in force today of the record ``t``."""
    name = f"{table}.name" if table else f"post.{column}"
    join = f"JOIN {table} ON {table}.id = post.{column}_id" if table else ""
    return f"""(
        SELECT {name} FROM staff_post post {join}
        WHERE post.user_id = t.id AND daterange(post.starts_on, post.ends_on, '[]') @> %(today)s::date
    )"""


STAFF = File(
    "staff",
    User,
    [
        Column("staff_code", STAFF_CODE, required=True),
        Column("first_name", Text(), blank=""),
        Column("last_name", Text(), blank=""),
        Column("email", Email(), blank=""),
        Column("role", OneOf(Role.values), required=True, field="", held=of_todays_post("role")),
        Column("grade", Text(20), blank=""),
        Column("team", Text(), field="", held=of_todays_post("team", "staff_team")),
        Column("office", Text(), refers_to=OFFICE, field="", held=of_todays_post("office", "staff_office")),
        Column("ldu", Text(), refers_to=LDU, field="", held=of_todays_post("ldu", "staff_ldu")),
        Column(
            "division",
            Text(),
            kept=True,
            refers_to=DIVISION,
            field="",
            held=of_todays_post("division", "staff_division"),
        ),
        Column("weekly_hours", Number(48), field="", held=of_todays_post("weekly_hours")),
        Column("starts_on", DATE),
        ENDS,
        Column("post_from", DATE, field=""),
    ],
    key=("staff_code",),
    required=True,
    together=[
        ("first_name", "last_name"),
        ("starts_on", "ends_on"),
        ("role", "team", "office", "ldu", "division", "weekly_hours"),
    ],
    rules=[
        needed("team", Role.CASE_MANAGER, Role.TEAM_MANAGER),
        needed("ldu", Role.CASE_MANAGER, Role.TEAM_MANAGER, Role.LDU_HEAD),
        needed("weekly_hours", Role.CASE_MANAGER),
        needed("division", Role.CHIEF_OFFICER),
        # The post before it would end on a day that is in no calendar.
        Rule("post_from", "s.post_from = '0001-01-01'", "'a later date, or blank: since ever'"),
        Rule("ldu", "s.team IS NOT NULL AND s.ldu IS NULL", "'the LDU that the team belongs to'"),
        ENDS_AFTER_START,
        HAS_A_NAME,
    ],
    checks=[DIVISION_OF_LDU, EMAIL_ONCE],
    # No password fits until one is set.
    new={"password": "'!'", "is_active": "true"},
    before=[NEW_TEAMS, ADDRESSES_THAT_PASS],
    after=[POSTS_THAT_CHANGE, POSTS_CORRECTED, POSTS_ENDED, POSTS_STARTED, WHOSE_POSTS_CHANGED],
    fills="staff_post",
)

ADJUSTMENTS = File(
    "adjustments",
    Adjustment,
    [
        OFFICER_COLUMN,
        Column("reason", Text(200), required=True),
        Column("percent", Number(100), required=True),
        STARTS,
        ENDS,
    ],
    key=("staff_code", "reason", "starts_on"),
    corrects=("staff_code", "reason"),
    completes="DELETE FROM workload_adjustment t WHERE t.agreed_with = ''",
    rules=[ENDS_AFTER_START],
)
