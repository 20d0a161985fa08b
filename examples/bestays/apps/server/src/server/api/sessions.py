from typing import Optional

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from server.core.clerk import SessionRefused, SessionsUnavailable

bearer = HTTPBearer(auto_error=False, description="A session token of Clerk")

RESPONSES = {
    401: {"description": "No session token, or one that does not count; `detail` says why"},
    503: {"description": "Session tokens cannot be checked now, or the database is unreachable"},
}


async def signed_in(request: Request, given: Optional[HTTPAuthorizationCredentials] = Depends(bearer)) -> str:
    """The id of the person whose session token came along; 401 without one."""
    try:
        if given is None or not given.credentials:
            raise SessionRefused("Sign in first: a session token is needed.")
        return await request.app.state.sessions.subject(given.credentials)
    except SessionRefused as error:
        raise HTTPException(401, str(error), {"WWW-Authenticate": "Bearer"}) from None
    except SessionsUnavailable as error:
        raise HTTPException(503, str(error)) from None
