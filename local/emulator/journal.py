"""A bounded journal of what happens in the embedded AWS: calls, messages that move, and invocations, in their real order.

The live page reads it at /_image_lab/journal with the secret of this start. Entries hold no credentials, and their texts are
shortened.
"""

import asyncio
import contextvars
import functools
import itertools
import json
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import lambda_svc, s3, sns, sqs

PATH = "/_image_lab/journal"
MOST_ENTRIES = 5000
MOST_TEXT = 8000
MOST_SECONDS_TO_WAIT = 25
# Entries of one answer.
MOST_AT_ONCE = 1000

Entry = dict[str, Any]
Queue = dict[str, Any]

logger = logging.getLogger("journal")
entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
numbers = itertools.count(1)
# Everything that appends takes this lock, so that a message is sent before it is received. One call can append twice.
lock = threading.RLock()

# The upload that caused the present work. A thread of S3 inherits it.
origin: contextvars.ContextVar[int | None] = contextvars.ContextVar("journal_origin", default=None)
# The queue that the present delivery is for.
delivery: contextvars.ContextVar[Entry | None] = contextvars.ContextVar("journal_delivery", default=None)
# The dead letter that is being moved.
moved: contextvars.ContextVar[str | None] = contextvars.ContextVar("journal_moved", default=None)
receiver: contextvars.ContextVar[str] = contextvars.ContextVar("journal_receiver", default="api")
# The invocation that is running: what its log adds to its end.
invocation: contextvars.ContextVar[Entry | None] = contextvars.ContextVar("journal_invocation", default=None)
# Who made the present call, as the gate found out.
caller: contextvars.ContextVar[str] = contextvars.ContextVar("journal_caller", default="")


def append(kind: str, **values: Any) -> int:
    with lock:
        number = next(numbers)
        entries.append({"id": number, "at": time.time() * 1000, "kind": kind, "account": get_account_id()} | values)
        return number


def short(text: Any, most: int = MOST_TEXT) -> str:
    text = text if isinstance(text, str) else json.dumps(text, default=str)
    return text if len(text) <= most else text[:most] + "…"


async def read(after: int, seconds: float) -> Entry:
    """Returns the entries after a number, and waits for the first one. `first` tells whether some are gone."""
    deadline = time.monotonic() + min(max(seconds, 0), MOST_SECONDS_TO_WAIT)
    while True:
        with lock:
            found = list(itertools.islice((one for one in entries if one["id"] > after), MOST_AT_ONCE))
            first = entries[0]["id"] if entries else 1
            last = entries[-1]["id"] if entries else 0
        if found or time.monotonic() >= deadline:
            return {"first": first, "last": last, "now": time.time() * 1000, "entries": found}
        await asyncio.sleep(0.03)


def watch() -> None:
    """Writes into the journal from now on. Comes after every other change of MiniStack."""
    watch_uploads()
    watch_topics()
    watch_queues()
    watch_functions()


def watch_uploads() -> None:
    fire, fire_async, to_topic = s3._fire_s3_event, s3._fire_s3_event_async, s3._deliver_event_to_sns

    @functools.wraps(fire_async)
    def fire_noted(bucket: str, key: str, event: str, *more: Any, **named: Any) -> None:
        number = append("object", bucket=bucket, key=short(key, 1100), event=event, caller=caller.get(), **sizes(more, named))
        if bucket not in s3._bucket_notifications and event.startswith("s3:ObjectCreated"):
            append("not-notified", bucket=bucket, key=short(key, 1100), origin=number)
        token = origin.set(number)
        try:
            fire_async(bucket, key, event, *more, **named)
        finally:
            origin.reset(token)

    @functools.wraps(fire)
    def fire_and_tell(bucket: str, key: str, event: str, *more: Any, **named: Any) -> None:
        told: Entry = {"topics": 0}
        token = delivery.set(told)
        try:
            fire(bucket, key, event, *more, **named)
        finally:
            delivery.reset(token)
            if told["topics"] == 0 and event.startswith("s3:ObjectCreated"):
                append("not-notified", bucket=bucket, key=short(key, 1100), origin=origin.get())

    @functools.wraps(to_topic)
    def to_topic_noted(arn: str, payload: Any, *more: Any, **named: Any) -> None:
        told = delivery.get()
        if told is not None:
            told["topics"] += 1
        fate: Entry = {"published": False}
        token = delivery.set(fate)
        try:
            to_topic(arn, payload, *more, **named)
        finally:
            delivery.reset(token)
            if not fate["published"]:
                why = "policy" if sns._topic_by_arn_any_scope(arn) else "no-topic"
                append("not-published", topic=arn, why=why, event=short(payload), origin=origin.get())

    s3._fire_s3_event, s3._fire_s3_event_async, s3._deliver_event_to_sns = fire_and_tell, fire_noted, to_topic_noted


