import { env } from '$env/dynamic/private';
import type { ListingPage } from '$lib/types/listing';
import type { PageServerLoad } from './$types';

const FIELDS = ['q', 'min_price', 'max_price', 'bedrooms', 'page'];
const PATIENCE_MS = 2000;

type Answer = { listings: ListingPage; problem: null } | { listings: null; problem: string };

async function ask(query: URLSearchParams): Promise<Answer> {
  const api = env.API_URL ?? 'http://localhost:8011';
  try {
    const response = await fetch(`${api}/api/listings?${query}`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return { listings: await response.json(), problem: null };
    if (response.status === 422) return { listings: null, problem: 'This search makes no sense to us. Please check the numbers.' };
    console.error(`listings: the API answered ${response.status}`);
  } catch (error) {
    console.error(`listings: the API cannot be reached (${error instanceof Error ? error.message : error})`);
  }
  return { listings: null, problem: 'The homes cannot be shown right now. Please try again in a moment.' };
}

// The page answers 200 without the API too, and says so.
export const load: PageServerLoad = async ({ url }) => {
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const value = url.searchParams.get(field)?.trim();
    if (value) query.set(field, value);
  }
  return { search: Object.fromEntries(query), ...(await ask(query)) };
};
