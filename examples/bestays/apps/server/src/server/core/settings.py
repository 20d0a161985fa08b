import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    database_url: str
    redis_url: str
    allowed_origins: tuple[str, ...] = ()
    # Not in the representation: a log or a traceback must not show it.
    openrouter_api_key: str = field(default="", repr=False)
    openrouter_base_url: str = "https://openrouter.ai/api/v1"
    openrouter_model: str = "openai/gpt-4o-mini"
    # For the whole answer of OpenRouter. The page waits a little longer.
    openrouter_seconds: float = 20
    # How long an answer stays in Redis; 0 keeps none.
    chat_cache_seconds: int = 3600
    # Either is enough to check session tokens; the key wins.
    clerk_jwt_key: str = ""
    clerk_jwks_url: str = ""

    @classmethod
    def from_env(cls) -> "Settings":
        """Read the environment that docker-compose.dev.yml sets. Raises KeyError for a missing URL."""

        def value(name: str, default: str = "") -> str:
            return os.environ.get(name) or default

        return cls(
            database_url=os.environ["DATABASE_URL"],
            redis_url=os.environ["REDIS_URL"],
            allowed_origins=tuple(
                origin.strip() for origin in value("ALLOWED_ORIGINS").split(",") if origin.strip()
            ),
            openrouter_api_key=value("OPENROUTER_API_KEY"),
            openrouter_base_url=value("OPENROUTER_BASE_URL", cls.openrouter_base_url),
            openrouter_model=value("OPENROUTER_MODEL", cls.openrouter_model),
            chat_cache_seconds=int(value("CHAT_CACHE_SECONDS", str(cls.chat_cache_seconds))),
            clerk_jwt_key=value("CLERK_JWT_KEY"),
            clerk_jwks_url=value("CLERK_JWKS_URL"),
        )
