"""Closes gaps between MiniStack and AWS, in the process of MiniStack itself, so that its callers do not see them.

Each function closes one gap. It fails on a version of MiniStack without the code that it replaces. The tests in
local/emulator/gaps.emulator-test.ts show each gap in plain MiniStack, and that it is closed here. Tested with MiniStack 1.5.33.
"""

import contextlib
import contextvars
import fcntl
import functools
import itertools
import json
import os
import sys
import termios
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from select import select
from subprocess import Popen
from typing import Any
from xml.sax.saxutils import escape

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime
from ministack.core.responses import get_region
from ministack.services import eventbridge, iam, lambda_svc, s3, sns, sqs, sts
from ministack.services.cloudformation import provisioners

import move_tasks
from s3_requests import encryption_request, lifecycle_request

Properties = dict[str, Any]
DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}


def mend() -> None:
    count_the_loopback_as_tls()
    keep_topics_closed_to_s3()
    refuse_notifications_in_the_words_of_s3()
    name_the_calling_function()
    simulate_with_the_context_that_is_given()
    take_maximum_concurrency_as_a_number()
    keep_settings_of_buckets()
    keep_settings_of_topics()
    keep_the_log_of_an_invocation_together()
    add_message_move_tasks()
    name_each_execution_of_a_schedule()
    start_functions_side_by_side()


def count_the_loopback_as_tls() -> None:
    """AWS uses TLS. Nobody can listen on the loopback either, so policies that require TLS accept it."""
    (address, _), pin = iam_evaluator._request_origin.get(), iam_evaluator.pin_request_origin
    # A call from one service to another has no request and gets the default.
    iam_evaluator._request_origin = contextvars.ContextVar("request_origin", default=(address, True))
    app.pin_request_origin = lambda source_ip, secure_transport: pin(source_ip, True)


def keep_topics_closed_to_s3() -> None:
    """The default policy of a topic requires aws:SourceOwner. S3 does not send it, so AWS rejects the notification."""
    evaluate = iam_evaluator.evaluate_resource_policy

    @functools.wraps(evaluate)
    def without_source_owner(doc: Any, ctx: iam_evaluator.EvalContext, **options: Any) -> iam_evaluator.EvalResult:
        if ctx.principal_type == "Service" and ctx.action == "sns:Publish":
            ctx.service_context.pop("aws:sourceowner", None)
        return evaluate(doc, ctx, **options)

    iam_evaluator.evaluate_resource_policy = without_source_owner


def refuse_notifications_in_the_words_of_s3() -> None:
    """S3 does not append the ARNs of the destinations to its message."""
    refuse, words = s3._invalid_notification_config, "Unable to validate the following destination configurations"
    s3._invalid_notification_config = lambda message: refuse(words if message.startswith(words) else message)


def name_the_calling_function() -> None:
    """AWS adds lambda:SourceFunctionArn to each call of a function, so that a policy can distinguish functions."""
    credentials, keys = lambda_runtime.execution_credentials, iam_evaluator._principal_keys

    @functools.wraps(credentials)
    def noted(config: Properties) -> dict[str, str]:
        given = credentials(config)
        # The ARN is arn:aws:lambda:REGION:ACCOUNT:function:NAME, sometimes followed by a version.
        arn = ":".join(config["FunctionArn"].split(":")[:7])
        sts._sessions[given["AWS_ACCESS_KEY_ID"]]["SourceFunctionArn"] = arn
        return given

    @functools.wraps(keys)
    def with_function(credential: iam_evaluator.ResolvedCredential) -> Properties:
        session = sts._sessions.get(credential.access_key_id) or {}
        arn = session.get("SourceFunctionArn")
        return keys(credential) | ({"lambda:sourcefunctionarn": arn} if arn else {})

    lambda_runtime.execution_credentials = lambda_svc.execution_credentials = noted
    iam_evaluator._principal_keys = sts._principal_keys = with_function


@dataclass(frozen=True)
class Simulated:
    """The resources and the context of an IAM policy simulation."""

    resources: list[str]
    context: Properties


