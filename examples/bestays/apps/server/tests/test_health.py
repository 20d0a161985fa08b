from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from server.main import create_app

NOBODY = "127.0.0.1:1"


def test_healthy(client):
    answer = client.get("/api/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "healthy", "checks": {"database": "ok", "redis": "ok"}, "failing": []}


@pytest.mark.parametrize(
    "part, change",
    [
        ("database", {"database_url": f"postgresql+asyncpg://someone:hidden@{NOBODY}/bestays_dev"}),
        ("redis", {"redis_url": f"redis://:hidden@{NOBODY}/0"}),
    ],
)
def test_names_the_part_that_fails_and_no_credentials(settings, part, change):
    with TestClient(create_app(replace(settings, **change))) as client:
        answer = client.get("/api/health")
    assert answer.status_code == 503
    assert answer.json()["status"] == "unhealthy"
    assert answer.json()["failing"] == [part]
    assert "hidden" not in answer.text
