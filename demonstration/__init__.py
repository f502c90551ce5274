"""An invented caseload in the interchange format, for demonstrations, development and measuring.

`demonstration.caseload.write_caseload` is the way in. It asks no database: what it knows of rules comes from the files'
declarations, the reference data and the rules themselves. All of it hangs on one `random.Random`, so the same arguments
write the same bytes.
"""
