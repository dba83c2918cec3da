"""What the API description says an answer holds, empty: for all that the stand-in does not count.

`filled` lays what there is over it. Left out is what the service leaves out too: what belongs to
another type of campaign, text messages, a reason without an unsubscription.
"""

from typing import Any, Final

from sandbox.mailchimp.items import Item

ACCOUNT: Final[Item] = {
    "login_id": "1",
    "email": "beheer@drentsemusea.example",
    "first_name": "",
    "last_name": "",
    "username": "sandbox",
    "avatar_url": "",
    "role": "owner",
    "member_since": "",
    "pricing_plan_type": "monthly",
    "first_payment": "",
    "account_timezone": "Europe/Amsterdam",
    "account_industry": "",
    "contact": dict.fromkeys(("company", "addr1", "addr2", "city", "state", "zip", "country"), ""),
    "pro_enabled": False,
    "last_login": "",
    "industry_stats": {"open_rate": 0, "bounce_rate": 0, "click_rate": 0},
}
LIST_CONTACT: Final[Item] = {"address2": "", "state": "", "zip": "", "phone": ""}
LIST_STATS: Final[Item] = {
    "member_count_since_send": 0,
    "unsubscribe_count_since_send": 0,
    "cleaned_count_since_send": 0,
    "avg_sub_rate": 0,
    "avg_unsub_rate": 0,
    "target_sub_rate": 0,
    "open_rate": 0,
    "click_rate": 0,
    "last_sub_date": "",
    "last_unsub_date": "",
}
MEMBER: Final[Item] = {
    "sms_phone_number": "",
    "sms_subscription_status": "nonsubscribed",
    "sms_subscription_last_updated": "",
    "consents_to_one_to_one_messaging": True,
    "stats": {
        "avg_open_rate": 0,
        "avg_click_rate": 0,
        "ecommerce_data": {"total_revenue": 0, "number_of_orders": 0, "currency_code": "EUR"},
    },
    "member_rating": 2,
    "email_client": "",
    "location": {
        "latitude": 0,
        "longitude": 0,
        "gmtoff": 0,
        "dstoff": 0,
        "country_code": "",
        "timezone": "",
        "region": "",
    },
    "marketing_permissions": [],
}
MERGE_OPTIONS: Final[dict[str, Item]] = {
    "text": {"size": 25},
    "address": {"default_country": 164},
    "phone": {"phone_format": "none"},
    "date": {"date_format": "MM/DD/YYYY"},
    "birthday": {"date_format": "MM/DD"},
    "zip": {"size": 25},
}
TEMPLATE: Final[Item] = {
    "drag_and_drop": False,
    "responsive": True,
    "category": "",
    "date_edited": "",
    "created_by": "sandbox",
    "edited_by": "",
    "folder_id": "",
    "thumbnail": "",
    "share_url": "",
    "content_type": "html",
}
CAMPAIGN: Final[Item] = {
    "parent_campaign_id": "",
    "needs_block_refresh": False,
    "resendable": False,
    "recipients": {
        "list_id": "",
        "list_is_active": False,
        "list_name": "",
        "segment_text": "",
        "recipient_count": 0,
    },
    "settings": {
        "subject_line": "",
        "preview_text": "",
        "title": "",
        "from_name": "",
        "reply_to": "",
        "use_conversation": False,
        "to_name": "",
        "folder_id": "",
        "authenticate": True,
        "auto_footer": False,
        "inline_css": False,
        "auto_tweet": False,
        "fb_comments": False,
        "timewarp": False,
        "template_id": 0,
        "drag_and_drop": False,
    },
    "tracking": {
        "opens": True,
        "html_clicks": True,
        "text_clicks": False,
        "goal_tracking": False,
        "ecomm360": False,
        "google_analytics": "",
        "clicktale": "",
    },
    "delivery_status": {"enabled": False},
}
REPORT: Final[Item] = {
    "facebook_likes": {"recipient_likes": 0, "unique_likes": 0, "facebook_likes": 0},
    "industry_stats": {
        "type": "",
        **dict.fromkeys(
            ("open_rate", "click_rate", "bounce_rate", "unopen_rate", "unsub_rate", "abuse_rate"), 0
        ),
    },
    "list_stats": dict.fromkeys(
        ("sub_rate", "unsub_rate", "open_rate", "proxy_excluded_open_rate", "click_rate"), 0
    ),
    "timewarp": [],
    "share_report": {"share_url": "", "share_password": ""},
    "ecommerce": {"total_orders": 0, "total_spent": 0, "total_revenue": 0, "currency_code": "EUR"},
    "delivery_status": {"enabled": False},
}


def filled(blank: Item, found: Item) -> Item:
    """Return what is found, with the empty values of what it lacks."""
    whole: dict[str, Any] = {**blank, **found}
    for name, value in blank.items():
        if isinstance(value, dict) and isinstance(found.get(name), dict):
            whole[name] = filled(value, found[name])
    return whole
