"""A stand-in for OpenRouter's chat completions: no network, no key, the same answer shape.

In tests: `with StandIn() as stand_in:`, then `stand_in.url` is the OPENROUTER_BASE_URL.
By hand, beside a running server: `python3 tests/openrouter_stand_in.py 9099`.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Optional

PATH = "/api/v1/chat/completions"


class StandIn:
    """Answers every question with its own words, unless `status`, `body` or `seconds` say otherwise."""

    def __init__(self, port: int = 0) -> None:
        self.status = 200
        self.body: Optional[bytes] = None
        self.seconds = 0.0
        # What was asked, oldest first: the Authorization header and the JSON body.
        self.asked: list[tuple[str, dict[str, Any]]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                stand_in._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/v1"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        sent = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.asked.append((request.headers.get("Authorization", ""), sent))
        time.sleep(self.seconds)
        status = self.status if request.path == PATH else 404
        said = {
            "id": f"stand-in-{len(self.asked)}",
            "model": sent["model"],
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": f"You asked: {sent['messages'][-1]['content']}"},
                }
            ],
        }
        body = json.dumps(said).encode() if self.body is None else self.body
        try:
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            # The caller did not wait.
            pass

    def __enter__(self) -> "StandIn":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()


if __name__ == "__main__":
    with StandIn(int(sys.argv[1]) if len(sys.argv) > 1 else 9099) as running:
        print(running.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
