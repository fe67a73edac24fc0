"""The schema of the identity store, the same on SQLite and PostgreSQL.

Times are integers: microseconds since 1970, or days since 1970 where the name says so.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)

Name = Text().with_variant(Text(collation="C"), "postgresql")
"""Text in the order of its code points, on both databases and in Python alike."""

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", Name, primary_key=True),
    Column("profile_id", Uuid, nullable=False, index=True),
    Column("state", JSON, nullable=False),
)
"""Every account with its profile and its folded state (`resolvers.accounts`). With a rowid on
SQLite: new ids come in no order, and each of a batch would be written into a page of its own."""

identifiers = Table(
    "identifiers",
    metadata,
    Column("identifier", Name, primary_key=True),
    Column("account_id", Name, primary_key=True),
    sqlite_with_rowid=False,
)
"""The index from an identifier that holds now (`IdentifierKey.text`) to its accounts."""

profiles = Table(
    "profiles",
    metadata,
    Column("profile_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("ended", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""Every profile there ever was. `version` is that of its latest document or of its end."""

blocking_keys = Table(
    "blocking_keys",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("account_id", Name, primary_key=True),
    sqlite_with_rowid=False,
)
"""The index from a block (`resolvers.blocking`) to the accounts in it."""

descriptions = Table(
    "descriptions",
    metadata,
    Column("account_id", Name, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""What can be compared of an account (`resolvers.comparisons`), so that nothing else is read.
With a rowid on SQLite, as accounts."""

weights = Table(
    "weights",
    metadata,
    Column("left_account", Name, primary_key=True),
    Column("right_account", Name, primary_key=True, index=True),
    Column("weight", Double, nullable=False),
    sqlite_with_rowid=False,
)
"""Match weights, in bits, of accounts that have a block in common, from `review_threshold` up; the
smaller id on the left."""

assertions = Table(
    "assertions",
    metadata,
    Column("left_account", Name, primary_key=True),
    Column("right_account", Name, primary_key=True, index=True),
    Column("verdict", Text, nullable=False),
    Column("asserted_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asserted_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What persons say of two accounts, the smaller id on the left."""

decisions = Table(
    "decisions",
    metadata,
    Column(
        "sequence",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("left_account", Name, nullable=False),
    Column("right_account", Name, nullable=False),
    Column("verdict", Text),
    Column("decided_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
)
"""Every assertion there ever was, and every withdrawal of one, which has no verdict."""

seen_events = Table(
    "seen_events",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("account_id", Name, primary_key=True),
    Column("seen_day", Integer, nullable=False, index=True),
)
"""Which event was counted for which account, kept for a window of days. With a rowid on SQLite: the
key is random, and so is where rows without one go."""

offsets = Table(
    "offsets",
    metadata,
    Column("cluster_id", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("partition_no", Integer, primary_key=True),
    Column("offset_no", BigInteger, nullable=False),
)
"""The last message applied of each partition of each broker cluster."""

identity_changes = Table(
    "identity_changes",
    metadata,
    Column(
        "sequence",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("change_id", Uuid, nullable=False),
    Column("change", JSON, nullable=False),
)
"""The history of changes. It is only added to."""

unpublished_changes = Table(
    "unpublished_changes",
    metadata,
    Column("change_id", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("topic", Text),
    Column("partition_no", Integer),
    Index("ix_unpublished_changes_partition", "topic", "partition_no", "sequence"),
    sqlite_with_rowid=False,
)
"""The outbox: which changes the broker has not confirmed yet, by the partition that caused them;
none for those a person caused."""

known_clusters = Table("known_clusters", metadata, Column("cluster_id", Text, primary_key=True))
"""Broker clusters to which the whole state has been published."""

applied_criteria = Table(
    "applied_criteria",
    metadata,
    Column("policy_version", Text, primary_key=True),
    Column("model_version", Text),
    Column("applied_at", BigInteger, nullable=False),
)
"""Which policy and match model the whole graph was last brought under; one row at most."""
