"""The database's tables of sign-ups. All that is personal goes after a set time.

`request`, `store`, `people`, `notices` and `afterwards` beside this file read and write them.
"""

from typing import Final

import sqlalchemy as sa

from backbone.database import metadata

requests: Final = sa.Table(
    "signup_requests",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("item_id", sa.String(32), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("museum_id", sa.String(32), nullable=False),
    sa.Column("audience", sa.String(32), nullable=False),
    sa.Column("people", sa.Text, nullable=False),
    # In which the reader gets our letters: nl, de or en.
    sa.Column("language", sa.String(8), nullable=False),
    # The sign-up that it became; "" as long as the address is not confirmed.
    sa.Column("signup_key", sa.String(64), nullable=False, index=True),
    # How that ended: placed, waiting, changed or kept.
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("made", sa.String(40), nullable=False),
)

signups: Final = sa.Table(
    "signups",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("item_id", sa.String(32), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    # The address as it is compared: one sign-up per reader and item.
    sa.Column("reader_mark", sa.String(64), nullable=False),
    sa.Column("link_id", sa.String(64), nullable=False),
    sa.Column("museum_id", sa.String(32), nullable=False),
    sa.Column("audience", sa.String(32), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("arrival", sa.Integer, nullable=False),
    sa.Column("offer_until", sa.String(40), nullable=False),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("told", sa.Text, nullable=False),
    sa.Column("price_cents", sa.Integer, nullable=False),
    sa.Column("is_evaluated", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("made", sa.String(40), nullable=False),
    sa.Column("changed", sa.String(40), nullable=False),
    sa.UniqueConstraint("item_id", "reader_mark"),
    sa.Index("signups_by_state", "item_id", "state", "arrival"),
    sa.Index("signups_by_reader", "reader_mark"),
    sa.Index("signups_by_offer", "state", "offer_until"),
)

people: Final = sa.Table(
    "signup_people",
    metadata,
    # The sign-up's key and a number: also the key of the row in the table Inschrijvingen.
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("signup_key", sa.String(64), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("needs", sa.Text, nullable=False),
    # Was taken out of a group that became smaller.
    sa.Column("is_gone", sa.Boolean, nullable=False),
    sa.Column("is_present", sa.Boolean, nullable=False),
    sa.Column("record_id", sa.String(32), nullable=False),
    sa.Column("trouble", sa.Text, nullable=False),
    # Whether the row in the table says something else, and how often it was changed.
    sa.Column("is_due", sa.Boolean, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
)

history: Final = sa.Table(
    "signup_history",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, index=True),
    sa.Column("item_id", sa.String(32), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("by", sa.String(32), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
)

notices: Final = sa.Table(
    "signup_notices",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("item_id", sa.String(32), nullable=False, index=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("readers", sa.Integer, nullable=False),
    sa.Column("approved", sa.String(40), nullable=False),
)

notice_readers: Final = sa.Table(
    "signup_notice_readers",
    metadata,
    sa.Column("notice_id", sa.String(32), primary_key=True),
    sa.Column("signup_key", sa.String(64), primary_key=True),
    # What this reader had been told before.
    sa.Column("before", sa.Text, nullable=False),
)

evaluations: Final = sa.Table(
    "signup_evaluations",
    metadata,
    # Without who: an answer is no longer anybody's.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("item_id", sa.String(32), nullable=False, index=True),
    sa.Column("grade", sa.Integer, nullable=False),
    sa.Column("good", sa.Text, nullable=False),
    sa.Column("better", sa.Text, nullable=False),
)

totals: Final = sa.Table(
    "signup_totals",
    metadata,
    sa.Column("item_id", sa.String(32), primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("last_day", sa.String(10), nullable=False),
    sa.Column("placed", sa.Integer, nullable=False),
    sa.Column("present", sa.Integer, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("cancelled", sa.Integer, nullable=False),
)

sheets: Final = sa.Table(
    "signup_sheets",
    metadata,
    sa.Column("item_id", sa.String(32), primary_key=True),
    # The tab keeps its name, whatever the item is called later.
    sa.Column("tab", sa.String(100), nullable=False, unique=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("mark", sa.String(64), nullable=False),
)
