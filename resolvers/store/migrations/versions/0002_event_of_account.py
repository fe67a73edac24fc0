"""An event is counted once for an account, not once for all: ids may be equal by accident.

The events counted so far do not say for which account, so they are forgotten: a delivery that a
platform repeats across this migration counts again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _replace(
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", NAME, nullable=False),
    )


def downgrade() -> None:
    _replace(sa.Column("event_id", sa.Uuid(), nullable=False))


def _replace(*key: sa.Column[Any]) -> None:
    op.drop_index("ix_seen_events_seen_day", table_name="seen_events")
    op.drop_table("seen_events")
    op.create_table(
        "seen_events",
        *key,
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*(column.name for column in key), name="pk_seen_events"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_events_seen_day", "seen_events", ["seen_day"], unique=False)
