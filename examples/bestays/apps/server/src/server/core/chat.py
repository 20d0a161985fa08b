import asyncio
import hashlib
import json
from typing import Optional

from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.core.log import log
from server.core.openrouter import OpenRouter
from server.core.settings import Settings

INSTRUCTIONS = (
    "You answer visitors of Bestays, a small estate agency that sells homes. Be brief, friendly and plain. "
    "You do not know which homes are for sale today: for prices and availability, point to the search on this page."
)

CACHE_TROUBLE = (RedisError, OSError, asyncio.TimeoutError)


def cache_key(model: str, messages: list[dict[str, str]]) -> str:
    text = json.dumps([model, messages], sort_keys=True, separators=(",", ":"))
    return "chat:" + hashlib.sha256(text.encode()).hexdigest()


class Chat:
    """Answers from OpenRouter, kept in Redis for a while. Without Redis it goes on without the cache."""

    def __init__(self, settings: Settings, redis: Redis, openrouter: OpenRouter) -> None:
        self._model = settings.openrouter_model
        self._seconds = settings.chat_cache_seconds
        self._redis = redis
        self._openrouter = openrouter

    async def answer(self, conversation: list[dict[str, str]]) -> tuple[str, bool]:
        """The answer, and whether it came from the cache. Raises OpenRouterFailed."""
        messages = [{"role": "system", "content": INSTRUCTIONS}, *conversation]
        key = cache_key(self._model, messages)
        usable, known = await self._look_up(key)
        if known is not None:
            return known, True
        text = await self._openrouter.complete(messages)
        if usable:
            await self._keep(key, text)
        return text, False

    async def _look_up(self, key: str) -> tuple[bool, Optional[str]]:
        """Whether the cache can be used, and what it holds."""
        if self._seconds <= 0:
            return False, None
        try:
            known = await self._redis.get(key)
        except CACHE_TROUBLE as error:
            log.warning("chat: going on without the cache (%s)", type(error).__name__)
            return False, None
        return True, known.decode("utf-8", "replace") if known else None

    async def _keep(self, key: str, text: str) -> None:
        try:
            await self._redis.set(key, text, ex=self._seconds)
        except CACHE_TROUBLE as error:
            log.warning("chat: the answer was not cached (%s)", type(error).__name__)
