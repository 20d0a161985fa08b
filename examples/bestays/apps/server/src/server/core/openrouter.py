import asyncio

from server.core.settings import Settings

MAX_TOKENS = 600


class OpenRouterFailed(Exception):
    """No answer. The text is for the client: it holds neither the key nor anything that OpenRouter wrote."""


class OpenRouterTooSlow(OpenRouterFailed):
    pass


class OpenRouter:
    """OpenRouter's chat-completions API. Connects at first use."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = None

    async def complete(self, messages: list[dict[str, str]]) -> str:
        # Here, so that the start does not wait for it.
        import httpx

        settings = self._settings
        try:
            if self._client is None:
                self._client = httpx.AsyncClient(timeout=settings.openrouter_seconds)
            # httpx limits each step; a trickle of bytes would go on for ever.
            answer = await asyncio.wait_for(
                self._client.post(
                    settings.openrouter_base_url.rstrip("/") + "/chat/completions",
                    headers={"Authorization": f"Bearer {settings.openrouter_api_key}"},
                    json={"model": settings.openrouter_model, "messages": messages, "max_tokens": MAX_TOKENS},
                ),
                settings.openrouter_seconds,
            )
        except (asyncio.TimeoutError, httpx.TimeoutException):
            raise OpenRouterTooSlow("OpenRouter took too long to answer.") from None
        # ValueError: a key or an address with characters that no header or URL may have. Its text would quote them.
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise OpenRouterFailed(f"OpenRouter cannot be reached ({type(error).__name__}).") from None
        if answer.status_code in (401, 403):
            raise OpenRouterFailed(f"OpenRouter did not accept the API key ({answer.status_code}).")
        if answer.status_code != 200:
            raise OpenRouterFailed(f"OpenRouter answered {answer.status_code}.")
        return _text_of(answer)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def _text_of(answer) -> str:
    # OpenRouter may say 200 and carry an error in the body.
    try:
        text = answer.json()["choices"][0]["message"]["content"]
        if isinstance(text, str) and text.strip():
            text.encode()
            return text.strip()
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    raise OpenRouterFailed("OpenRouter's answer cannot be read.")
