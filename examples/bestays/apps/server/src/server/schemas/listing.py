from pydantic import BaseModel, Field


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
