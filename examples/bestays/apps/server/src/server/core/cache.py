from redis.asyncio import Redis


def connect(url: str) -> Redis:
    """A client that connects at first use and again after Redis was away."""
    return Redis.from_url(url, socket_connect_timeout=0.8, socket_timeout=0.8)
