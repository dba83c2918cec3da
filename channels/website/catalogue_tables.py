"""The tables of the catalogue: what is published, where it stands, which pages read it.

Everything here can be made again from the mirror, but for slugs and first days of publication.
"""

from typing import Final

import sqlalchemy as sa

from backbone.database import metadata

ID: Final = sa.String(64)
DAY: Final = sa.String(10)

things: Final = sa.Table(
    "site_things",
    metadata,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("id", ID, primary_key=True),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("is_deleted", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("is_expected", sa.Boolean, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("created", sa.String(40), nullable=False),
    # The last good values (public fields only) and what was worked out from them, as JSON.
    sa.Column("values", sa.Text, nullable=False),
    sa.Column("extra", sa.Text, nullable=False),
    sa.Column("digest", sa.String(32), nullable=False),
    sa.Column("slug", sa.String(160), nullable=False),
    sa.Column("slug_base", sa.String(160), nullable=False),
    sa.Column("museum_id", ID, nullable=False, index=True),
    # In which part of the sitemap it stands.
    sa.Column("bucket", sa.Integer, nullable=False),
    sa.Column("first_day", DAY, nullable=False),
    sa.Column("last_day", DAY, nullable=False),
    sa.Column("is_running", sa.Boolean, nullable=False),
    sa.Column("first_published", DAY, nullable=False),
    sa.Column("changed_at", sa.String(40), nullable=False),
    sa.Column("ics_sequence", sa.Integer, nullable=False),
    sa.Column("review_on", DAY, nullable=False, index=True),
    # As the website has it now; "" when it does not stand there.
    sa.Column("live_digest", sa.String(32), nullable=False),
    sa.Column("live_values", sa.Text, nullable=False),
    sa.Column("is_pending", sa.Boolean, nullable=False),
)
sa.Index("site_things_state", things.c.kind, things.c.state, things.c.bucket)
sa.Index("site_things_live", things.c.kind, things.c.live_digest)
sa.Index("site_things_running", things.c.is_running, things.c.last_day)
sa.Index("site_things_changed", things.c.kind, things.c.changed_at)
# Said as SQLAlchemy asks for it: SQLite takes no index whose condition is put another way.
sa.Index("site_things_pending", things.c.is_pending, sqlite_where=sa.text("is_pending = 1"))

days: Final = sa.Table(
    "site_days",
    metadata,
    sa.Column("day", DAY, primary_key=True),
    sa.Column("clock", sa.String(5), primary_key=True),
    sa.Column("id", ID, primary_key=True, index=True),
)

facets: Final = sa.Table(
    "site_facets",
    metadata,
    sa.Column("facet", sa.String(160), primary_key=True),
    sa.Column("sort", sa.String(160), primary_key=True),
    sa.Column("id", ID, primary_key=True, index=True),
)

links: Final = sa.Table(
    "site_links",
    metadata,
    sa.Column("target", ID, primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("id", ID, primary_key=True, index=True),
)

slugs: Final = sa.Table(
    "site_slugs",
    metadata,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("slug", sa.String(160), primary_key=True),
    sa.Column("id", ID, nullable=False, index=True),
)

reads: Final = sa.Table(
    "site_reads",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("unit", sa.String(200), primary_key=True, index=True),
)

units: Final = sa.Table(
    "site_units",
    metadata,
    sa.Column("unit", sa.String(200), primary_key=True),
    # The first day on which it may look different by itself; "" for never.
    sa.Column("stale_on", DAY, nullable=False, index=True),
)

dirty: Final = sa.Table(
    "site_dirty",
    metadata,
    sa.Column("unit", sa.String(200), primary_key=True),
    sa.Column("generation", sa.BigInteger, nullable=False),
)

fragments: Final = sa.Table(
    "site_fragments",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    # The last character of the ID: which chunk of the feeds it is in (feed_chunks.py).
    sa.Column("shard", sa.String(1), nullable=False),
    sa.Column("museum_id", ID, nullable=False, index=True),
    sa.Column("until", DAY, nullable=False),
    sa.Column("calendar", sa.Text, nullable=False),
    sa.Column("open_data", sa.Text, nullable=False),
)
sa.Index("site_fragments_chunk", fragments.c.kind, fragments.c.shard, fragments.c.until)

# Fragments put together, by kind and shard (feed_chunks.py); bytes, as the feeds' files are.
feed_chunks: Final = sa.Table(
    "site_feed_chunks",
    metadata,
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("shard", sa.String(1), primary_key=True),
    # The first of the days until which its fragments stay; "" when it is to be made again.
    sa.Column("until", DAY, nullable=False),
    sa.Column("calendar", sa.LargeBinary, nullable=False),
    sa.Column("open_data", sa.LargeBinary, nullable=False),
)

staged: Final = sa.Table(
    "site_staged",
    metadata,
    sa.Column("unit", sa.String(200), primary_key=True),
    sa.Column("rank", sa.Integer, nullable=False),
    # {"path": "fingerprint"} of all it should have; and the paths among them that were staged.
    sa.Column("outputs", sa.Text, nullable=False),
    sa.Column("fresh", sa.Text, nullable=False),
    sa.Column("gone", sa.Text, nullable=False),
)

state: Final = sa.Table(
    "site_state",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
