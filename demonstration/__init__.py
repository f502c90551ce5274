"""An invented caseload in the interchange format, for demonstrations, development and measuring.

`write_caseload` is the way in. Pure Python: it knows the files, not the models. All of it hangs on one `random.Random`,
so the same arguments write the same bytes.
"""

from demonstration.caseload import write_caseload

__all__ = ["write_caseload"]
