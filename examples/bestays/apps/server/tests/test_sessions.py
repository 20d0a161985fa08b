import json
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi.testclient import TestClient
from sqlalchemy import text

from server.main import create_app

ORIGIN = "http://localhost:5183"
HOME = {
    "slug": "boathouse",
    "kind": "house",
    "title": "Boathouse with a jetty",
    "area": "Harbour Quarter",
    "summary": "One big room above the water.",
    "price": 275000,
    "bedrooms": 1,
    "bathrooms": 1,
    "size_m2": 58,
}


def make_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


OURS = make_key()
ANOTHERS = make_key()


def pem(key):
    public = key.public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def token(key=OURS, kid="ours", algorithm="RS256", **claims):
    now = int(time.time())
    usual = {"sub": "user_1", "iat": now, "nbf": now, "exp": now + 60, "azp": ORIGIN}
    kept = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


@pytest.fixture(scope="module")
def app(settings):
    return create_app(replace(settings, clerk_jwt_key=pem(OURS).replace("\n", "\\n"), allowed_origins=(ORIGIN,)))


@pytest.fixture
def signed(app):
    with TestClient(app) as client:
        yield client

        async def remove():
            async with app.state.database.session() as session:
                await session.execute(text("DELETE FROM listings WHERE slug = 'boathouse'"))
                await session.commit()

        client.portal.call(remove)


def add(client, given=None, **changes):
    headers = {} if given is None else {"Authorization": f"Bearer {given}"}
    return client.post("/api/listings", json={**HOME, **changes}, headers=headers)


def test_a_home_is_added_once(signed):
    answer = add(signed, token())
    assert (answer.status_code, answer.json()) == (201, {**HOME, "has_garden": False})
    found = signed.get("/api/listings", params={"q": "jetty"}).json()["items"]
    assert [home["slug"] for home in found] == ["boathouse"]
    assert add(signed, token()).status_code == 409


def test_401_without_a_token(signed):
    answer = add(signed)
    assert (answer.status_code, answer.json()) == (401, {"detail": "Sign in first: a session token is needed."})
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    for header in ("", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", token()):
        assert signed.post("/api/listings", json=HOME, headers={"Authorization": header}).status_code == 401


# Made when the test runs, not when it is collected: they live for a minute.
BAD = {
    "no token": (lambda: "nonsense", "This is not a session token."),
    "three parts of nothing": (lambda: "a.b.c", "This is not a session token."),
    "expired": (lambda: token(exp=int(time.time()) - 60), "The session token has expired."),
    "early": (lambda: token(nbf=int(time.time()) + 3600), "The session token is not valid yet."),
    "another key": (lambda: token(ANOTHERS), "The session token is not valid."),
    "no end": (lambda: token(exp=None), "The session token is not valid."),
    "no subject": (lambda: token(sub=None), "The session token is not valid."),
    "empty subject": (lambda: token(sub=""), "The session token names nobody."),
    "another site": (lambda: token(azp="https://elsewhere.example"), "The session token is for another site."),
    "shared secret": (lambda: token("shared", algorithm="HS256"), "The session token is not signed with RS256."),
    "unsigned": (lambda: token("", algorithm="none"), "The session token is not signed with RS256."),
    "changed": (lambda: token()[:-12] + "AAAAAAAAAAAA", "The session token is not valid."),
}


@pytest.mark.parametrize("make, reason", BAD.values(), ids=BAD.keys())
def test_401_says_why(signed, make, reason):
    answer = add(signed, make())
    assert (answer.status_code, answer.json()) == (401, {"detail": reason})


def test_a_token_without_an_origin_counts(signed):
    assert add(signed, token(azp=None)).status_code == 201


@pytest.mark.parametrize(
    "change", [{"slug": "Boat House"}, {"slug": "boathouse\n"}, {"kind": "castle"}, {"price": 0}, {"price": "275000"}, {"title": " "}, {"area": "a\0b"}]
)
def test_422_for_what_is_no_home(signed, change):
    assert add(signed, token(), **change).status_code == 422


@pytest.mark.parametrize("key", ["", "no key", pem(ec.generate_private_key(ec.SECP256R1()))], ids=["none", "no key", "elliptic"])
def test_503_when_signing_in_is_not_set_up(settings, key):
    with TestClient(create_app(replace(settings, clerk_jwt_key=key, clerk_jwks_url=""))) as client:
        assert add(client).status_code == 401
        answer = add(client, token())
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("Signing in is not set up")


class Keys:
    """Clerk's list of keys, as /.well-known/jwks.json has it."""

    def __init__(self):
        self.asked = 0
        entry = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key()))
        entry.pop("key_ops", None)
        self.body = {"keys": [{"kty": "EC", "kid": "other"}, {**entry, "kid": "ours", "use": "sig", "alg": "RS256"}]}
        keys = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                keys.asked += 1
                body = json.dumps(keys.body).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/.well-known/jwks.json"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@pytest.fixture
def keys():
    keys = Keys()
    yield keys
    keys.server.shutdown()
    keys.server.server_close()


def with_keys(settings, url):
    return TestClient(create_app(replace(settings, clerk_jwt_key="", clerk_jwks_url=url, allowed_origins=(ORIGIN,))))


def test_keys_are_fetched_once(settings, keys):
    with with_keys(settings, keys.url) as client:
        for _ in range(3):
            # The slug is one of the seed's: past the token, nothing is added.
            assert add(client, token(), slug="mill-house").status_code == 409
            assert add(client, token(ANOTHERS)).json() == {"detail": "The session token is not valid."}
            unknown = add(client, token(ANOTHERS, kid="unknown"))
            assert (unknown.status_code, unknown.json()) == (401, {"detail": "The session token is signed with an unknown key."})
    assert keys.asked == 1


def test_503_when_the_keys_cannot_be_fetched(settings):
    with with_keys(settings, "http://127.0.0.1:1/jwks.json") as client:
        answer = add(client, token())
    assert answer.status_code == 503
    assert answer.json() == {"detail": "The keys that session tokens are checked with cannot be fetched."}
