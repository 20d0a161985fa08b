import asyncio
import dataclasses
import os

import asyncpg
import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient

from server.core.settings import Settings
from server.main import create_app

SCRATCH = "bestays_test"


async def _run(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""), timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def settings():
    """Settings for a scratch database, migrated from nothing. The development data stays as it is."""
    real = Settings.from_env()
    scratch = dataclasses.replace(real, database_url=real.database_url.rsplit("/", 1)[0] + "/" + SCRATCH)
    drop = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)"
    asyncio.run(_run(real.database_url, drop, f"CREATE DATABASE {SCRATCH}"))
    asyncio.run(_run(scratch.database_url, "CREATE EXTENSION pg_trgm"))
    os.environ["DATABASE_URL"] = scratch.database_url
    try:
        command.upgrade(Config("alembic.ini"), "head")
        yield scratch
    finally:
        os.environ["DATABASE_URL"] = real.database_url
        asyncio.run(_run(real.database_url, drop))


@pytest.fixture
def client(settings):
    with TestClient(create_app(settings)) as client:
        yield client
