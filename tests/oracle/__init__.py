"""
An independent, plain-Python reading of the rules, for tests only.

It shares no code with the product: it reads a caseload in the interchange format (trusted to be valid), and answers
what the commands `compliance` and `workload` answer, with simple loops and exact fractions. Where it and the product
disagree, one of them has misread the rules. The text each function follows is quoted in its docstring.

    caseload = Caseload.read("tests/data/examples/caseload")
    columns, rows = compliance(caseload, "2018-12", date(2018, 12, 20), level="team")
    columns, rows = workload(caseload, date(2018, 12, 20), level="case_manager")
"""

from tests.oracle.figures import compliance
from tests.oracle.measures import Measure, Measures
from tests.oracle.records import Caseload
from tests.oracle.workload import workload

__all__ = ["Caseload", "Measure", "Measures", "compliance", "workload"]