def simulate_with_the_context_that_is_given() -> None:
    """IAM simulates each resource with the condition keys in the request. MiniStack ignores the context."""
    extract = iam._extract_simulate_params

    def extract_all(parameters: Properties) -> tuple[list[str], Simulated]:
        actions, first = extract(parameters)
        resources = listed(parameters, "ResourceArns.member.{}") or [first]
        names = listed(parameters, "ContextEntries.member.{}.ContextKeyName")
        values = [listed(parameters, f"ContextEntries.member.{index}.ContextKeyValues.member.{{}}")
                  for index in range(1, len(names) + 1)]
        context = {name.lower(): given[0] if len(given) == 1 else given for name, given in zip(names, values)}
        return actions, Simulated(resources, context)

    def listed(parameters: Properties, name: str) -> list[str]:
        values = (iam._p(parameters, name.format(index)) for index in itertools.count(1))
        return list(itertools.takewhile(bool, values))

    def results(actions: list[str], asked: Simulated, principal: str, account: str, policies: list[Any]) -> str:
        def decide(action: str, resource: str) -> str:
            request = iam_evaluator.EvalContext(
                principal_arn=principal, principal_type="User", principal_account=account, action=action,
                resource_arn=resource, region=get_region(), secure_transport=True, principal_keys=asked.context)
            return DECISIONS[iam_evaluator.evaluate(request, policies).decision if policies else "ImplicitDeny"]

        return "".join(
            f"<member><EvalActionName>{escape(action)}</EvalActionName>"
            f"<EvalResourceName>{escape(resource)}</EvalResourceName>"
            f"<EvalDecision>{decide(action, resource)}</EvalDecision>"
            "<MatchedStatements></MatchedStatements><MissingContextValues></MissingContextValues></member>"
            for action in actions for resource in asked.resources)

    iam._extract_simulate_params, iam._build_simulate_results_real = extract_all, results


def take_maximum_concurrency_as_a_number() -> None:
    """A template parameter is a string. MiniStack's poller compares it with a number, fails, and stops for all queues."""

    def convert(props: Properties) -> Properties:
        maximum = (props.get("ScalingConfig") or {}).get("MaximumConcurrency")
        if maximum is None:
            return props
        return props | {"ScalingConfig": props["ScalingConfig"] | {"MaximumConcurrency": int(maximum)}}

    wrap_handlers("AWS::Lambda::EventSourceMapping", before=convert)


def keep_settings_of_buckets() -> None:
    """MiniStack's CloudFormation ignores the lifecycle rules and the encryption of a bucket. Its S3 API stores them."""

    def put(name: str, props: Properties, old: Properties) -> None:
        for prop, to_xml, put_it, delete_it in (
            ("LifecycleConfiguration", lifecycle_request, s3._put_bucket_lifecycle, s3._delete_bucket_lifecycle),
            ("BucketEncryption", encryption_request, s3._put_bucket_encryption, s3._delete_bucket_encryption),
        ):
            if props.get(prop):
                status, _, body = put_it(name, to_xml(name, props[prop]))
                if status >= 300:
                    raise ValueError(f"{prop} of {name}: {body.decode()}")
            elif old.get(prop):
                delete_it(name)

    wrap_handlers("AWS::S3::Bucket", after=put)


def keep_settings_of_topics() -> None:
    """MiniStack's CloudFormation ignores the KMS key of a topic, and its default policy lets everybody publish."""

    def put(arn: str, props: Properties, old: Properties) -> None:
        attributes = sns._topics[arn]["attributes"]
        if props.get("KmsMasterKeyId"):
            attributes["KmsMasterKeyId"] = props["KmsMasterKeyId"]
        else:
            attributes.pop("KmsMasterKeyId", None)
        policy = json.loads(attributes["Policy"])
        for statement in policy["Statement"]:
            if statement.get("Sid") == "__default_statement_ID":
                statement["Condition"] = {"StringEquals": {"AWS:SourceOwner": attributes["Owner"]}}
        attributes["Policy"] = json.dumps(policy)

    wrap_handlers("AWS::SNS::Topic", after=put)


