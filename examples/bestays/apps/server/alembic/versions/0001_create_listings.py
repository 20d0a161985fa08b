"""Create the listings table"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("area", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
        sa.Column("bedrooms", sa.Integer, nullable=False),
        sa.Column("bathrooms", sa.Integer, nullable=False),
        sa.Column("size_m2", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("price > 0", name="listings_price_positive"),
        sa.CheckConstraint("kind IN ('flat', 'house', 'townhouse', 'cottage')", name="listings_kind_known"),
    )
    op.create_index("listings_price", "listings", ["price"])


def downgrade():
    op.drop_table("listings")
