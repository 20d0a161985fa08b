from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Index, Integer, Text, false, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Listing(Base):
    __tablename__ = "listings"
    __table_args__ = (
        CheckConstraint("price > 0", name="listings_price_positive"),
        CheckConstraint("kind IN ('flat', 'house', 'townhouse', 'cottage')", name="listings_kind_known"),
        Index("listings_price", "price"),
    )

    id = Column(Integer, primary_key=True)
    slug = Column(Text, nullable=False, unique=True)
    kind = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    area = Column(Text, nullable=False)
    summary = Column(Text, nullable=False)
    price = Column(Integer, nullable=False)
    bedrooms = Column(Integer, nullable=False)
    bathrooms = Column(Integer, nullable=False)
    size_m2 = Column(Integer, nullable=False)
    has_garden = Column(Boolean, nullable=False, server_default=false())
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
