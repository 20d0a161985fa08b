import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    database_url: str
    redis_url: str
    allowed_origins: tuple[str, ...] = ()

    @classmethod
    def from_env(cls) -> "Settings":
        """Read the environment that docker-compose.dev.yml sets. Raises KeyError for a missing URL."""
        origins = os.environ.get("ALLOWED_ORIGINS", "")
        return cls(
            database_url=os.environ["DATABASE_URL"],
            redis_url=os.environ["REDIS_URL"],
            allowed_origins=tuple(origin.strip() for origin in origins.split(",") if origin.strip()),
        )
