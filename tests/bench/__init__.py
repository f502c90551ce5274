"""``make bench``: what the product takes, each time beside a yardstick of this machine, and whether that is too much.

A yardstick (the sign-in page, COPY, DuckDB, opening a form) is measured together with the product, so that a slow or
a busy machine slows both and the ratio stands. docs/performance.md says what each row means.

``database``    a database of its own, and management commands in it
``imports``     the first import and the next, against COPY
``duck``        the month by DuckDB over the raw files, a reading of the rules of its own
``months``      the month by the product, against DuckDB: first the same answer, then the time
``beside``      bookings while an import runs
``pages``       pages, against the sign-in page
``timing``      medians of works that take turns
``table``       the rows, their bars, and how they are printed
"""
