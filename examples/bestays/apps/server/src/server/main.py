from typing import Optional

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from server.api import chat, health, listings
from server.core import cache
from server.core.chat import Chat
from server.core.clerk import SessionTokens
from server.core.log import log, quieten_health_checks
from server.core.openrouter import OpenRouter
from server.core.settings import Settings
from server.db.database import Database, DatabaseUnreachable


def create_app(settings: Optional[Settings] = None) -> FastAPI:
    """The Bestays API. Settings come from the environment unless given."""
    settings = settings or Settings.from_env()

    app = FastAPI(title="Bestays API", version="0.1.0")
    # All connect at first use: the API starts, and says what is missing, without them.
    app.state.database = Database(settings.database_url)
    app.state.redis = cache.connect(settings.redis_url)
    app.state.sessions = SessionTokens(settings)
    openrouter = OpenRouter(settings)
    app.state.chat = Chat(settings, app.state.redis, openrouter)
    # For /api/health: the questions under way, and what failed last.
    app.state.running = {}
    app.state.failing = []
    app.add_event_handler("shutdown", openrouter.close)
    app.add_event_handler("shutdown", app.state.redis.close)
    app.add_event_handler("shutdown", app.state.database.close)

    app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["*"], allow_headers=["*"])
    app.include_router(health.router, prefix="/api")
    app.include_router(listings.router, prefix="/api")
    app.include_router(chat.router, prefix="/api")

    @app.exception_handler(DatabaseUnreachable)
    async def database_unreachable(request: Request, error: DatabaseUnreachable) -> JSONResponse:
        log.error("%s %s: the database is unreachable (%s)", request.method, request.url.path, error)
        return JSONResponse({"detail": "The database is unreachable."}, 503)

    return app


quieten_health_checks()
app = create_app()
