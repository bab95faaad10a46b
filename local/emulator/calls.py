"""Writes each call to the embedded AWS into the journal: who asked for what, what IAM decided and why, and how long it took.

Texts are shortened. Credentials are never written: no header, no body of a service that hands out or takes secrets, and
whatever looks like a credential elsewhere is masked.
"""

import contextvars
import functools
import re
import time
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.router import extract_access_key_id
from ministack.services import sts

import journal

MOST_BODY = 600
# The page's own regular looks would fill the journal.
SILENT_AGENT = "image-lab-page-look"
# Their bodies can hold secrets.
SECRET_SERVICES = {"sts", "iam", "secretsmanager", "ssm", "kms", "cognito-idp", "cognito-identity", "sso", "rds"}
SECRETS = re.compile(r"(?i)((?:secret|token|password|signature|credential|access_?key)[a-z_-]*[\"'>=: ]{1,6})[^\s\"'<>&,}]{4,}")
ACCESS_KEY = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b")

Call = dict[str, Any]
current: contextvars.ContextVar[Call | None] = contextvars.ContextVar("current_call", default=None)


def watch() -> None:
    """Notes what IAM decides about the present call."""
    enforce, evaluate = iam_evaluator.enforce, iam_evaluator.evaluate

    @functools.wraps(evaluate)
    def evaluate_noted(context: Any, *more: Any) -> Any:
        result = evaluate(context, *more)
        call = current.get()
        if call is not None:
            call.setdefault("results", []).append(result)
        return result

    @functools.wraps(enforce)
    def enforce_noted(access_key: str, action: str, service: str, region: str, resource_arn: str = "*",
                      service_context: Any = None) -> Any:
        call = current.get()
        if call is not None:
            call["results"] = []
        denied = enforce(access_key, action, service, region, resource_arn, service_context)
        # A call can need several permissions. The first one names the call, and a denied one decides it.
        if call is not None and ("action" not in call or denied):
            call.update(action=action, resource=resource_arn, decision="denied" if denied else "allowed",
                        by=reason(denied, call["results"]))
        return denied

    iam_evaluator.enforce, iam_evaluator.evaluate = enforce_noted, evaluate_noted


def reason(denied: Any, results: list[Any]) -> str:
    if isinstance(denied, iam_evaluator.AuthError):
        return f"credentials: {denied.code}"
    if denied is not None:
        if denied.resource_policy_arn:
            return f"policy of {denied.resource_policy_arn}{named(denied)}"
        return f"policy of the caller{named(denied)}" if denied.decision == "Deny" else "no policy allows it"
    if not results:
        return "root user"
    first = next((index for index, result in enumerate(results) if result.decision == "Allow"), None)
    if first is None:
        return "always allowed"
    return f"policy of the {'caller' if first == 0 else 'resource'}{named(results[first])}"


def named(result: Any) -> str:
    return f", statement {result.matched_sid}" if result.matched_sid else ""


class CallRecorder:
    """One call, from its first byte to its last."""

    def __init__(self, service: str, method: str, path: str, headers: dict[str, str], query: dict[str, list[str]]) -> None:
        self.service, self.method, self.path = service, method, path
        self.agent = headers.get("user-agent", "")
        self.started = time.time()
        self.request, self.response, self.status = b"", b"", 0
        self.call: Call = {}
        session = sts._sessions.get(extract_access_key_id(headers, query) or "") or {}
        self.function = str(session.get("SourceFunctionArn") or "").rpartition(":")[2]
        journal.caller.set(self.function or self.agent[:200])
        self.silent = SILENT_AGENT in self.agent
        current.set(self.call)

    def receiving(self, receive: Any) -> Any:
        async def receive_noted() -> Any:
            message = await receive()
            if len(self.request) < MOST_BODY:
                self.request += message.get("body", b"")[:MOST_BODY + 1]
            return message

        return receive_noted

    def sending(self, send: Any) -> Any:
        async def send_noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            elif len(self.response) < MOST_BODY:
                self.response += message.get("body", b"")[:MOST_BODY + 1]
            await send(message)

        return send_noted

    def end(self) -> None:
        if self.silent:
            return
        failed = self.status >= 400
        secret = self.service in SECRET_SERVICES
        # S3's bodies are the objects themselves.
        request = None if secret or self.service == "s3" else readable(self.request)
        response = None if secret or (self.service == "s3" and not failed) else readable(self.response)
        journal.append(
            "call", at=self.started * 1000, ms=(time.time() - self.started) * 1000, caller=self.function or self.agent[:200],
            isFunction=bool(self.function), principal=iam_evaluator.caller_arn(), service=self.service,
            action=self.call.get("action", f"{self.service}:{self.method}"),
            resource=journal.short(self.call.get("resource") or self.path, 1200), decision=self.call.get("decision", "not-checked"),
            by=self.call.get("by", "IAM does not check this call"), status=self.status, request=request,
            response=readable(self.response) if failed else response)


def readable(body: bytes) -> str | None:
    """The beginning of a text without credentials; None for other bytes."""
    if not body:
        return None
    text = body[:MOST_BODY].decode("utf-8", "replace")
    if sum(not one.isprintable() and one not in "\r\n\t" for one in text) > len(text) / 20:
        return None
    return mask(text) + ("…" if len(body) > MOST_BODY else "")


def mask(text: str) -> str:
    return ACCESS_KEY.sub("(access key)", SECRETS.sub(r"\1(hidden)", text))
