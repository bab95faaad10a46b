"""Saves the state of MiniStack every second, so that a kill loses at most the last seconds. AWS stores each change at once.

MiniStack itself saves its state only when it ends. The bodies of objects are on disk at once, with S3_PERSIST=1.
"""

import functools
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import persistence
from ministack.services import sqs

SECONDS_BETWEEN = 1
# A change at the same time makes a service's state unreadable for a moment.
TRIES = 5
# MiniStack finds a queue by a URL with this port inside. Callers see the port that they use themselves.
PORT_IN_QUEUE_URLS = "4566"

logger = logging.getLogger("keep_state")
saved: dict[str, str] = {}
# The thread must not overwrite the last state, which MiniStack saves when it ends.
saving = threading.Lock()
ended = threading.Event()


def save_regularly() -> None:
    # After a restart with another port, MiniStack would not find the saved queues.
    sqs.DEFAULT_PORT = PORT_IN_QUEUE_URLS
    sqs._CANONICAL_NETLOC = f"{sqs.DEFAULT_HOST}:{PORT_IN_QUEUE_URLS}"
    load, save_all = app._load_persisted_state, app.save_all

    @functools.wraps(load)
    def load_and_start() -> None:
        load()
        threading.Thread(target=run, daemon=True, name="keep-state").start()

    @functools.wraps(save_all)
    def save_last(services: dict[str, Callable[[], Any]]) -> None:
        with saving:
            ended.set()
            save_all(services)

    app._load_persisted_state, app.save_all = load_and_start, save_last


def run() -> None:
    while not ended.wait(SECONDS_BETWEEN):
        with saving:
            if not ended.is_set():
                save_changes()


def save_changes() -> None:
    for service, get_state in app._build_persistence_save_dict().items():
        text = read_state(service, get_state)
        if text is None or saved.get(service) == text:
            continue
        write_state(service, text)
        saved[service] = text


def read_state(service: str, get_state: Callable[[], Any]) -> str | None:
    """Returns the state in the format of MiniStack's own files, or None when there is none or it changes all the time."""
    for _ in range(TRIES):
        try:
            state = get_state()
            if state is None:
                return None
            whole = {"__ministack_format__": persistence._state_format_version(service), "payload": state}
            return json.dumps(whole, default=persistence._json_default)
        except RuntimeError:
            time.sleep(0.01)
    logger.warning("Could not read the state of %s. The next try is in %s s.", service, SECONDS_BETWEEN)
    return None


def write_state(service: str, text: str) -> None:
    os.makedirs(persistence.STATE_DIR, exist_ok=True)
    path = os.path.join(persistence.STATE_DIR, f"{service}.json")
    # A kill leaves the old file or the new one.
    with open(f"{path}.new", "w") as file:
        file.write(text)
    os.replace(f"{path}.new", path)
