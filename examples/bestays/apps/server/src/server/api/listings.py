from typing import Optional

from fastapi import APIRouter, HTTPException, Query, Request

from server.db import listings
from server.schemas.listing import ListingPage

router = APIRouter()

# PostgreSQL's integer.
MAX = 2_147_483_647


@router.get("/listings", response_model=ListingPage)
async def search(
    request: Request,
    q: str = Query("", max_length=100, description="Words that title, area or summary hold"),
    min_price: Optional[int] = Query(None, ge=0, le=MAX),
    max_price: Optional[int] = Query(None, ge=0, le=MAX),
    bedrooms: Optional[int] = Query(None, ge=0, le=100, description="At least so many"),
    page: int = Query(1, ge=1, le=10_000),
    per_page: int = Query(6, ge=1, le=50),
):
    """Search the homes for sale, cheapest first."""
    if min_price is not None and max_price is not None and min_price > max_price:
        raise HTTPException(422, "min_price is above max_price")
    words = q.replace("\0", " ").split()
    homes, total = await listings.search(
        request.app.state.database, words, min_price, max_price, bedrooms, per_page, (page - 1) * per_page
    )
    return {"items": homes, "total": total, "page": page, "pages": -(-total // per_page), "per_page": per_page}
