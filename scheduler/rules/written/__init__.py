"""The catalogue of the rules that an officer writes, one file each. With `implied/`, the other half, it is
the table of contents of the program.

A rule's word in the YAML is the name of its file and, in CamelCase, of its class. To add a rule, add a file here, a
line below (or in `implied/__init__.py`) and a test file. A file is imported only if a scenario uses its rule, so that
a scenario with five rules need not wait for all of them.
"""

WORDS = (
    "precedence",            # one meeting before another
    "host_first",            # the host before the others
    "same_day",              # meetings on one day
    "different_days",        # meetings on different days
    "same_venue",            # meetings at one venue
    "gap",                   # a given time between two meetings
    "not_at_the_same_time",  # meetings that do not overlap
    "at_most",               # a number of meetings a day
    "keep_free",             # a break each day
    "few_breaks",            # little idling between meetings, counted
    "even_breaks",           # spread evenly over the principals
    "keep_apart",            # two delegations, or two press appearances
    "never_meet",            # principals who are not paired
    "closed",                # a venue or a room that is closed
    "prefer",                # early, late, a day, an hour
    "robust",                # slots that survive
    "preferred_attendee",    # who would like to follow meetings of others
    "rarely_at_once",        # meetings that overlap little
    "breather",              # a time between meetings, where it can be
    "larger_rooms_first",    # the larger rooms before the smaller
    "one_room",              # one room for who goes from meeting to meeting
)  # fmt: skip
"""The rules that an officer writes under `rules:`."""
