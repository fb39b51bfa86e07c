"""What was probably meant by a time, a date, a length or a zone that cannot be read.

`times` imports this only when it meets one, so that reading what is right stays quick.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from scheduler.issue import Mistake, nearest_of, quoted
from scheduler.times import DAY, MONTHS, WEEKDAYS, say_clock, say_length

SEVERAL_ZONES = {
    "IST": "India (Asia/Kolkata), Israel (Asia/Jerusalem) or Ireland (Europe/Dublin)",
    "CST": "China (Asia/Shanghai), the central United States (America/Chicago) or Cuba (America/Havana)",
    "CDT": "the central United States (America/Chicago) or Cuba (America/Havana)",
    "EST": "the eastern United States (America/New_York) or eastern Australia (Australia/Brisbane)",
    "PST": "the western United States (America/Los_Angeles) or the Philippines (Asia/Manila)",
    "BST": "Britain in summer (Europe/London) or Bangladesh (Asia/Dhaka)",
    "BDT": "Bangladesh (Asia/Dhaka) or Brunei (Asia/Brunei)",
    "AST": "Arabia (Asia/Riyadh) or the Atlantic (America/Halifax)",
    "ADT": "Arabia (Asia/Riyadh) or the Atlantic (America/Halifax)",
    "GST": "the Gulf (Asia/Dubai) or South Georgia (Atlantic/South_Georgia)",
    "MST": "the mountain United States (America/Denver) or Malaysia (Asia/Kuala_Lumpur)",
    "SST": "Samoa (Pacific/Pago_Pago) or Singapore (Asia/Singapore)",
    "AMT": "Armenia (Asia/Yerevan) or the Amazon (America/Manaus)",
    "ECT": "Ecuador (America/Guayaquil) or the eastern Caribbean (America/Puerto_Rico)",
    "WST": "western Australia (Australia/Perth) or Samoa (Pacific/Apia)",
}
ABBREVIATIONS = {
    "MSK": "Europe/Moscow", "CET": "Europe/Paris", "CEST": "Europe/Paris", "EET": "Europe/Athens",
    "EEST": "Europe/Athens", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "TRT": "Europe/Istanbul",
    "EDT": "America/New_York", "MDT": "America/Denver", "PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu",
    "BRT": "America/Sao_Paulo", "ART": "America/Argentina/Buenos_Aires", "JST": "Asia/Tokyo", "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong", "SGT": "Asia/Singapore", "PHT": "Asia/Manila", "WIB": "Asia/Jakarta",
    "ICT": "Asia/Bangkok", "NPT": "Asia/Kathmandu", "PKT": "Asia/Karachi", "AFT": "Asia/Kabul",
    "IRST": "Asia/Tehran", "UZT": "Asia/Tashkent", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
    "AWST": "Australia/Perth", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "EAT": "Africa/Nairobi",
    "CAT": "Africa/Harare", "WAT": "Africa/Lagos", "SAST": "Africa/Johannesburg",
}  # fmt: skip
"""Abbreviations that mean one thing, and the zone to write; several are names of old zones without a summer time."""
CITIES = {
    "abu dhabi": "Asia/Dubai", "abuja": "Africa/Lagos", "ankara": "Europe/Istanbul", "astana": "Asia/Almaty",
    "beijing": "Asia/Shanghai", "bern": "Europe/Zurich", "brasilia": "America/Sao_Paulo",
    "canberra": "Australia/Sydney", "cape town": "Africa/Johannesburg", "delhi": "Asia/Kolkata",
    "geneva": "Europe/Zurich", "hanoi": "Asia/Ho_Chi_Minh", "islamabad": "Asia/Karachi", "jeddah": "Asia/Riyadh",
    "kyoto": "Asia/Tokyo", "mumbai": "Asia/Kolkata", "munich": "Europe/Berlin", "naypyidaw": "Asia/Yangon",
    "new delhi": "Asia/Kolkata", "ottawa": "America/Toronto", "pretoria": "Africa/Johannesburg",
    "quito": "America/Guayaquil", "rabat": "Africa/Casablanca", "rio de janeiro": "America/Sao_Paulo",
    "saint petersburg": "Europe/Moscow", "san francisco": "America/Los_Angeles", "sochi": "Europe/Moscow",
    "st petersburg": "Europe/Moscow", "tel aviv": "Asia/Jerusalem", "the hague": "Europe/Amsterdam",
    "washington": "America/New_York", "washington dc": "America/New_York", "wellington": "Pacific/Auckland",
}  # fmt: skip
"""Capitals and cities of conferences whose zone bears another name."""
NO_ZONES = ("localtime", "posixrules", "Factory", "posix/", "right/", "SystemV/")
"""What zone databases hold beside zones: the machine's own, and zones that count leap seconds."""