def sizes(more: tuple[Any, ...], named: Entry) -> Entry:
    size = named.get("size", more[0] if more else 0)
    etag = named.get("etag", more[1] if len(more) > 1 else "")
    return {"size": size, "etag": str(etag).strip('"')}


def watch_topics() -> None:
    fan_out, to_queue, matches = sns._fanout, sns._deliver_to_sqs, sns._matches_filter_policy

    @functools.wraps(fan_out)
    def fan_out_noted(topic: str, message_id: str, message: str, subject: str, *more: Any, **named: Any) -> None:
        fate = delivery.get()
        if fate is not None:
            fate["published"] = True
        append("publish", topic=topic, snsMessageId=message_id, message=short(message), subject=short(subject or "", 200),
               caller="s3.amazonaws.com" if fate is not None else caller.get(), origin=origin.get())
        token = delivery.set({"topic": topic, "snsMessageId": message_id})
        try:
            fan_out(topic, message_id, message, subject, *more, **named)
        finally:
            delivery.reset(token)

    @functools.wraps(matches)
    def matches_noted(subscription: Entry, *more: Any) -> bool:
        fits = matches(subscription, *more)
        about = delivery.get()
        if not fits and about is not None and subscription.get("protocol") == "sqs":
            append("not-delivered", why="filter", queue=subscription.get("endpoint"), origin=origin.get(), **about)
        return fits

    @functools.wraps(to_queue)
    def to_queue_noted(endpoint: str, envelope: str, *more: Any, **named: Any) -> None:
        about = {**(delivery.get() or {}), "queue": endpoint, "sent": False}
        token = delivery.set(about)
        try:
            to_queue(endpoint, envelope, *more, **named)
        finally:
            delivery.reset(token)
            if not about["sent"]:
                why = "policy" if sqs._queue_by_arn(endpoint) else "no-queue"
                append("not-delivered", why=why, queue=endpoint, topic=about.get("topic"),
                       snsMessageId=about.get("snsMessageId"), origin=origin.get())

    sns._fanout, sns._deliver_to_sqs, sns._matches_filter_policy = fan_out_noted, to_queue_noted, matches_noted


def watch_queues() -> None:
    complete, send, collect, sweep = (
        sqs._ensure_msg_fields, sqs._act_send_message, sqs._collect_msgs, sqs._dlq_sweep)
    receive_for_trigger, delete_for_trigger = sqs._receive_messages_for_esm, sqs._delete_messages_for_esm
    delete, delete_batch, expire = sqs._act_delete_message, sqs._act_delete_message_batch, sqs._expire_retained

    @functools.wraps(complete)
    def complete_noted(message: Entry) -> None:
        complete(message)
        about = delivery.get()
        # SNS completes a message just before it is in the queue.
        if about is not None and about.get("sent") is False:
            about["sent"] = True
            append("deliver", queue=about["queue"], topic=about.get("topic"), snsMessageId=about.get("snsMessageId"),
                   messageId=message["id"], body=short(message["body"]), visibleAt=message["visible_at"] * 1000,
                   origin=origin.get())

    @functools.wraps(send)
    def send_noted(data: Entry, url: str) -> Entry:
        with lock:
            result = send(data, url)
            queue = sqs._get_q(data.get("QueueUrl", url))
            sent = next((one for one in reversed(queue["messages"]) if one["id"] == result["MessageId"]), None)
            append("send", queue=arn_of(queue), messageId=result["MessageId"], body=short(data.get("MessageBody", "")),
                   visibleAt=sent["visible_at"] * 1000 if sent else None, copyOf=moved.get(), caller=caller.get())
            return result

    @functools.wraps(collect)
    def collect_noted(queue: Queue, *more: Any) -> list[Entry]:
        with lock:
            found = collect(queue, *more)
            for message in found:
                append("receive", queue=arn_of(queue), messageId=message["id"], count=message["receive_count"],
                       visibleAt=message["visible_at"] * 1000, by=receiver.get(), caller=caller.get())
            return found

    @functools.wraps(receive_for_trigger)
    def receive_noted(*arguments: Any) -> list[Entry]:
        token = receiver.set("trigger")
        try:
            # MiniStack locks its queues here and for deletions. Both must take the lock of the journal first, or they wait for each other.
            with lock:
                return receive_for_trigger(*arguments)
        finally:
            receiver.reset(token)

    @functools.wraps(sweep)
    def sweep_noted(queue: Queue) -> None:
        if not queue["attributes"].get("RedrivePolicy") or not queue["messages"]:
            sweep(queue)
            return
        with lock:
            before = {one["id"]: one for one in queue["messages"]}
            sweep(queue)
            kept = {one["id"] for one in queue["messages"]}
            target = json.loads(queue["attributes"]["RedrivePolicy"]).get("deadLetterTargetArn")
            for number, message in before.items():
                if number not in kept:
                    append("dead-letter", queue=arn_of(queue), to=target, messageId=number, count=message["receive_count"])

    @functools.wraps(expire)
    def expire_noted(queue: Queue) -> None:
        before = queue["messages"]
        expire(queue)
        # It makes a new list only when it drops a message.
        if queue["messages"] is not before:
            kept = {one["id"] for one in queue["messages"]}
            for message in before:
                if message["id"] not in kept:
                    append("expire", queue=arn_of(queue), messageId=message["id"])

    @contextmanager
    def deletions(queue: Queue | None, by: str) -> Iterator[None]:
        with lock:
            before = [one["id"] for one in queue["messages"]] if queue else []
            yield
            kept = {one["id"] for one in queue["messages"]} if queue else set()
            for number in before:
                if number not in kept:
                    append("delete", queue=arn_of(queue or {}), messageId=number, by=by, copied=moved.get() == number)

    @functools.wraps(delete_for_trigger)
    def delete_for_trigger_noted(url: str, handles: set[str]) -> None:
        with deletions(sqs._get_q(url), "trigger"):
            delete_for_trigger(url, handles)

    def with_deletions(action: Callable[[Entry, str], Entry]) -> Callable[[Entry, str], Entry]:
        @functools.wraps(action)
        def noted(data: Entry, url: str) -> Entry:
            with deletions(sqs._get_q(data.get("QueueUrl", url)), "api"):
                return action(data, url)

        return noted

    sqs._ensure_msg_fields, sqs._collect_msgs, sqs._dlq_sweep, sqs._expire_retained = (
        complete_noted, collect_noted, sweep_noted, expire_noted)
    sqs._receive_messages_for_esm, sqs._delete_messages_for_esm = receive_noted, delete_for_trigger_noted
    replace_actions({"SendMessage": send_noted, "DeleteMessage": with_deletions(delete),
                     "DeleteMessageBatch": with_deletions(delete_batch)})
    sqs._act_send_message, sqs._act_delete_message = send_noted, sqs._HANDLERS["DeleteMessage"]


