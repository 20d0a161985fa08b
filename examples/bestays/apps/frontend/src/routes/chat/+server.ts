import { env } from '$env/dynamic/private';
import type { ChatReply } from '$lib/types/chat';
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

// A little more than the API gives OpenRouter.
const PATIENCE_MS = 25_000;

const PROBLEMS: Record<number, string> = {
  422: 'This question is too long for us. Please shorten it, or start again.',
  502: 'Our assistant cannot be reached right now. Please try again later.',
  504: 'Our assistant took too long to answer. Please try again.'
};
const DOWN = 'The chat is not available right now. Please try again in a moment.';

const trouble = (status: number, problem: string) => json({ problem } satisfies ChatReply, { status });

// The browser asks here; the API's own words stay in the log.
export const POST: RequestHandler = async ({ request }) => {
  const api = env.API_URL ?? 'http://localhost:8011';
  try {
    const response = await fetch(`${api}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: await request.text(),
      signal: AbortSignal.timeout(PATIENCE_MS)
    });
    if (response.ok) {
      const { answer } = await response.json();
      return json({ answer } satisfies ChatReply);
    }
    console.error(`chat: the API answered ${response.status}`);
    return trouble(response.status in PROBLEMS ? response.status : 503, PROBLEMS[response.status] ?? DOWN);
  } catch (error) {
    console.error(`chat: the API cannot be reached (${error instanceof Error ? error.message : error})`);
    return trouble(503, DOWN);
  }
};
