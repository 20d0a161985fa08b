from typing import Optional

from fastapi import APIRouter, Depends, HTTPException, Query, Request

from server.api import sessions
from server.core.log import log
from server.db import listings
from server.schemas.listing import MAX, Listing, ListingPage, NewListing

router = APIRouter()


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


@router.post(
    "/listings",
    response_model=Listing,
    status_code=201,
    responses={**sessions.RESPONSES, 409: {"description": "The slug is taken"}},
)
async def add(request: Request, home: NewListing, person: str = Depends(sessions.signed_in)):
    """Add a home. Needs a session token."""
    try:
        added = await listings.add(request.app.state.database, home.dict())
    except listings.SlugTaken:
        raise HTTPException(409, f"There is a home called {home.slug} already.") from None
    log.info("listings: %s was added by %s", home.slug, person)
    return added
