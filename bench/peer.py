"""The least that a durable chat server must do: one HTTP request, one fsync'd insert. Runs beside Gióng for scale.

    python -m bench.peer PORT FILE

FastAPI on uvicorn, as Gióng; the message goes into SQLite with WAL and synchronous=FULL. No answer is made.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI


def app(file: str) -> FastAPI:
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)")
    api = FastAPI()

    @api.post("/messages", status_code=202)
    async def say(message: dict[str, Any]) -> dict[str, int | None]:
        inserted = connection.execute("INSERT INTO messages (text) VALUES (?)", (message["text"],))
        return {"number": inserted.lastrowid}

    return api


if __name__ == "__main__":
    uvicorn.run(app(sys.argv[2]), port=int(sys.argv[1]), log_level="warning", access_log=False)
