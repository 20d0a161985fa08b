from typing import Literal

from pydantic import BaseModel, Field, conint, constr, validator

# PostgreSQL's integer.
MAX = 2_147_483_647


class Listing(BaseModel):
    slug: str
    kind: str
    title: str
    area: str
    summary: str
    price: int = Field(description="Whole euros")
    bedrooms: int
    bathrooms: int
    size_m2: int
    has_garden: bool

    class Config:
        orm_mode = True


class ListingPage(BaseModel):
    items: list[Listing]
    total: int = Field(description="Homes that match, on all pages")
    page: int
    pages: int
    per_page: int


class NewListing(BaseModel):
    slug: constr(regex=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=80)
    kind: Literal["flat", "house", "townhouse", "cottage"]
    title: constr(strip_whitespace=True, min_length=1, max_length=120)
    area: constr(strip_whitespace=True, min_length=1, max_length=80)
    summary: constr(strip_whitespace=True, min_length=1, max_length=1000)
    price: conint(strict=True, ge=1, le=MAX) = Field(description="Whole euros")
    bedrooms: conint(strict=True, ge=0, le=100)
    bathrooms: conint(strict=True, ge=0, le=100)
    size_m2: conint(strict=True, ge=1, le=100_000)
    has_garden: bool = False

    @validator("title", "area", "summary")
    def can_be_stored(cls, text: str) -> str:
        text.encode()
        if "\0" in text:
            raise ValueError("holds a null character")
        return text
