"""Gardens, and an index for the search by words"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WITH_GARDEN = "'mill-house', 'hillside-cottage', 'meadow-bungalow', 'forest-house', 'vineyard-farmhouse'"


def upgrade():
    op.add_column("listings", sa.Column("has_garden", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE listings SET has_garden = true WHERE slug IN ({WITH_GARDEN})")
    # The same expression as SEARCHABLE in server/db/listings.py. pg_trgm comes from docker/postgres/init.sql.
    op.execute(
        "CREATE INDEX listings_search ON listings"
        " USING gin ((title || ' ' || area || ' ' || summary) gin_trgm_ops)"
    )


def downgrade():
    op.drop_index("listings_search")
    op.drop_column("listings", "has_garden")
