from contextlib import asynccontextmanager
from typing import AsyncIterator

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


class DatabaseUnreachable(Exception):
    """PostgreSQL cannot be asked now. Says nothing about the query."""


def _is_unreachable(error: Exception) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated
    # asyncpg's own errors arrive bare while connecting or pinging; InternalClientError after a query ran into its limit.
    return isinstance(
        error,
        (OSError, PoolTimeout, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError),
    )


class Database:
    def __init__(self, url: str) -> None:
        # Pinging before use: connections that a restart of PostgreSQL cut are replaced, not handed out.
        self._engine = create_async_engine(
            url,
            pool_pre_ping=True,
            pool_timeout=2,
            connect_args={"timeout": 2, "command_timeout": 3},
        )

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session. Raises DatabaseUnreachable when PostgreSQL is away."""
        try:
            async with AsyncSession(self._engine, expire_on_commit=False) as session:
                yield session
        except Exception as error:
            if _is_unreachable(error):
                raise DatabaseUnreachable(type(error).__name__) from error
            raise

    async def ping(self) -> None:
        async with self.session() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._engine.dispose()
