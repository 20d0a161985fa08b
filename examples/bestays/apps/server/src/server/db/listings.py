from typing import Any, Optional

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from server.db.database import Database
from server.db.models import Listing

# The same expression as the index of migration 0003.
SEARCHABLE = Listing.title + " " + Listing.area + " " + Listing.summary

UNIQUE_VIOLATION = "23505"


class SlugTaken(Exception):
    pass


def _containing(word: str):
    escaped = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return SEARCHABLE.ilike(f"%{escaped}%", escape="\\")


async def search(
    database: Database,
    words: list[str],
    min_price: Optional[int],
    max_price: Optional[int],
    bedrooms: Optional[int],
    limit: int,
    offset: int,
) -> tuple[list[Listing], int]:
    """Homes that hold every word, cheapest first, and how many there are in all."""
    conditions = [_containing(word) for word in words]
    if min_price is not None:
        conditions.append(Listing.price >= min_price)
    if max_price is not None:
        conditions.append(Listing.price <= max_price)
    if bedrooms is not None:
        conditions.append(Listing.bedrooms >= bedrooms)
    page = select(Listing).where(*conditions).order_by(Listing.price, Listing.id).limit(limit).offset(offset)
    async with database.session() as session:
        total = await session.scalar(select(func.count()).select_from(Listing).where(*conditions))
        homes = (await session.scalars(page)).all()
    return homes, total


async def add(database: Database, values: dict[str, Any]) -> Listing:
    """The home as it is stored. Raises SlugTaken."""
    home = Listing(**values)
    try:
        async with database.session() as session:
            session.add(home)
            await session.commit()
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") == UNIQUE_VIOLATION:
            raise SlugTaken from error
        raise
    return home
