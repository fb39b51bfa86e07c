"""Random small scenarios with less time than is asked for, and what may happen to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

PEOPLE = ("ana", "ben", "cem", "dia")
PRIORITIES = ("must", "high", "normal", "normal", "low")
STATES = ("requested", "requested", "requested", "tentative", "declined")


def scarce(random: Random) -> dict[str, Any]:
    """Return the data of a scenario of a short day, whose meetings hardly all find a slot."""
    keys = [f"m{number}" for number in range(random.randint(2, 5))]
    session = {"kind": "plenary", "from": "3 Sep 09:30", "to": "10:00"}
    council = {"name": "Council", "place": "hill", "venue": "palace", "dates": "3 Sep", "attendees": ["ben"]}
    return {
        "title": "Scarce",
        "zone": "Europe/Moscow",
        "dates": "3 Sep 2020",
        "grid": "30 min",
        "hours": random.choice(["09:00-10:30", "09:00-11:00", "09:00-12:00"]),
        "reset": "0 min",
        "few_gaps": False,
        "places": {"hill": {"name": "Hill", "zone": "Europe/Moscow"}},
        "venues": {"palace": {"name": "Palace", "place": "hill"}},
        "rooms": {"salon": {"venue": "palace"}},
        "delegations": {"north": {"name": "North"}, "south": {"name": "South"}},
        "principals": {key: _principal(random, number) for number, key in enumerate(PEOPLE)},
        "forums": random.choice([{}, {"council": {**council, "sessions": [session]}}]),
        "meetings": {key: meeting(random) for key in keys},
        "rules": random.choice([[], [{"rule": "at_most", "principal": "ana", "meetings_a_day": 1}]]),
    }


def _principal(random: Random, number: int) -> dict[str, Any]:
    """Return a principal who is there all day, or for a stay that may turn out otherwise."""
    known: dict[str, Any] = {"name": f"P {number}", "delegation": random.choice(["north", "south"])}
    if random.random() < 0.5:
        return {**known, "home": "hill"}
    stay: dict[str, Any] = {"place": "hill", "from": "3 Sep 09:00", "to": random.choice(["3 Sep 10:30", "3 Sep 12:00"])}
    if random.random() < 0.5:
        stay |= {"certainty": 0.6, "or": [{"from": "3 Sep 10:00", "certainty": 0.3}]}
    return {**known, "stays": [stay]}


def meeting(random: Random) -> dict[str, Any]:
    """Return a meeting of two, hardly ever with a slot of its own for each."""
    made: dict[str, Any] = {
        "participants": random.sample(PEOPLE, 2),
        "length": random.choice(["30 min", "60 min"]),
        "priority": random.choice(PRIORITIES),
        "state": random.choice(STATES),
        "venue": "palace",
    }
    if random.random() < 0.1:
        made |= {"state": "confirmed", "start": random.choice(["3 Sep 09:00", "3 Sep 09:30", "3 Sep 10:00"])}
    elif random.random() < 0.3:
        made["windows"] = random.choice(["3 Sep 09:00-10:00", "3 Sep 09:30-11:00"])
    if random.random() < 0.3:
        made["overruns"] = {"by": "30 min", "certainty": 0.25}
    return made


def edited(random: Random, data: dict[str, Any]) -> dict[str, Any]:
    """Return the scenario after an edit: meetings taken out, put in, declined; a shorter day; a shorter stay."""
    meetings = {key: dict(written) for key, written in data["meetings"].items()}
    for key in list(meetings):
        chance = random.random()
        if chance < 0.25 and len(meetings) > 1:
            del meetings[key]
        elif chance < 0.5:
            meetings[key] |= {"state": random.choice(STATES), "priority": random.choice(PRIORITIES)}
    if random.random() < 0.5:
        meetings["fresh"] = meeting(random)
    return {**data, "meetings": meetings, "hours": random.choice([data["hours"], "09:30-10:30", "09:00-11:00"])}


def incidents(random: Random, data: dict[str, Any]) -> list[str]:
    """Return the options of one to three incidents."""
    keys, fresh = list(data["meetings"]), "{participants: [ana, dia], length: 30 min, priority: must}"
    kinds = [
        ["--late", f"{random.choice(PEOPLE)}=1h"],
        ["--late", f"{random.choice(PEOPLE)}=30min"],
        ["--absent", random.choice(PEOPLE)],
        ["--absent", f"{random.choice(PEOPLE)}@3 Sep"],
        ["--cancel", random.choice([*keys, *data["forums"]])],
        ["--close", random.choice(["salon@3 Sep 09:00-10:00", "palace@3 Sep"])],
        ["--add", f"fresh: {fresh}"],
        ["--overrun", f"{random.choice(keys)}=30min"],
        ["--instead", "=".join(random.sample(PEOPLE, 2))],
        ["--now", random.choice(["3 Sep 09:00", "3 Sep 09:30", "3 Sep 10:00"])],
    ]
    return [word for kind in random.sample(kinds, random.randint(1, 3)) for word in kind]
