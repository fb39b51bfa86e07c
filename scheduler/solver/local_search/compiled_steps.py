"""The steps of the local search on integer tables, compiled to machine code for speed.

They are the steps that `search.py` takes on a board, and know no rule, only resources. A meeting occupies a span of
moments on some rows; a row is full at a moment when as many spans cover it as it has capacity. The bits of a row
represent moments, 32 in one integer. `compiled_tables.py` builds the tables and brings the plan back.

All compiled code is in this one file, because the compilation cache is renewed only when the file itself changes.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from scheduler.solver.local_search.machine import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

Numbers = Any
"""A table of integers."""
Function = TypeVar("Function", bound="Callable[..., Any]")

BITS = 32
ALL_BITS = (1 << BITS) - 1
LEAST_LOT = 1e-9


# The columns of the tables, and the rows of `lists`.
WORTH, FREE, FIRST_OPTION, FIRST_PERSON, OPTION, START, OUT_AT, LOGGED, GONE, BEST_OPTION, BEST_START = range(11)
"""Columns of a meeting: constants, current slot, steps of the last move and ejection, slot in the best plan."""
FIRST_CHECK, FIRST_TAKING = range(2)
"""Columns of an option: the first of the spans that must be free, and the first of those that it occupies."""
ROW, BEFORE, SIZE, SNUG = range(4)
"""Columns of a span: its row, moments before the start, total moments, and whether gaps in it are to be avoided."""
TAKEN_BY, NEXT, LAST = range(3, 6)
"""Columns of an occupied span: its meeting, and the next and the previous span in the row's linked list."""
CAPACITY, LONGEST = range(2)
"""Columns of a row: its capacity, and the moments of its longest span."""
FIRST_MEETING, TOUCHED_IN = range(2)
"""Columns of a person: the first meeting, and the last step in which a meeting changed."""
OUT, TOUCHED, MOVED, MOVED_FROM, MOVED_START, NEAR, NEAR_KEY = range(7)
"""Rows of `lists`: unplaced meetings; people and meetings of this step, their earlier slots; scratch space."""
STEP, VALUE, BEST, WORK, OUTS, TOUCHES, MOVES, LOT, OTHER_LOT = range(9)
"""Entries of `number`: steps, current and best worth, start searches, lengths of the lists, random generator."""
EJECTIONS, MOST_PEOPLE, LONGEST_ROW, MOST_TRIED, NOISE = range(5)
"""Entries of `setting`: see `StepParams`."""
FIRST_WORD = 4
"""Empty words before the first moment of a row, and after the last, so that no access is out of bounds."""


class Tables(NamedTuple):
    """A plan in numbers. Nested lists are flattened; another column holds the first index of each."""

    meeting: Numbers
    option: Numbers
    price: Numbers
    cheapest: Numbers
    starts: Numbers
    """The start window of each option, as bits."""
    check: Numbers
    take: Numbers
    row: Numbers
    counts: Numbers
    """The number of spans on each row at each moment."""
    full: Numbers
    """The moments at which each row is full, as bits."""
    head: Numbers
    """For each word of a row, the head of the linked list of spans that begin there."""
    people: Numbers
    """The people of each meeting, flattened."""
    person: Numbers
    meetings: Numbers
    """The meetings of each person, flattened."""
    lists: Numbers
    number: Numbers
    cost: Numbers
    """The total price of the resources that the plan uses, as the only entry."""
    bits: Numbers
    """Scratch space for rows of bits."""
    setting: Numbers
    """The parameters of a step, as floating-point numbers."""


@compiled
def draw(t: Tables) -> float:
    """Return a random number in [0, 1) (Marsaglia's multiply with carry)."""
    one = 36969 * (t.number[LOT] & 65535) + (t.number[LOT] >> 16)
    other = 18000 * (t.number[OTHER_LOT] & 65535) + (t.number[OTHER_LOT] >> 16)
    t.number[LOT] = one
    t.number[OTHER_LOT] = other
    return float(((one << 16) + other) & ALL_BITS) / 4294967296.0


