/** What GET /api/listings answers. */
export type Kind = 'flat' | 'house' | 'townhouse' | 'cottage';

export interface Listing {
  slug: string;
  kind: Kind;
  title: string;
  area: string;
  summary: string;
  /** Whole euros. */
  price: number;
  bedrooms: number;
  bathrooms: number;
  size_m2: number;
  has_garden: boolean;
}

export interface ListingPage {
  items: Listing[];
  total: number;
  page: number;
  pages: number;
  per_page: number;
}
