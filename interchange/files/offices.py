"""offices.csv: offices, and by being named here the LDUs and divisions that they lie in."""

from interchange.files.common import LDU
from interchange.files.declaration import Check, Column, File
from interchange.files.values import DATE, Number, OneOf, Text
from staff.models import Office, OfficeKind

ONE_DIVISION = Check(
    "division",
    """
    FROM (
        SELECT *, first_value(division) OVER (PARTITION BY ldu ORDER BY line) AS first_division
        FROM staged_offices WHERE ldu IS NOT NULL AND division IS NOT NULL
    ) s
    WHERE s.division <> s.first_division
    """,
    "'the division of the LDU, ' || s.first_division",
)

NEW_DIVISIONS = """
    INSERT INTO staff_division (name)
    SELECT DISTINCT s.division FROM staged_offices s
    WHERE s.division NOT IN (SELECT name FROM staff_division) ORDER BY 1
"""
LDUS_THAT_MOVE = """
    WITH moved AS (
        UPDATE staff_ldu ldu SET division_id = division.id
        FROM staged_offices s JOIN staff_division division ON division.name = s.division
        WHERE ldu.name = s.ldu AND ldu.division_id <> division.id RETURNING ldu.id
    )
    INSERT INTO import_touched SELECT office.id FROM staff_office office
    WHERE office.ldu_id IN (SELECT id FROM moved) AND office.name IN (SELECT office FROM staged_offices)
"""
NEW_LDUS = """
    INSERT INTO staff_ldu (name, division_id)
    SELECT DISTINCT s.ldu, division.id
    FROM staged_offices s JOIN staff_division division ON division.name = s.division
    WHERE s.ldu NOT IN (SELECT name FROM staff_ldu) ORDER BY 1
"""

OFFICES = File(
    "offices",
    Office,
    [
        Column("office", Text(), required=True, field="name"),
        Column("ldu", Text(), required=True, refers_to=LDU, field="ldu_id"),
        Column("division", Text(), required=True, field=""),
        Column("kind", OneOf(OfficeKind.values), required=True),
        Column("amk_from", DATE),
        Column("rurality", Number(100), blank="0"),
        # Administrators may have written them, and most files have none.
        Column("address", Text(300), kept=True),
        Column("phone", Text(50), kept=True),
    ],
    key=("office",),
    required=True,
    checks=[ONE_DIVISION],
    before=[NEW_DIVISIONS, LDUS_THAT_MOVE, NEW_LDUS],
)