def replace_actions(actions: dict[str, Callable[..., Any]]) -> None:
    for name, action in actions.items():
        if name not in sqs._HANDLERS:
            raise LookupError(f"Expected MiniStack's SQS to have the action {name}.")
        sqs._HANDLERS[name] = action


def arn_of(queue: Queue) -> str:
    return queue.get("attributes", {}).get("QueueArn", "")


@contextmanager
def moving(message_id: str) -> Iterator[None]:
    """What is sent now is a copy of this dead letter."""
    token = moved.set(message_id)
    try:
        yield
    finally:
        moved.reset(token)


def watch_functions() -> None:
    execute, log = lambda_svc._execute_function, lambda_svc._emit_lambda_logs

    @functools.wraps(log)
    def log_noted(function: Entry, request_id: str, text: str, error: bool, duration: int, **named: Any) -> None:
        running = invocation.get()
        if running is not None:
            running.update(requestId=request_id, log=short(text or "", 2 * MOST_TEXT), durationMs=duration)
        log(function, request_id, text, error, duration, **named)

    @functools.wraps(execute)
    def execute_noted(function: Entry, event: Any) -> Entry:
        if invocation.get() is not None:
            return execute(function, event)
        config = function.get("config") or function
        records = event.get("Records", []) if isinstance(event, dict) else []
        messages = [one["messageId"] for one in records if isinstance(one, dict) and "messageId" in one]
        about = {"function": config.get("FunctionName", ""), "messageIds": messages}
        number = append("invoke", **about, event=short(event), caller=caller.get())
        noted: Entry = {}
        token = invocation.set(noted)
        result: Any = {"error": True}
        try:
            result = execute(function, event)
            return result
        finally:
            invocation.reset(token)
            body = result.get("body") if isinstance(result, dict) else None
            failed = bool(result.get("error") or result.get("throttle")) if isinstance(result, dict) else True
            append("invoked", invocation=number, **about, failed=failed, answer=short(body, 2000),
                   failedIds=messages if failed else failed_items(body), memoryMb=config.get("MemorySize", 128), **noted)

    lambda_svc._execute_function, lambda_svc._emit_lambda_logs = execute_noted, log_noted


def failed_items(body: Any) -> list[str]:
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return []
    items = body.get("batchItemFailures") if isinstance(body, dict) else None
    return [str(one.get("itemIdentifier")) for one in items if isinstance(one, dict)] if isinstance(items, list) else []
