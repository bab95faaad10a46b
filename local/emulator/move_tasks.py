"""The message move tasks of SQS. A task moves the messages of a dead-letter queue to another queue.

The errors and the order of the results are those of AWS:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from ministack.core.responses import new_uuid
from ministack.services import sqs

import journal

Data = dict[str, Any]


@dataclass
class Task:
    source: str
    destination: str | None
    rate: int | None
    to_move: int
    started: int
    handle: str = field(default_factory=new_uuid)
    status: str = "RUNNING"
    moved: int = 0
    reason: str | None = None
    # The event loop itself does not keep a reference to the work.
    work: asyncio.Task[None] | None = None

    @property
    def is_active(self) -> bool:
        return self.status in ("RUNNING", "CANCELLING")


# Newest first.
tasks: list[Task] = []


def start(data: Data, _url: str) -> Data:
    source, destination = data["SourceArn"], data.get("DestinationArn")
    queue = find_queue(source, "SourceArn")
    if not is_dead_letter_queue(source):
        raise sqs._Err("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")
    if destination is not None:
        find_queue(destination, "DestinationArn")
    if any(task.is_active for task in tasks if task.source == source):
        raise sqs._Err("InvalidParameterValue", "There is already a task running. Only one active task is allowed "
                       "for a source queue arn at a given time.")
    sqs._refresh_counts(queue)
    to_move = int(queue["attributes"]["ApproximateNumberOfMessages"])
    # No two tasks have the same start time.
    started = max(int(time.time() * 1000), tasks[0].started + 1 if tasks else 0)
    task = Task(source, destination, data.get("MaxNumberOfMessagesPerSecond"), to_move, started)
    tasks.insert(0, task)
    task.work = asyncio.get_running_loop().create_task(run(task))
    return {"TaskHandle": task.handle}


def list_newest(data: Data, _url: str) -> Data:
    find_queue(data["SourceArn"], "SourceArn")
    own = [task for task in tasks if task.source == data["SourceArn"]]
    return {"Results": [entry(task) for task in own[:int(data.get("MaxResults") or 1)]]}


def cancel(data: Data, _url: str) -> Data:
    task = next((task for task in tasks if task.handle == data["TaskHandle"]), None)
    if task is None:
        raise sqs._Err("ResourceNotFoundException", "Task does not exist.", 404)
    if task.status != "RUNNING":
        raise sqs._Err("UnsupportedOperation", "The task is not running.")
    task.status = "CANCELLING"
    return {"ApproximateNumberOfMessagesMoved": task.moved}


async def run(task: Task) -> None:
    """Moves as many messages as there were at the start, so a message that comes back is not moved again."""
    try:
        while task.status == "RUNNING" and task.moved < task.to_move and await move_one(task):
            task.moved += 1
            await asyncio.sleep(1 / task.rate if task.rate else 0)
        task.status = "CANCELLED" if task.status == "CANCELLING" else "COMPLETED"
    except sqs._Err as error:
        task.status, task.reason = "FAILED", sqs._QUERY_COMPAT_CODES.get(error.code, error.code)


async def move_one(task: Task) -> bool:
    """Sends a message before it deletes it, so that an interruption loses nothing. False when no message is left."""
    source = url_of(task.source)
    names = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}
    received = await sqs._act_receive_message({"QueueUrl": source, "WaitTimeSeconds": 0} | names, "")
    for message in received.get("Messages", []):
        destination = task.destination or message["Attributes"].get("DeadLetterQueueSourceArn")
        if destination is None:
            raise sqs._Err("CouldNotDetermineMessageSource", "The message was not moved here from a queue.")
        sent = {"MessageBody": message["Body"], "MessageAttributes": message.get("MessageAttributes")}
        with journal.moving(message["MessageId"]):
            sqs._act_send_message({"QueueUrl": url_of(destination)} | sent, "")
            sqs._act_delete_message({"QueueUrl": source, "ReceiptHandle": message["ReceiptHandle"]}, "")
        return True
    return False


def entry(task: Task) -> Data:
    """Only a running task has a handle in the list, and only a failed task has a reason."""
    known = {
        "TaskHandle": task.handle if task.status == "RUNNING" else None,
        "Status": task.status,
        "SourceArn": task.source,
        "DestinationArn": task.destination,
        "MaxNumberOfMessagesPerSecond": task.rate,
        "ApproximateNumberOfMessagesMoved": task.moved,
        "ApproximateNumberOfMessagesToMove": task.to_move,
        "FailureReason": task.reason,
        "StartedTimestamp": task.started,
    }
    return {name: value for name, value in known.items() if value is not None}


def find_queue(arn: str, parameter: str) -> Data:
    queue = sqs._queue_by_arn(arn)
    if queue is None:
        message = f"The resource that you specified for the {parameter} parameter doesn't exist."
        raise sqs._Err("ResourceNotFoundException", message, 404)
    return queue


def is_dead_letter_queue(arn: str) -> bool:
    policies = [queue["attributes"].get("RedrivePolicy") for queue in sqs._queues.values()]
    return any(json.loads(policy).get("deadLetterTargetArn") == arn for policy in policies if policy)


def url_of(arn: str) -> str:
    *_, account, name = arn.split(":")
    return sqs._queue_url_for_account(account, name)
