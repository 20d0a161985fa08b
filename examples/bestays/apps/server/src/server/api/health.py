import asyncio
from typing import Awaitable, Callable

from fastapi import APIRouter, Request, Response

from server.core.log import log
from server.schemas.health import Health

router = APIRouter()

# Each part has this long to answer, both at the same time.
PROBE_SECONDS = 1.0


async def _trouble(running: dict[str, asyncio.Task], name: str, ask: Callable[[], Awaitable[None]]) -> str:
    """Why there is no answer; empty when there is one."""
    # A question that takes too long goes on, and the next call waits for the same one:
    # cancelled half-way, it would leave a broken connection in the pool.
    if name not in running or running[name].done():
        running[name] = asyncio.create_task(ask())
        running[name].add_done_callback(lambda task: task.cancelled() or task.exception())
    task = running[name]
    await asyncio.wait({task}, timeout=PROBE_SECONDS)
    if not task.done():
        return f"no answer within {PROBE_SECONDS:g} s"
    error = task.exception()
    if error is None:
        return ""
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {cause}"


@router.get("/health", response_model=Health, responses={503: {"model": Health}})
async def health(request: Request, response: Response) -> Health:
    """Ask PostgreSQL and Redis. 503 names what fails; the reason is in the log, not in the answer."""
    state = request.app.state
    probes = {"database": state.database.ping, "redis": state.redis.ping}
    answers = await asyncio.gather(*(_trouble(state.running, name, ask) for name, ask in probes.items()))
    troubles = dict(zip(probes, answers))
    failing = [name for name, trouble in troubles.items() if trouble]
    for name, trouble in troubles.items():
        if trouble and name not in state.failing:
            log.error("health: %s is unreachable (%s)", name, trouble)
        elif not trouble and name in state.failing:
            log.info("health: %s answers again", name)
    state.failing = failing
    response.status_code = 503 if failing else 200
    return Health(
        status="unhealthy" if failing else "healthy",
        checks={name: "unreachable" if trouble else "ok" for name, trouble in troubles.items()},
        failing=failing,
    )
