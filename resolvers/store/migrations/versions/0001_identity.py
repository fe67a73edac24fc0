"""The identity graph, profiles and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_accounts_profile_id", "accounts", ["profile_id"], unique=False)
    op.create_table(
        "assertions",
        sa.Column("left_account", NAME, nullable=False),
        sa.Column("right_account", NAME, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("asserted_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asserted_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("left_account", "right_account", name="pk_assertions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_assertions_right_account", "assertions", ["right_account"], unique=False)
    op.create_table(
        "identifiers",
        sa.Column("identifier", NAME, nullable=False),
        sa.Column("account_id", NAME, nullable=False),
        sa.PrimaryKeyConstraint("identifier", "account_id", name="pk_identifiers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "identity_changes",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("partition_no", sa.Integer(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_identity_changes"),
    )
    op.create_index(
        "ix_identity_changes_unpublished",
        "identity_changes",
        ["topic", "partition_no"],
        unique=False,
        sqlite_where=sa.text("published = 0"),
        postgresql_where=sa.text("NOT published"),
    )
    op.create_table(
        "known_clusters",
        sa.Column("cluster_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cluster_id", name="pk_known_clusters"),
    )
    op.create_table(
        "offsets",
        sa.Column("cluster_id", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition_no", sa.Integer(), nullable=False),
        sa.Column("offset_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cluster_id", "topic", "partition_no", name="pk_offsets"),
    )
    op.create_table(
        "profiles",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("profile_id", name="pk_profiles"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seen_events",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_seen_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_events_seen_day", "seen_events", ["seen_day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_seen_events_seen_day", table_name="seen_events")
    op.drop_table("seen_events")
    op.drop_table("profiles")
    op.drop_table("offsets")
    op.drop_table("known_clusters")
    op.drop_index(
        "ix_identity_changes_unpublished",
        table_name="identity_changes",
        sqlite_where=sa.text("published = 0"),
        postgresql_where=sa.text("NOT published"),
    )
    op.drop_table("identity_changes")
    op.drop_table("identifiers")
    op.drop_index("ix_assertions_right_account", table_name="assertions")
    op.drop_table("assertions")
    op.drop_index("ix_accounts_profile_id", table_name="accounts")
    op.drop_table("accounts")
