"""A plan as plain data: bookings, the plan file, the days of each person, redaction, revisions.

Reading a plan needs neither a solver nor a scenario. Other folders import `plan` (Plan, Booking), `file`, `days`,
`redact`, `revision` and `candidate`.
"""
