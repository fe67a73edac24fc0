"""The outbox by itself: what is unpublished goes in and out of a small table.

As a mark in the history each change was written twice, and PostgreSQL kept both.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_PARTITION = ("topic", "partition_no")


def upgrade() -> None:
    op.create_table(
        "unpublished_changes",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("partition_no", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("change_id", name="pk_unpublished_changes"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_unpublished_changes_partition", "unpublished_changes", [*_PARTITION, "sequence"]
    )
    op.execute(
        "INSERT INTO unpublished_changes (change_id, sequence, topic, partition_no) "
        "SELECT change_id, sequence, topic, partition_no FROM identity_changes "
        "WHERE NOT published ORDER BY sequence ON CONFLICT DO NOTHING"
    )
    op.drop_index(
        "ix_identity_changes_unpublished",
        table_name="identity_changes",
        sqlite_where=sa.text("published = 0"),
        postgresql_where=sa.text("NOT published"),
    )
    with op.batch_alter_table("identity_changes") as changes:
        for column in (*_PARTITION, "published"):
            changes.drop_column(column)


def downgrade() -> None:
    with op.batch_alter_table("identity_changes") as changes:
        changes.add_column(sa.Column("topic", sa.Text(), nullable=True))
        changes.add_column(sa.Column("partition_no", sa.Integer(), nullable=True))
        changes.add_column(
            sa.Column("published", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute(
        "UPDATE identity_changes SET published = false, "
        "(topic, partition_no) = (SELECT topic, partition_no FROM unpublished_changes "
        "WHERE unpublished_changes.sequence = identity_changes.sequence) "
        "WHERE sequence IN (SELECT sequence FROM unpublished_changes)"
    )
    op.create_index(
        "ix_identity_changes_unpublished",
        "identity_changes",
        [*_PARTITION],
        unique=False,
        sqlite_where=sa.text("published = 0"),
        postgresql_where=sa.text("NOT published"),
    )
    op.drop_index("ix_unpublished_changes_partition", table_name="unpublished_changes")
    op.drop_table("unpublished_changes")
