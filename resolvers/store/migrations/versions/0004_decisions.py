"""Every decision that persons took, those withdrawn or replaced too."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("left_account", NAME, nullable=False),
        sa.Column("right_account", NAME, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_decisions"),
    )
    op.execute(
        "INSERT INTO decisions "
        "(left_account, right_account, verdict, decided_by, reason, decided_at) "
        "SELECT left_account, right_account, verdict, asserted_by, reason, asserted_at "
        "FROM assertions ORDER BY asserted_at"
    )


def downgrade() -> None:
    op.drop_table("decisions")