@compiled
def place(t: Tables, meeting: int, option: int, start: int) -> None:
    """Place a meeting that is unplaced."""
    t.meeting[meeting, OPTION] = option
    t.meeting[meeting, START] = start
    for taking in range(t.option[option, FIRST_TAKING], t.option[option + 1, FIRST_TAKING]):
        row = t.take[taking, ROW]
        first = start - t.take[taking, BEFORE]
        for moment in range(first, first + t.take[taking, SIZE]):
            t.counts[row, moment] += 1
            if t.counts[row, moment] == t.row[row, CAPACITY]:
                t.full[row, moment // BITS] |= 1 << (moment % BITS)
        following = t.head[row, first // BITS]
        t.take[taking, NEXT] = following
        t.take[taking, LAST] = -1
        if following >= 0:
            t.take[following, LAST] = taking
        t.head[row, first // BITS] = taking
    t.number[VALUE] += t.meeting[meeting, WORTH]
    t.cost[0] += t.price[option]
    if t.meeting[meeting, FREE]:
        at = t.meeting[meeting, OUT_AT]
        t.number[OUTS] -= 1
        other = t.lists[OUT, t.number[OUTS]]
        t.lists[OUT, at] = other
        t.meeting[other, OUT_AT] = at


@compiled
def remove(t: Tables, meeting: int) -> None:
    """Remove a free meeting that is placed."""
    option = t.meeting[meeting, OPTION]
    start = t.meeting[meeting, START]
    t.meeting[meeting, OPTION] = -1
    for taking in range(t.option[option, FIRST_TAKING], t.option[option + 1, FIRST_TAKING]):
        row = t.take[taking, ROW]
        first = start - t.take[taking, BEFORE]
        for moment in range(first, first + t.take[taking, SIZE]):
            if t.counts[row, moment] == t.row[row, CAPACITY]:
                t.full[row, moment // BITS] &= ~(1 << (moment % BITS))
            t.counts[row, moment] -= 1
        following, last = t.take[taking, NEXT], t.take[taking, LAST]
        if following >= 0:
            t.take[following, LAST] = last
        if last >= 0:
            t.take[last, NEXT] = following
        else:
            t.head[row, first // BITS] = following
    t.number[VALUE] -= t.meeting[meeting, WORTH]
    t.cost[0] -= t.price[option]
    t.lists[OUT, t.number[OUTS]] = meeting
    t.meeting[meeting, OUT_AT] = t.number[OUTS]
    t.number[OUTS] += 1


@compiled
def full_from(line: Numbers, moment: int) -> int:
    """Return the bits of a row from a moment on: at least 32."""
    word, bit = moment // BITS, moment % BITS
    if bit == 0:
        return int(line[word] | (line[word + 1] << BITS))
    return int((line[word] >> bit) | (line[word + 1] << (BITS - bit)) | (line[word + 2] << (2 * BITS - bit)))


@compiled
def blocked(line: Numbers, moment: int, size: int) -> int:
    """Return, for 32 moments from one on, the bits of those from which `size` consecutive moments are not all free."""
    result = 0
    while size > 0:
        bits, have, part = full_from(line, moment), 1, min(size, BITS)
        while have < part:
            step = min(have, part - have)
            bits |= bits >> step
            have += step
        result |= bits
        size -= part
        moment += part
    return result & ALL_BITS


@compiled
def left(t: Tables, option: int, starts: Numbers) -> bool:
    """Compute the remaining starts of an option; return whether there are any."""
    t.number[WORK] += 1
    there = False
    for word in range(starts.shape[0]):
        bits = t.starts[option, word]
        if bits:
            for check in range(t.option[option, FIRST_CHECK], t.option[option + 1, FIRST_CHECK]):
                moment = word * BITS - t.check[check, BEFORE]
                bits &= ~blocked(t.full[t.check[check, ROW]], moment, t.check[check, SIZE])
                if bits == 0:
                    break
        starts[word] = bits
        there = there or bits != 0
    return there


@compiled
def nearly_left(t: Tables, option: int, starts: Numbers) -> bool:
    """Compute the starts that only one resource blocks; return whether there are any."""
    there = False
    for word in range(starts.shape[0]):
        possible = t.starts[option, word]
        once = twice = 0
        if possible:
            for check in range(t.option[option, FIRST_CHECK], t.option[option + 1, FIRST_CHECK]):
                moment = word * BITS - t.check[check, BEFORE]
                hit = possible & blocked(t.full[t.check[check, ROW]], moment, t.check[check, SIZE])
                twice |= once & hit
                once |= hit
        starts[word] = once & ~twice
        there = there or starts[word] != 0
    return there


@compiled
def some(t: Tables, starts: Numbers) -> int:
    """Return the first of some starts from a random moment on; there must be at least one."""
    low, high = 0, starts.shape[0] - 1
    while starts[low] == 0:
        low += 1
    while starts[high] == 0:
        high -= 1
    moment = BITS * low + int(draw(t) * BITS * (high - low + 1))
    word = moment // BITS
    bits = starts[word] >> (moment % BITS)
    if bits == 0:
        word += 1
        while word <= high and starts[word] == 0:
            word += 1
        word = word if word <= high else low
        bits, moment = starts[word], word * BITS
    while bits & 1 == 0:
        bits >>= 1
        moment += 1
    return moment


@compiled
def snug(t: Tables, option: int, starts: Numbers) -> int:
    """Return a start that leaves no gap before or after it, for as many participants as possible."""
    once, twice = t.bits[1], t.bits[2]
    any_once = any_twice = False
    for word in range(starts.shape[0]):
        first = second = 0
        if starts[word]:
            for check in range(t.option[option, FIRST_CHECK], t.option[option + 1, FIRST_CHECK]):
                if t.check[check, SNUG]:
                    line = t.full[t.check[check, ROW]]
                    moment = word * BITS - t.check[check, BEFORE]
                    touching = starts[word] & full_from(line, moment - 1)
                    second |= first & touching
                    first |= touching
                    touching = starts[word] & full_from(line, moment + t.check[check, SIZE])
                    second |= first & touching
                    first |= touching
        once[word], twice[word] = first, second
        any_once = any_once or first != 0
        any_twice = any_twice or second != 0
    if any_twice:
        return some(t, twice)
    return some(t, once if any_once else starts)


@compiled
def insert(t: Tables, meeting: int) -> bool:
    """Place a meeting at one of its remaining starts, cheap options first; return whether there was one."""
    first, end = t.meeting[meeting, FIRST_OPTION], t.meeting[meeting + 1, FIRST_OPTION]
    starts = t.bits[0]
    lot, last = draw(t), -1.0
    for _ in range(first, end):
        best, least = -1, 0.0
        for option in range(first, end):
            # The noise, constant for each option, randomises the order of options of similar price.
            noise = (lot * 7919 * (option - first + 1)) % 1.0
            key = t.price[option] * (1 + t.setting[NOISE] * noise) + 1e-9 * (option - first)
            if key > last and (best < 0 or key < least):
                best, least = option, key
        if best < 0:
            return False
        if left(t, best, starts):
            place(t, meeting, best, snug(t, best, starts))
            return True
        last = least
    return False


@compiled
def note(t: Tables, meeting: int) -> None:
    """Record the slot of a meeting before this step."""
    if t.meeting[meeting, LOGGED] != t.number[STEP]:
        t.meeting[meeting, LOGGED] = t.number[STEP]
        at = t.number[MOVES]
        t.lists[MOVED, at] = meeting
        t.lists[MOVED_FROM, at] = t.meeting[meeting, OPTION]
        t.lists[MOVED_START, at] = t.meeting[meeting, START]
        t.number[MOVES] = at + 1


@compiled
def touch(t: Tables, meeting: int) -> None:
    """Record that the days of a meeting's people have changed."""
    for at in range(t.meeting[meeting, FIRST_PERSON], t.meeting[meeting + 1, FIRST_PERSON]):
        person = t.people[at]
        if t.person[person, TOUCHED_IN] != t.number[STEP]:
            t.person[person, TOUCHED_IN] = t.number[STEP]
            t.lists[TOUCHED, t.number[TOUCHES]] = person
            t.number[TOUCHES] += 1


@compiled
def take_off(t: Tables, meeting: int) -> None:
    """Remove a meeting, and record its slot."""
    note(t, meeting)
    remove(t, meeting)
    touch(t, meeting)


@compiled
def placed_of(t: Tables, person: int, centre: int) -> int:
    """Collect a person's free placed meetings with their distances from a moment; return their number."""
    count = 0
    for at in range(t.person[person, FIRST_MEETING], t.person[person + 1, FIRST_MEETING]):
        meeting = t.meetings[at]
        if t.meeting[meeting, OPTION] >= 0 and t.meeting[meeting, FREE]:
            t.lists[NEAR, count] = meeting
            t.lists[NEAR_KEY, count] = abs(t.meeting[meeting, START] - centre)
            count += 1
    return count


@compiled
def ruin(t: Tables) -> None:
    """Remove the meetings of a few people around a moment."""
    meeting = int(draw(t) * (t.meeting.shape[0] - 1))
    centre = t.meeting[meeting, START]
    if t.meeting[meeting, OPTION] < 0:
        centre = int(draw(t) * t.counts.shape[1])
    near, key = t.lists[NEAR], t.lists[NEAR_KEY]
    for _ in range(1 + int(draw(t) * t.setting[MOST_PEOPLE])):
        first = t.meeting[meeting, FIRST_PERSON]
        people = t.meeting[meeting + 1, FIRST_PERSON] - first
        if people == 0:
            return
        count = placed_of(t, t.people[first + int(draw(t) * people)], centre)
        taken = min(count, 1 + int(draw(t) * t.setting[LONGEST_ROW]))
        for turn in range(taken):
            best = turn
            for at in range(turn + 1, count):
                if key[at] < key[best]:
                    best = at
            near[turn], near[best] = near[best], near[turn]
            key[turn], key[best] = key[best], key[turn]
        for turn in range(taken):
            meeting = near[turn]
            take_off(t, meeting)


@compiled
def overlapping(t: Tables, row: int, first: int, end: int) -> int:
    """Collect the meetings that occupy a span of a row; return their number."""
    count = 0
    for word in range((first - t.row[row, LONGEST]) // BITS, (end - 1) // BITS + 1):
        taking = t.head[row, word]
        while taking >= 0:
            meeting = t.take[taking, TAKEN_BY]
            low = t.meeting[meeting, START] - t.take[taking, BEFORE]
            if low < end and first < low + t.take[taking, SIZE]:
                t.lists[NEAR, count] = meeting
                t.lists[NEAR_KEY, count] = taking
                count += 1
            taking = t.take[taking, NEXT]
    return count


@compiled
def least_of(t: Tables, count: int, moment: int) -> int:
    """Return the collected meeting at a moment, not ejected yet, of least worth and then highest price; or -1."""
    best = -1
    for at in range(count):
        meeting, taking = t.lists[NEAR, at], t.lists[NEAR_KEY, at]
        if t.meeting[meeting, GONE] == t.number[STEP] or not t.meeting[meeting, FREE]:
            continue
        low = t.meeting[meeting, START] - t.take[taking, BEFORE]
        if not low <= moment < low + t.take[taking, SIZE]:
            continue
        less = t.meeting[best, WORTH] - t.meeting[meeting, WORTH]
        dearer = t.price[t.meeting[meeting, OPTION]] > t.price[t.meeting[best, OPTION]]
        if best < 0 or less > 0 or (less == 0 and dearer):
            best = meeting
    return best


@compiled
def clear(t: Tables, option: int, start: int) -> bool:
    """Eject the meetings that block an option at a start; return whether all could be ejected."""
    for check in range(t.option[option, FIRST_CHECK], t.option[option + 1, FIRST_CHECK]):
        row, first, count = t.check[check, ROW], start - t.check[check, BEFORE], -1
        end = first + t.check[check, SIZE]
        for moment in range(first, end):
            while t.counts[row, moment] >= t.row[row, CAPACITY]:
                if count < 0:
                    count = overlapping(t, row, first, end)
                meeting = least_of(t, count, moment)
                if meeting < 0:
                    return False
                t.meeting[meeting, GONE] = t.number[STEP]
                take_off(t, meeting)
    return True


@compiled
def one_out(t: Tables) -> int:
    """Return a random unplaced meeting: of two drawn, the one of more worth, then of lower price."""
    one = t.lists[OUT, int(draw(t) * t.number[OUTS])]
    other = t.lists[OUT, int(draw(t) * t.number[OUTS])]
    more = t.meeting[other, WORTH] - t.meeting[one, WORTH]
    return int(other if more > 0 or (more == 0 and t.cheapest[other] < t.cheapest[one]) else one)


@compiled
def eject(t: Tables) -> bool:
    """Place an unplaced meeting, and eject those that block it; return whether that was possible."""
    meeting = one_out(t)
    first = t.meeting[meeting, FIRST_OPTION]
    option = first + int(draw(t) * (t.meeting[meeting + 1, FIRST_OPTION] - first))
    starts = t.bits[0]
    t.number[WORK] += 2
    start = some(t, starts if nearly_left(t, option, starts) else t.starts[option])
    if not clear(t, option, start):
        return False
    note(t, meeting)
    touch(t, meeting)
    place(t, meeting, option, start)
    return True


@compiled
def candidates(t: Tables) -> int:
    """Collect the removed meetings, and unplaced ones of people whose days have changed; return their number."""
    count, people, tried = t.number[MOVES], t.number[TOUCHES], 0
    for at in range(count):
        t.lists[NEAR, at] = t.lists[MOVED, at]
    shift = int(draw(t) * people) if people else 0
    for turn in range(people):
        person = t.lists[TOUCHED, (turn + shift) % people]
        first = t.person[person, FIRST_MEETING]
        number = t.person[person + 1, FIRST_MEETING] - first
        begin = int(draw(t) * number)
        for at in range(number):
            meeting = t.meetings[first + (begin + at) % number]
            if tried >= t.setting[MOST_TRIED]:
                return int(count)
            is_out = t.meeting[meeting, OPTION] < 0 and t.meeting[meeting, FREE]
            if is_out and t.meeting[meeting, LOGGED] != t.number[STEP]:
                # Recording it, still unplaced, keeps it from being tried twice.
                note(t, meeting)
                t.lists[NEAR, count] = meeting
                count += 1
                tried += 1
    return int(count)


@compiled
def recreate(t: Tables) -> None:
    """Reinsert the removed meetings, and others: by worth, with a bias towards cheap ones."""
    count, near, key = candidates(t), t.lists[NEAR], t.lists[NEAR_KEY]
    for at in range(count):
        key[at] = int(1e6 * t.cheapest[near[at]] * (1 + t.setting[NOISE] * draw(t)))
    for turn in range(count):
        best = turn
        for at in range(turn + 1, count):
            more = t.meeting[near[at], WORTH] - t.meeting[near[best], WORTH]
            if more > 0 or (more == 0 and key[at] < key[best]):
                best = at
        meeting = near[best]
        near[best], key[best] = near[turn], key[turn]
        near[turn] = meeting
        if t.meeting[meeting, OPTION] < 0:
            insert(t, meeting)


@compiled
def undo(t: Tables) -> None:
    """Undo this step."""
    for at in range(t.number[MOVES]):
        if t.meeting[t.lists[MOVED, at], OPTION] >= 0:
            remove(t, t.lists[MOVED, at])
    for at in range(t.number[MOVES]):
        if t.lists[MOVED_FROM, at] >= 0:
            place(t, t.lists[MOVED, at], t.lists[MOVED_FROM, at], t.lists[MOVED_START, at])


@compiled
def keep(t: Tables) -> None:
    """Record the plan as the best so far."""
    t.number[BEST] = t.number[VALUE]
    for meeting in range(t.meeting.shape[0]):
        t.meeting[meeting, BEST_OPTION] = t.meeting[meeting, OPTION]
        t.meeting[meeting, BEST_START] = t.meeting[meeting, START]


@compiled
def steps(t: Tables, number: int, heat: float, thrift: float) -> int:
    """Take that many steps of simulated annealing, and return the number of accepted ones.

    The energy of a plan is the price of its resources times `thrift`, minus its worth. A step that lowers it is
    accepted; one that raises it is accepted with a probability that decreases with the loss divided by `heat`.
    """
    kept = 0
    for _ in range(number):
        t.number[STEP] += 1
        t.number[MOVES] = 0
        t.number[TOUCHES] = 0
        value, cost, possible = t.number[VALUE], t.cost[0], True
        if t.number[OUTS] > 0 and draw(t) < t.setting[EJECTIONS]:
            possible = eject(t)
        else:
            ruin(t)
        if possible:
            recreate(t)
            change = float(t.number[VALUE] - value) - thrift * (t.cost[0] - cost)
            possible = change >= 0 or change >= heat * log(max(LEAST_LOT, draw(t)))
        if not possible:
            undo(t)
            continue
        kept += 1
        if t.number[VALUE] > t.number[BEST]:
            keep(t)
    return kept
