import logging

# uvicorn's own logger: its lines go to the container's log with level and colour.
log = logging.getLogger("uvicorn.error")


def _worth_a_line(record: logging.LogRecord) -> bool:
    """The health check asks every two seconds; its good answers would bury all else."""
    args = record.args
    return not (isinstance(args, tuple) and len(args) == 5 and args[2] == "/api/health" and args[4] == 200)


def quieten_health_checks() -> None:
    logging.getLogger("uvicorn.access").addFilter(_worth_a_line)
