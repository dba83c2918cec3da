"""The conditions of a segment: what each type may hold, as the API description gives it.

`KINDS` is `{condition_type: (fields, ops, kind of the value)}`; no fields stands for any field, ""
for a value that is not asked for. Which of them the stand-in works out stands in `segments.py`.
"""

from typing import Any, Final

from sandbox.mailchimp.errors import invalid
from sandbox.mailchimp.items import Item

_TEXT = ("is", "not", "contains", "notcontain", "starts", "ends", "greater", "less")
_BLANK = ("blank", "blank_not")
_NUMBER = ("is", "not", "greater", "less")
_IS = ("is", "not")
_MEMBER = ("member", "notmember")
_STEPS = ("started", "completed", "not_started", "not_completed")
Kind = tuple[tuple[str, ...], tuple[str, ...], str]
KINDS: Final[dict[str, Kind]] = {
    "Aim": (("aim",), ("open", "click", "sent", "noopen", "noclick", "nosent"), "string"),
    "Automation": (("automation",), _STEPS, "string"),
    "CampaignPoll": (("poll",), _MEMBER, "number"),
    "Conversation": (("conversation",), _MEMBER, "string"),
    "Date": (
        ("timestamp_opt", "info_changed", "ecomm_date"),
        ("greater", "less", *_IS, *_BLANK, "within", "notwithin"),
        "string",
    ),
    "EmailClient": (("email_client",), ("client_is", "client_not"), "string"),
    "Language": (("language",), _IS, "string"),
    "MemberRating": (("rating",), _NUMBER, "number"),
    "SignupSource": (("source",), ("source_is", "source_not"), "string"),
    "SurveyMonkey": (("survey_monkey",), _STEPS, "string"),
    "VIP": (("gmonkey",), _MEMBER, ""),
    "Interests": (
        (), ("interestcontains", "interestcontainsall", "interestnotcontains"), "array",
    ),
    "EcommCategory": (("ecomm_cat", "ecomm_prod"), _TEXT[:6], "string"),
    "EcommNumber": (
        ("ecomm_spent_avg", "ecomm_orders", "ecomm_prod_all", "ecomm_avg_ord"), _NUMBER, "number",
    ),
    "EcommPurchased": (("ecomm_purchased",), _MEMBER, ""),
    "EcommSpent": (("ecomm_spent_one", "ecomm_spent_all"), ("greater", "less"), "integer"),
    "EcommStore": (("ecomm_store",), _IS, "string"),
    "GoalActivity": (
        ("goal",), ("is", "goal_not", "contains", "goal_notcontain", "starts", "ends"), "string",
    ),
    "GoalTimestamp": (("goal_last_visited",), ("greater", "less", "is"), "string"),
    "FuzzySegment": (("fuzzy_segment",), ("fuzzy_is", "fuzzy_not"), "number"),
    "StaticSegment": (("static_segment",), ("static_is", "static_not"), "number"),
    "IPGeoCountryState": (
        ("ipgeo",), ("ipgeocountry", "ipgeonotcountry", "ipgeostate", "ipgeonotstate"), "string",
    ),
    "IPGeoIn": (("ipgeo",), ("ipgeoin", "ipgeonotin"), "integer"),
    "IPGeoInZip": (("ipgeo",), ("ipgeoinzip",), "integer"),
    "IPGeoUnknown": (("ipgeo",), ("ipgeounknown",), ""),
    "IPGeoZip": (("ipgeo",), ("ipgeoiszip", "ipgeonotzip"), "integer"),
    "SocialAge": (("social_age",), _IS, "string"),
    "SocialGender": (("social_gender",), _IS, "string"),
    "SocialInfluence": (("social_influence",), _NUMBER, "number"),
    "SocialNetworkMember": (("social_network",), _MEMBER, "string"),
    "SocialNetworkFollow": (("social_network",), ("follow", "notfollow"), "string"),
    "AddressMerge": ((), ("contains", "notcontain", *_BLANK), "string"),
    "ZipMerge": ((), ("geoin",), "string"),
    "BirthdayMerge": ((), (*_IS, *_BLANK), "string"),
    "DateMerge": ((), (*_NUMBER, *_BLANK), "string"),
    "SelectMerge": ((), (*_TEXT[:4], *_BLANK), "string"),
    "TextMerge": ((), (*_TEXT, *_BLANK), "string"),
    "EmailAddress": (("merge0", "EMAIL"), _TEXT, "string"),
    "PredictedGender": (("predicted_gender",), _IS, "string"),
    "PredictedAge": (("predicted_age_range",), ("is",), "string"),
    "NewSubscribers": (("timestamp_opt",), ("date_within",), "string"),
}  # fmt: skip
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str, int), "number": (int, float), "integer": (int,), "array": (list,),
}  # fmt: skip
_KNOWN: Final = ("condition_type", "field", "op", "value", "extra", "addr", "lat", "lng")


def check_conditions(options: Item | None, at: str) -> None:
    """Raise Mailchimp's 400 for conditions that are none; `at` is where they stand in the body."""
    wrong: list[tuple[str, str]] = []
    for place, condition in enumerate((options or {}).get("conditions", [])):
        where = f"{at}.conditions.item:{place}"
        wrong += [(f"{where}.{name}", text) for name, text in _wrong_in(condition)]
    if wrong:
        raise invalid(*wrong)


def _wrong_in(condition: Item) -> list[tuple[str, str]]:
    wrong = [
        (one, "This field is not part of the schema.") for one in condition if one not in _KNOWN
    ]
    name = condition.get("condition_type", _guessed(str(condition.get("field", ""))))
    if name not in KINDS:
        return [*wrong, ("condition_type", _one_of(tuple(KINDS)))]
    fields, ops, kind = KINDS[name]
    if fields and condition.get("field") not in fields:
        wrong.append(("field", _one_of(fields)))
    if condition.get("op") not in ops:
        wrong.append(("op", _one_of(ops)))
    value: Any = condition.get("value")
    if value is not None and kind and not isinstance(value, _TYPES[kind]):
        wrong.append(("value", f"Schema describes {kind}, another type found instead"))
    return wrong


def _guessed(field: str) -> str:
    """Return the type of a condition that names none: its field tells."""
    if field.startswith("interests-"):
        return "Interests"
    return next((name for name, (fields, *_) in KINDS.items() if field in fields), "TextMerge")


def _one_of(words: tuple[str, ...]) -> str:
    return f"Data presented is not one of the accepted values: {', '.join(words)}."
