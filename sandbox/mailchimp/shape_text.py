"""The shapes of Mailchimp's requests, as its API description gives them. Only names, no rules."""

from typing import Any, Final

Shape = dict[str, Any]

STATUSES: Final = ("subscribed", "unsubscribed", "cleaned", "pending", "transactional")
_LOCATION: Final[Shape] = {"latitude": "number", "longitude": "number"}
_PERMISSIONS: Final = [{"marketing_permission_id": "string", "enabled": "boolean"}]
_CONTACT: Final[Shape] = {
    "company": "string",
    "address1": "string",
    "address2": "string",
    "city": "string",
    "state": "string",
    "zip": "string",
    "country": "string",
    "phone": "string",
}
_MEMBER: Final[Shape] = {
    "email_type": "string",
    "merge_fields": {"": "any"},
    "interests": {"": "boolean"},
    "language": "string",
    "vip": "boolean",
    "location": _LOCATION,
    "marketing_permissions": _PERMISSIONS,
    "ip_signup": "string",
    "timestamp_signup": "moment",
    "ip_opt": "string",
    "timestamp_opt": "moment",
}
MEMBER_ADD: Final[Shape] = {
    **_MEMBER, "email_address*": "string", "status*": STATUSES, "tags": ["string"],
}  # fmt: skip
MEMBER_PUT: Final[Shape] = {
    **_MEMBER, "email_address*": "string", "status_if_new*": STATUSES, "status": STATUSES,
}  # fmt: skip
MEMBER_PATCH: Final[Shape] = {
    **_MEMBER, "email_address": "string", "status": STATUSES[:-1],
}  # fmt: skip
# The description leaves `tags` out here, but `sync_tags` is about them: the service takes them.
_MEMBER_BATCH: Final[Shape] = {
    **{name: kind for name, kind in _MEMBER.items() if name != "marketing_permissions"},
    "email_address": "string", "status": STATUSES, "tags": ["string"],
}  # fmt: skip
LIST_BATCH: Final[Shape] = {
    "members*": [_MEMBER_BATCH], "update_existing": "boolean", "sync_tags": "boolean",
}  # fmt: skip
NOTE: Final[Shape] = {"note": "string"}
MEMBER_TAGS: Final[Shape] = {
    "tags*": [{"name*": "string", "status*": ("inactive", "active")}],
    "is_syncing": "boolean",
}
_DEFAULTS: Final[Shape] = {
    "from_name*": "string", "from_email*": "string", "subject*": "string", "language*": "string",
}  # fmt: skip
LIST: Final[Shape] = {
    "name*": "string",
    "contact*": {
        **{
            k: v for k, v in _CONTACT.items() if k not in ("company", "address1", "city", "country")
        },
        "company*": "string",
        "address1*": "string",
        "city*": "string",
        "country*": "string",
    },
    "permission_reminder*": "string",
    "use_archive_bar": "boolean",
    "campaign_defaults*": _DEFAULTS,
    "notify_on_subscribe": "string",
    "notify_on_unsubscribe": "string",
    "email_type_option*": "boolean",
    "double_optin": "boolean",
    "marketing_permissions": "boolean",
}
LIST_PATCH: Final[Shape] = {
    **LIST,
    "contact*": {
        **{k: v for k, v in LIST["contact*"].items() if k not in ("state", "zip")},
        "state*": "string",
        "zip*": "string",
    },
}
MERGE_TYPES: Final = (
    "text", "number", "address", "phone", "date", "url", "imageurl", "radio", "dropdown",
    "birthday", "zip",
)  # fmt: skip
_MERGE_OPTIONS: Final[Shape] = {
    "default_country": "integer",
    "phone_format": "string",
    "date_format": "string",
    "choices": ["string"],
    "size": "integer",
}
MERGE_FIELD: Final[Shape] = {
    "tag": "string",
    "name*": "string",
    "type*": MERGE_TYPES,
    "required": "boolean",
    "default_value": "string",
    "public": "boolean",
    "display_order": "integer",
    "options": _MERGE_OPTIONS,
    "help_text": "string",
}
MERGE_FIELD_PATCH: Final[Shape] = {
    **{name: kind for name, kind in MERGE_FIELD.items() if name != "type*"},
    "options": {name: kind for name, kind in _MERGE_OPTIONS.items() if name != "size"},
}
CATEGORY: Final[Shape] = {
    "title*": "string", "display_order": "integer",
    "type*": ("checkboxes", "dropdown", "radio", "hidden"),
}  # fmt: skip
INTEREST: Final[Shape] = {"name*": "string", "display_order": "integer"}
# What a condition holds depends on its type: `conditions.py` looks at it.
CONDITIONS: Final[Shape] = {"match": ("any", "all"), "conditions": [{"": "any"}]}
SEGMENT: Final[Shape] = {"name*": "string", "static_segment": ["string"], "options": CONDITIONS}
SEGMENT_PATCH: Final[Shape] = {**SEGMENT, "options": {**CONDITIONS, "conditions": ["any"]}}
SEGMENT_BATCH: Final[Shape] = {"members_to_add": ["string"], "members_to_remove": ["string"]}
SEGMENT_MEMBER: Final[Shape] = {"email_address*": "string"}
EVENTS: Final = ("subscribe", "unsubscribe", "profile", "cleaned", "upemail", "campaign")
SOURCES: Final = ("user", "admin", "api")
WEBHOOK: Final[Shape] = {
    "url": "string",
    "events": dict.fromkeys(EVENTS, "boolean"),
    "sources": dict.fromkeys(SOURCES, "boolean"),
}
TEMPLATE: Final[Shape] = {"name*": "string", "folder_id": "string", "html*": "string"}
_SETTINGS: Final[Shape] = {
    "subject_line": "string",
    "preview_text": "string",
    "title": "string",
    "from_name": "string",
    "reply_to": "string",
    "use_conversation": "boolean",
    "to_name": "string",
    "folder_id": "string",
    "authenticate": "boolean",
    "auto_footer": "boolean",
    "inline_css": "boolean",
    "auto_tweet": "boolean",
    "auto_fb_post": ["string"],
    "fb_comments": "boolean",
    "template_id": "integer",
}
_TRACKING: Final[Shape] = {
    "opens": "boolean",
    "html_clicks": "boolean",
    "text_clicks": "boolean",
    "goal_tracking": "boolean",
    "ecomm360": "boolean",
    "google_analytics": "string",
    "clicktale": "string",
    "salesforce": {"campaign": "boolean", "notes": "boolean"},
    "capsule": {"notes": "boolean"},
}
_SEGMENT_OPTS: Final[Shape] = {**CONDITIONS, "saved_segment_id": "integer"}
_DAYS: Final = (
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
)  # fmt: skip
_VARIATE: Final[Shape] = {
    "winner_criteria*": ("opens", "clicks", "manual", "total_revenue"),
    "wait_time": "integer",
    "test_size": "integer",
    "subject_lines": ["string"],
    "send_times": ["moment"],
    "from_names": ["string"],
    "reply_to_addresses": ["string"],
}
_RSS: Final[Shape] = {
    "feed_url*": "string",
    "frequency*": ("daily", "weekly", "monthly"),
    "schedule": {
        "hour": "integer",
        "daily_send": dict.fromkeys(_DAYS, "boolean"),
        "weekly_send_day": _DAYS,
        "monthly_send_date": "number",
    },
    "constrain_rss_img": "boolean",
}
CAMPAIGN_TYPES: Final = ("regular", "plaintext", "absplit", "rss", "variate")
_CAMPAIGN: Final[Shape] = {
    "variate_settings": _VARIATE,
    "tracking": _TRACKING,
    "rss_opts": _RSS,
    "social_card": {"image_url": "string", "description": "string", "title": "string"},
}
CAMPAIGN: Final[Shape] = {
    **_CAMPAIGN,
    "type*": CAMPAIGN_TYPES,
    "recipients": {"list_id*": "string", "segment_opts": _SEGMENT_OPTS},
    "settings": _SETTINGS,
    "content_type": ("template", "multichannel"),
}
_HEAD: Final = ("subject_line", "from_name", "reply_to")
CAMPAIGN_PATCH: Final[Shape] = {
    **_CAMPAIGN,
    "recipients": {
        "list_id*": "string", "segment_opts": {**_SEGMENT_OPTS, "prebuilt_segment_id": "string"},
    },
    "settings*": {f"{k}*" if k in _HEAD else k: v for k, v in _SETTINGS.items()},
}  # fmt: skip
_ONE_CONTENT: Final[Shape] = {
    "archive": {
        "archive_content*": "string",
        "archive_type": ("zip", "tar.gz", "tar.bz2", "tar", "tgz", "tbz"),
    },
    "template": {"id*": "integer", "sections": {"": "any"}},
    "plain_text": "string",
    "html": "string",
    "url": "string",
}
CONTENT: Final[Shape] = {
    **_ONE_CONTENT, "variate_contents": [{"content_label*": "string", **_ONE_CONTENT}],
}  # fmt: skip
TEST: Final[Shape] = {"test_emails*": ["string"], "send_type*": ("html", "plaintext")}
SCHEDULE: Final[Shape] = {
    "schedule_time*": "moment",
    "timewarp": "boolean",
    "batch_delivery": {"batch_delay*": "integer", "batch_count*": "integer"},
}
BATCH: Final[Shape] = {
    "operations*": [
        {
            "method*": ("GET", "POST", "PUT", "PATCH", "DELETE"),
            "path*": "string",
            "params": {"": "any"},
            "body": "string",
            "operation_id": "string",
        }
    ]
}
DOMAIN: Final[Shape] = {"verification_email*": "string"}
DOMAIN_CODE: Final[Shape] = {"code*": "string"}
EMPTY: Final[Shape] = {}
