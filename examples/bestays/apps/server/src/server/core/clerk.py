import asyncio
import time
from typing import Any, Optional

from server.core.log import log
from server.core.settings import Settings

# Clocks differ a little.
LEEWAY_SECONDS = 5
# Clerk changes its keys rarely; an unknown key is asked for at once, but not by every bad token.
KEYS_FRESH_SECONDS = 3600
KEYS_RETRY_SECONDS = 10
FETCH_SECONDS = 3


class SessionRefused(Exception):
    """The caller is not signed in. The text is for the client."""


class SessionsUnavailable(Exception):
    """No token can be checked now. The text is for the client."""


class SessionTokens:
    """Verifies Clerk's session tokens: RS256, signed with the instance's key."""

    def __init__(self, settings: Settings) -> None:
        # In .env the key stands in one line, its line ends written as \n.
        self._pem = settings.clerk_jwt_key.replace("\\n", "\n").strip()
        self._jwks_url = settings.clerk_jwks_url
        self._origins = settings.allowed_origins
        self._keys: dict[str, Any] = {}
        self._fetched: Optional[float] = None
        self._tried: Optional[float] = None
        self._fetching = asyncio.Lock()

    async def subject(self, token: str) -> str:
        """The id of the signed-in person. Raises SessionRefused or SessionsUnavailable."""
        # Here, so that the start does not wait for it.
        import jwt

        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != "RS256":
                raise SessionRefused("The session token is not signed with RS256.")
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, RecursionError):
            raise SessionRefused("This is not a session token.") from None
        key = await self._key(header.get("kid"))
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise SessionRefused("The session token has expired.") from None
        except jwt.ImmatureSignatureError:
            raise SessionRefused("The session token is not valid yet.") from None
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
            raise SessionRefused("The session token is not valid.") from None
        # Clerk writes the page's origin into azp: a token of another site does not count here.
        if "azp" in claims and claims["azp"] not in self._origins:
            raise SessionRefused("The session token is for another site.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise SessionRefused("The session token names nobody.")
        return claims["sub"]

    async def _key(self, kid: Any) -> Any:
        if self._pem:
            return self._own_key()
        if not self._jwks_url:
            raise SessionsUnavailable("Signing in is not set up: CLERK_JWT_KEY and CLERK_JWKS_URL are empty.")
        async with self._fetching:
            now = time.monotonic()
            fresh = self._fetched is not None and now - self._fetched < KEYS_FRESH_SECONDS
            waited = self._tried is None or now - self._tried > KEYS_RETRY_SECONDS
            if waited and not (fresh and kid in self._keys):
                self._tried = now
                await self._fetch()
        if kid in self._keys:
            return self._keys[kid]
        if not self._keys:
            raise SessionsUnavailable("The keys that session tokens are checked with cannot be fetched.")
        raise SessionRefused("The session token is signed with an unknown key.")

    def _own_key(self) -> Any:
        if "own" not in self._keys:
            from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
            from cryptography.hazmat.primitives.serialization import load_pem_public_key

            try:
                key = load_pem_public_key(self._pem.encode())
            except ValueError:
                key = None
            if not isinstance(key, RSAPublicKey):
                raise SessionsUnavailable("Signing in is not set up: CLERK_JWT_KEY is no RSA public key in PEM form.")
            self._keys["own"] = key
        return self._keys["own"]

    async def _fetch(self) -> None:
        """Ask for the keys. On failure the known ones stay, and the log says why."""
        import httpx
        import jwt

        try:
            async with httpx.AsyncClient(timeout=FETCH_SECONDS) as client:
                answer = await client.get(self._jwks_url)
            answer.raise_for_status()
            keys = {}
            for entry in answer.json()["keys"]:
                if entry.get("kty") == "RSA" and entry.get("use", "sig") == "sig" and isinstance(entry.get("kid"), str):
                    keys[entry["kid"]] = jwt.PyJWK(entry, "RS256").key
        except (httpx.HTTPError, httpx.InvalidURL, jwt.PyJWTError, ValueError, LookupError, TypeError, AttributeError) as error:
            log.error("sessions: the keys cannot be fetched (%s)", type(error).__name__)
            return
        self._keys = keys
        self._fetched = time.monotonic()
