"""Common names for our priorities, states, modes, formats and visibilities, normalised by `folded`."""

from scheduler.plan.priorities import Priority

PRIORITY_SYNONYMS: dict[str, Priority] = {
    "must": "must", "essential": "must", "mandatory": "must", "critical": "must", "required": "must", "top": "must",
    "high": "high", "important": "high", "normal": "normal", "medium": "normal", "standard": "normal",
    "average": "normal", "low": "low", "nice to have": "low", "if time allows": "low", "optional": "low",
}  # fmt: skip
STATE_SYNONYMS = {
    "requested": "requested", "asked": "requested", "new": "requested", "pending": "requested", "open": "requested",
    "tentative": "tentative", "provisional": "tentative", "confirmed": "confirmed", "agreed": "confirmed",
    "declined": "declined", "refused": "declined", "rejected": "declined", "never": "never",
}  # fmt: skip
MODE_SYNONYMS = {
    "in person": "in person", "person": "in person", "physical": "in person", "face to face": "in person",
    "f2f": "in person", "onsite": "in person", "on site": "in person", "video": "video", "vc": "video", "vtc": "video",
    "videoconference": "video", "video conference": "video", "video call": "video", "virtual": "video",
    "online": "video", "telephone": "telephone", "phone": "telephone", "by video": "video",
    "by telephone": "telephone", "by phone": "telephone", "call": "telephone", "phone call": "telephone",
}  # fmt: skip
FORMAT_SYNONYMS = {
    "bi": "bilateral", "bilat": "bilateral", "bilateral meeting": "bilateral", "pullaside": "pull-aside",
    "pull aside": "pull-aside", "brush by": "pull-aside", "tete a tete": "tête-à-tête", "one on one": "tête-à-tête",
    "lunch": "working lunch", "dinner": "working dinner", "breakfast": "working breakfast", "trilat": "trilateral",
    "phone call": "call", "telephone call": "call", "courtesy": "courtesy call",
}  # fmt: skip
VISIBILITY_SYNONYMS = {
    "open": "open", "public": "open", "delegations only": "delegations only", "delegations": "delegations only",
    "confidential": "confidential", "secret": "confidential", "restricted": "confidential",
}  # fmt: skip
