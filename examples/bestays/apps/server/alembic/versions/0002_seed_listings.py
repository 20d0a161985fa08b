"""Seed the first homes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

listings = sa.table(
    "listings",
    *(sa.column(name, sa.Text) for name in ("slug", "kind", "title", "area", "summary")),
    *(sa.column(name, sa.Integer) for name in ("price", "bedrooms", "bathrooms", "size_m2")),
)

COLUMNS = ("slug", "kind", "title", "area", "price", "bedrooms", "bathrooms", "size_m2", "summary")
HOMES = [
    ("harbour-loft", "flat", "Loft above the old harbour", "Harbour Quarter", 389000, 2, 1, 94,
     "Brick arches, high windows and the boats right below. A lift, and a cellar for bicycles."),
    ("mill-house", "house", "Family house by the mill stream", "Old Mill", 545000, 4, 2, 168,
     "A big kitchen at the heart of it, a study upstairs, and a lawn that ends at the water."),
    ("linden-studio", "flat", "Sunny studio on Linden Park", "Linden Park", 174000, 1, 1, 38,
     "One bright room with a balcony over the trees. The tram stops at the corner."),
    ("hillside-cottage", "cottage", "Stone cottage with an orchard", "Hillside", 312000, 2, 1, 87,
     "Thick walls, a wood stove, and eleven apple trees. The village shop is ten minutes on foot."),
    ("station-townhouse", "townhouse", "Townhouse near the station", "Station District", 428000, 3, 2, 126,
     "Three floors, a roof terrace, and the city centre in six minutes by train."),
    ("canal-flat", "flat", "Two-bedroom flat on the canal", "Harbour Quarter", 336000, 2, 1, 76,
     "Morning sun over the canal and a quiet bedroom to the courtyard side."),
    ("meadow-bungalow", "house", "Bungalow at the edge of the meadows", "South Meadows", 405000, 3, 1, 118,
     "Everything on one floor, wide doors, and a garden that needs little work."),
    ("lighthouse-cottage", "cottage", "Cottage below the lighthouse", "North Shore", 268000, 2, 1, 64,
     "Sea on two sides. Newly insulated, with a glazed porch for the windy days."),
    ("museum-apartment", "flat", "Apartment across from the museum", "Old Town", 612000, 3, 2, 132,
     "Stucco ceilings, oak floors and a library wall. Second floor, with a lift."),
    ("brickyard-townhouse", "townhouse", "New townhouse in the brickyard", "Brickyard", 467000, 4, 2, 142,
     "Heat pump, solar roof and a shared courtyard. Ready to move in this spring."),
    ("forest-house", "house", "Timber house beside the forest", "Hillside", 489000, 4, 2, 155,
     "A double-height living room that looks into the pines. School bus at the gate."),
    ("market-flat", "flat", "Compact flat over the market hall", "Old Town", 229000, 1, 1, 47,
     "Breakfast downstairs, the river around the corner, and low running costs."),
    ("park-penthouse", "flat", "Roof flat over Linden Park", "Linden Park", 735000, 3, 2, 149,
     "A terrace on three sides, an open fireplace, and two parking spaces below ground."),
    ("vineyard-farmhouse", "house", "Farmhouse among the vines", "South Meadows", 690000, 5, 3, 240,
     "A restored farmhouse with a guest wing, a barn, and a view down to the river."),
]


def upgrade():
    op.bulk_insert(listings, [dict(zip(COLUMNS, home)) for home in HOMES])


def downgrade():
    op.execute(listings.delete().where(listings.c.slug.in_([home[0] for home in HOMES])))
