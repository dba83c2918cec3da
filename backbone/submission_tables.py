"""The database's tables of what museums tell us. Read and written by `backbone.submissions`,
`backbone.submission_letters`, `backbone.drafts` and `backbone.form_links`.
"""

from typing import Final

import sqlalchemy as sa

from backbone.database import metadata

submissions: Final = sa.Table(
    "submissions",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(64), nullable=False),
    # Through which door it came (backbone.submissions.Door).
    sa.Column("door", sa.String(16), nullable=False),
    sa.Column("museum_id", sa.String(32), nullable=False),
    # The row that it changes, or that was made of it; "" as long as there is none.
    sa.Column("record_id", sa.String(32), nullable=False),
    sa.Column("wanted", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("typed", sa.Text, nullable=False),
    sa.Column("sender_name", sa.Text, nullable=False),
    sa.Column("sender_email", sa.Text, nullable=False),
    # The personal link it came through; "" for a stranger.
    sa.Column("link_id", sa.String(64), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    # Why it could not be written, for staff; "" when nothing is wrong.
    sa.Column("trouble", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("received", sa.String(40), nullable=False),
    sa.Column("changed", sa.String(40), nullable=False),
)

history: Final = sa.Table(
    "submission_history",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("by", sa.String(64), nullable=False),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("wanted", sa.Text, nullable=False),
)

letters: Final = sa.Table(
    "submission_letters",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    # Our own key of the letter: it goes once.
    sa.Column("key", sa.String(128), nullable=False, unique=True),
    sa.Column("template", sa.String(32), nullable=False),
    # The submission or the personal link that it is about.
    sa.Column("about", sa.String(64), nullable=False),
    # Emptied once the letter went; the mark (a hash) stays, to count how many one reader gets.
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("reader_mark", sa.String(64), nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("made", sa.String(40), nullable=False),
)

drafts: Final = sa.Table(
    "submission_drafts",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("museum_id", sa.String(32), nullable=False),
    sa.Column("record_id", sa.String(32), nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("typed", sa.Text, nullable=False),
    sa.Column("changed", sa.String(40), nullable=False, index=True),
)

pictures: Final = sa.Table(
    "submission_pictures",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("kept", sa.String(40), nullable=False, index=True),
)

links: Final = sa.Table(
    "form_links",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("museum_id", sa.String(32), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False, index=True),
    sa.Column("may_publish", sa.Boolean, nullable=False),
    sa.Column("made", sa.String(40), nullable=False),
    sa.Column("ends", sa.String(40), nullable=False),
    sa.Column("revoked", sa.Boolean, nullable=False),
    sa.Column("used", sa.String(40), nullable=False),
)
