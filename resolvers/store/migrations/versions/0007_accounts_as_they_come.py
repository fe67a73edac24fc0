"""On SQLite, accounts and their descriptions lie in the order in which they came.

Without a rowid they lay in the order of their ids, in which they do not come: among a million of
them each new one was written into a page of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rebuild(with_rowid=True)


def downgrade() -> None:
    _rebuild(with_rowid=False)


def _rebuild(*, with_rowid: bool) -> None:
    if op.get_context().dialect.name != "sqlite":  # PostgreSQL's tables never have an order
        return
    op.drop_index("ix_accounts_profile_id", table_name="accounts")
    op.rename_table("accounts", "accounts_before")
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_accounts"),
        sqlite_with_rowid=with_rowid,
    )
    op.execute("INSERT INTO accounts SELECT account_id, profile_id, state FROM accounts_before")
    op.drop_table("accounts_before")
    op.create_index("ix_accounts_profile_id", "accounts", ["profile_id"], unique=False)
    op.rename_table("descriptions", "descriptions_before")
    op.create_table(
        "descriptions",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_descriptions"),
        sqlite_with_rowid=with_rowid,
    )
    op.execute("INSERT INTO descriptions SELECT account_id, content FROM descriptions_before")
    op.drop_table("descriptions_before")
