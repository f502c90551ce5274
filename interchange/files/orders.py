"""orders.csv: sentences, with their requirements."""

from cases.models import Order, OrderType, OrderTypeName, RequirementCategory
from interchange.files.common import ENDS_AFTER_START, PERSON_COLUMN, STARTS
from interchange.files.declaration import Column, File, Rule
from interchange.files.values import DATE, Codes, OneOfOrNamed, Text

REQUIREMENTS_HELD = """
    ARRAY(SELECT r.requirementcategory_id::text FROM cases_order_requirements r WHERE r.order_id = t.id ORDER BY 1)
"""
REQUIREMENTS = """
    WITH told AS (
        SELECT DISTINCT o.id AS order_id, code FROM staged_orders s JOIN cases_order o ON o.order_ref = s.order_ref,
            unnest(s.requirements) code
    ), gone AS (
        DELETE FROM cases_order_requirements r USING cases_order o JOIN staged_orders s ON s.order_ref = o.order_ref
        WHERE r.order_id = o.id AND r.requirementcategory_id <> ALL (s.requirements) RETURNING r.order_id
    ), come AS (
        INSERT INTO cases_order_requirements (order_id, requirementcategory_id)
        SELECT order_id, code FROM told
        WHERE NOT EXISTS (
            SELECT FROM cases_order_requirements r
            WHERE r.order_id = told.order_id AND r.requirementcategory_id = told.code
        )
        RETURNING order_id
    )
    INSERT INTO import_touched SELECT order_id FROM gone UNION SELECT order_id FROM come
"""

ORDERS = File(
    "orders",
    Order,
    [
        Column("order_ref", Text(50), required=True),
        PERSON_COLUMN,
        Column("type", OneOfOrNamed(OrderTypeName, OrderType.values), required=True),
        STARTS,
        Column("ends_on", DATE, required=True),
        Column("terminated_on", DATE),
        Column("requirements", Codes(RequirementCategory), blank="", field="", held=REQUIREMENTS_HELD),
    ],
    key=("order_ref",),
    together=[("starts_on", "ends_on", "terminated_on")],
    rules=[
        ENDS_AFTER_START,
        # Some systems write it for no end. The day after it, which ends the range in the database, is in no calendar.
        Rule("ends_on", "s.ends_on = '9999-12-31'", "'a date up to 9999-12-30'"),
        Rule(
            "terminated_on",
            "s.terminated_on < s.starts_on",
            "'a date on or after ' || s.starts_on || ', the start'",
        ),
    ],
    completes="""
        UPDATE cases_order t SET terminated_on = greatest(t.starts_on, %(today)s::date) WHERE t.terminated_on IS NULL
    """,
    taken_back="terminated_on",
    after=[REQUIREMENTS],
    fills="cases_order_requirements",
)