def keep_the_log_of_an_invocation_together() -> None:
    """A function has written its log when it responds. MiniStack loses a line that its own thread has not read 50 ms later."""
    worker_type, reading = lambda_runtime.Worker, threading.Lock()
    drain = worker_type._drain_stderr

    def read_what_is_there(worker: lambda_runtime.Worker, process: Popen) -> bytes:
        """Queues whole lines. @returns the beginning of the next one."""
        unfinished = vars(process).setdefault("unfinished_line", bytearray())
        while (size := unread_bytes(process.stderr)) > 0:
            unfinished += os.read(process.stderr.fileno(), size)
        *lines, unfinished[:] = unfinished.split(b"\n")
        for line in lines:
            worker._stderr_queue.put(line.decode(errors="replace"))
        return bytes(unfinished)

    def read(worker: lambda_runtime.Worker) -> None:
        """Runs in a thread, so that a function can write more than a pipe holds."""
        process, has_more = worker._proc, True
        with contextlib.suppress(OSError, ValueError):
            while has_more:
                select([process.stderr], [], [])
                with reading:
                    has_more = unread_bytes(process.stderr) > 0 or not select([process.stderr], [], [], 0)[0]
                    unfinished = read_what_is_there(worker, process)
            if unfinished:
                worker._stderr_queue.put(unfinished.decode(errors="replace"))

    def read_rest(worker: lambda_runtime.Worker, **_: float) -> str:
        process = worker._proc
        if process is None:
            # The process has ended, so the thread that reads its pipe ends too.
            worker._stderr_thread.join(MOST_LOG_SECONDS)
            return drain(worker)
        with reading:
            read_what_is_there(worker, process)
            return drain(worker)

    # Functions in other languages have one pipe for both streams.
    other = lambda_runtime.ProvidedWorker
    other._drain_stderr, other._drain_stderr_bounded = drain, worker_type._drain_stderr_bounded
    worker_type._read_stderr = read
    worker_type._drain_stderr = worker_type._drain_stderr_bounded = read_rest


def add_message_move_tasks() -> None:
    """SQS moves the messages of a dead-letter queue in a message move task. MiniStack does not have these actions."""
    sqs._HANDLERS.update({
        "StartMessageMoveTask": move_tasks.start,
        "ListMessageMoveTasks": move_tasks.list_newest,
        "CancelMessageMoveTask": move_tasks.cancel,
    })


def name_each_execution_of_a_schedule() -> None:
    """EventBridge Scheduler fills in keywords such as <aws.scheduler.execution-id>, so that each execution can have a name."""
    invoke = eventbridge._invoke_target

    @functools.wraps(invoke)
    def invoke_filled_in(target: Properties, event: Properties, *more: Any, **named: Any) -> Any:
        if event.get("Source") == "aws.scheduler" and "Input" in target:
            known = {
                "schedule-arn": next(iter(event["Resources"]), ""),
                "scheduled-time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(event["Time"])),
                "execution-id": event["EventId"],
                "attempt-number": "1",
            }
            text = target["Input"]
            for name, value in known.items():
                text = text.replace(f"<aws.scheduler.{name}>", value)
            target = {**target, "Input": text}
        return invoke(target, event, *more, **named)

    eventbridge._invoke_target = invoke_filled_in


def start_functions_side_by_side() -> None:
    """Each start of a function adds a session. If another start iterates over the sessions at this moment, MiniStack fails it."""

    def evict_expired_sessions() -> None:
        for key, session in list(sts._sessions.items()):
            if sts._session_expired(session):
                sts._sessions.pop(key, None)

    assert callable(sts._evict_expired_sessions)
    sts._evict_expired_sessions = evict_expired_sessions


MOST_LOG_SECONDS = 5


def unread_bytes(pipe: Any) -> int:
    try:
        return int.from_bytes(fcntl.ioctl(pipe.fileno(), termios.FIONREAD, bytes(4)), sys.byteorder)
    except (OSError, ValueError):
        return 0


def wrap_handlers(
    resource_type: str,
    before: Callable[[Properties], Properties] = lambda props: props,
    after: Callable[[str, Properties, Properties], None] = lambda physical_id, props, old: None,
) -> None:
    """Changes the properties before CloudFormation creates or updates a resource, or completes the resource after that."""
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    create, update = handlers["create"], handlers["update"]

    @functools.wraps(create)
    def create_whole(logical_id: str, props: Properties, stack_name: str) -> tuple[str, Properties]:
        physical_id, attributes = create(logical_id, before(props), stack_name)
        after(physical_id, props, {})
        return physical_id, attributes

    @functools.wraps(update)
    def update_whole(physical_id: str, old: Properties, new: Properties, *more: Any, **named: Any) -> tuple[str, Properties]:
        physical_id, attributes = update(physical_id, before(old), before(new), *more, **named)
        after(physical_id, new, old)
        return physical_id, attributes

    handlers["create"], handlers["update"] = create_whole, update_whole