_CLOCK = r"(?P<hour>\d{1,2})(?:[.:h ]?(?P<minute>\d{2}))?\s*(?P<half>a\.?m\.?|p\.?m\.?|h|hrs?|uhr|o'clock)?"
_WORDS = {"noon": DAY // 2, "midday": DAY // 2, "midnight": DAY}
_MONTH_FIRST = (
    r"(?P<month>[A-Za-z]{3,})\.?\s*(?P<days>\d{1,2}(?:\s*(?:-|–|to)\s*\d{1,2})?)(?:st|nd|rd|th)?,?(?P<year>\s+\d{4})?"
)
_FIGURES = r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2})?)?"


def date_mistake(text: str) -> Mistake:
    """Return what is wrong with a text that is no date."""
    clock = re.fullmatch(r"(?P<before>.*\s|)(?P<clock>\S*\d\S*(?:\s?[ap]\.?m\.?)?|noon|midnight)", text, re.IGNORECASE)
    meant = _clock_of(clock["clock"], sure=True) if clock else None
    if clock and meant is not None:
        return Mistake(f"{quoted(text)} is not a time.", f"Write {quoted(clock['before'] + say_clock(meant))}.")
    month_first = re.fullmatch(_MONTH_FIRST, text)
    if month_first and (month := _month(month_first["month"])):
        right = f"{month_first['days']} {month}{month_first['year'] or ''}"
        return Mistake(f"{quoted(text)} has the month before the day.", f"Write {quoted(right)}.")
    figures = re.fullmatch(_FIGURES, text)
    if figures and (days := _days_in_figures(*figures.groups())):
        return Mistake(f"{quoted(text)} is not a date.", f"Write the month as a word: {' or '.join(days)}.")
    if re.fullmatch(r"\d{4}[./]\d{1,2}[./]\d{1,2}", text):
        return Mistake(f"{quoted(text)} is not a date.", f"Write {quoted(re.sub('[./]', '-', text))}.")
    short = re.fullmatch(r"(.*[A-Za-z].*\s)'?(\d\d)", text)
    if short and not month_first:
        return Mistake(f"{quoted(text)} is not a date.", f"Write the whole year: {quoted(f'{short[1]}20{short[2]}')}.")
    return Mistake(f"{quoted(text)} is not a date.", "Write it like '4 Sep' or '2020-09-04'.")


def _month(word: str) -> str | None:
    named = [name for name in MONTHS if len(word) >= 3 and name.lower().startswith(word.lower())]
    return named[0][:3] if named else None


def _days_in_figures(one: str, other: str, year: str | None) -> list[str]:
    """Return the dates that two figures can mean, the day first before the month first."""
    after = f" {'20' if len(year) == 2 else ''}{year}" if year else ""
    pairs = dict.fromkeys([(int(one), int(other)), (int(other), int(one))])
    return [f"'{day} {MONTHS[month - 1][:3]}{after}'" for day, month in pairs if 1 <= day <= 31 and 1 <= month <= 12]


def moment_mistake(text: str) -> Mistake:
    """Return what is wrong with a text that is no day with an hour."""
    if re.fullmatch(r"\d{1,2}:\d{2}", text):
        return Mistake(f"{quoted(text)} has no day.", f"Write the day and the hour: {quoted('4 Sep ' + text)}.")
    wide = re.fullmatch(r"(?P<day>.*\S)\s+(?:at\s+)?(?P<clock>\S+(?:\s?[ap]\.?m\.?)?)", text, re.IGNORECASE)
    meant = _clock_of(wide["clock"], sure=":" not in wide["clock"]) if wide and "-" not in wide["day"] else None
    if wide and meant is not None:
        return Mistake(f"{quoted(text)} is not a time.", f"Write {quoted(f'{wide['day']} {say_clock(meant)}')}.")
    return Mistake(f"{quoted(text)} is not a time.", "Write the day and the hour: '4 Sep 20:00'.")
