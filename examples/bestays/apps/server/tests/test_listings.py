from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from server.main import create_app


def slugs(client, **params):
    answer = client.get("/api/listings", params={"per_page": 50, **params})
    assert answer.status_code == 200, answer.text
    return [home["slug"] for home in answer.json()["items"]]


def test_every_seeded_home_once_and_cheapest_first(client):
    page = client.get("/api/listings", params={"per_page": 50}).json()
    prices = [home["price"] for home in page["items"]]
    assert page["total"] == len({home["slug"] for home in page["items"]}) == 14
    assert prices == sorted(prices)


@pytest.mark.parametrize(
    "params, expected",
    [
        ({"q": "harbour"}, ["canal-flat", "harbour-loft"]),
        ({"q": "HILLSIDE apple"}, ["hillside-cottage"]),
        ({"q": "%"}, []),
        ({"q": "nothing like it"}, []),
        ({"max_price": 229000}, ["linden-studio", "market-flat"]),
        ({"min_price": 612000, "max_price": 690000}, ["museum-apartment", "vineyard-farmhouse"]),
        ({"bedrooms": 5}, ["vineyard-farmhouse"]),
    ],
)
def test_search(client, params, expected):
    assert slugs(client, **params) == expected


def test_pages_hold_every_home_once(client):
    seen = []
    for page in (1, 2, 3):
        seen += slugs(client, page=page, per_page=6)
    assert len(seen) == len(set(seen)) == 14
    assert slugs(client, page=4, per_page=6) == []


@pytest.mark.parametrize("params", [{"page": 0}, {"max_price": -1}, {"min_price": 2, "max_price": 1}, {"bedrooms": "x"}])
def test_refuses_what_makes_no_sense(client, params):
    assert client.get("/api/listings", params=params).status_code == 422


def test_says_503_without_a_database(settings):
    nobody = replace(settings, database_url="postgresql+asyncpg://someone:hidden@127.0.0.1:1/bestays_dev")
    with TestClient(create_app(nobody)) as client:
        answer = client.get("/api/listings")
    assert answer.status_code == 503
    assert answer.json() == {"detail": "The database is unreachable."}
