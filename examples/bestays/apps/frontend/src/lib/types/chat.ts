export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

/** What POST /chat answers: one of the two is there. */
export interface ChatReply {
  answer?: string;
  problem?: string;
}

/** The limits of POST /api/chat. */
export const MAX_LENGTH = 4000;
export const MAX_MESSAGES = 20;
