"""A plan as plain data: bookings, the plan file, the days of each person, redaction, revisions.

No solver and no scenario is needed to read one. Outside use: `plan` (Plan, Booking), `file`, `days`, `redact`,
`revision`, `candidate`.
"""
