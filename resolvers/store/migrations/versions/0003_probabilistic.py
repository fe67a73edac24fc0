"""Blocks, descriptions and weights: what probabilistic evidence is found by."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blocking_keys",
        sa.Column("block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", NAME, nullable=False),
        sa.PrimaryKeyConstraint("block", "account_id", name="pk_blocking_keys"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "descriptions",
        sa.Column("account_id", NAME, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_descriptions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "weights",
        sa.Column("left_account", NAME, nullable=False),
        sa.Column("right_account", NAME, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("left_account", "right_account", name="pk_weights"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_weights_right_account", "weights", ["right_account"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_weights_right_account", table_name="weights")
    op.drop_table("weights")
    op.drop_table("descriptions")
    op.drop_table("blocking_keys")
