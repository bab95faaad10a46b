"""The gate of the embedded AWS. It serves the tools of this user and refuses web pages.

Every request reaches the gate first. The gate refuses a request in the format of the AWS service, so that an SDK can
read the reason. SECURITY.md explains what the gate protects against, and what it does not.
"""

import hmac
import json
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from ministack.core.iam_actions import access_denied_response
from ministack.core.responses import fix_error_content_type
from ministack.core.router import detect_service

import journal
import mail
from calls import CallRecorder

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SECRET_HEADER = "x-image-lab-secret"
START_HEADER = b"x-image-lab-start"
HEALTH = "/_ministack/health"
# These paths control MiniStack. They reset it, change its settings and show its messages.
CONTROLS = ("/_ministack", "/_localstack", "/_image_lab")

# No DNS server can redirect these names. Browsers and resolvers keep them on the loopback (RFC 6761).
LOOPBACK = re.compile(r"(?:(?:[a-z0-9_-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
# Requests have signature version 4, or version 2, which old tools use for S3.
SIGNED_HEADER = re.compile(r"AWS4-[A-Z0-9-]+ (?=.*\bCredential=[^/,\s]+/)(?=.*\bSignature=[0-9a-f]+).*|AWS [^:\s]+:\S+")
SIGNED_QUERY = (("X-Amz-Credential", "X-Amz-Signature"), ("AWSAccessKeyId", "Signature"))


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, list[str]]

    @property
    def service(self) -> str:
        return detect_service(self.method, self.path, self.headers, self.query)

    def first(self, name: str) -> str:
        return self.query.get(name, [""])[0]

    @property
    def is_confirmation(self) -> bool:
        """Tells whether it opens the link of a mail. The link is not signed, as in AWS."""
        is_link = self.path == mail.CONFIRMATION and self.method == "GET"
        return is_link and "authorization" not in self.headers and bool(self.first("Token"))

    @property
    def is_health_check(self) -> bool:
        return self.path == HEALTH and self.method in ("GET", "HEAD")


@dataclass(frozen=True)
class Refusal:
    code: str
    message: str


class Gate:
    """An ASGI application in front of MiniStack's application."""

    def __init__(self, app: Callable[..., Awaitable[None]], secret: str, start: str) -> None:
        self.app = app
        self.secret = secret
        self.start = start

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        request = read_request(scope)
        refusal = self.refusal(request)
        if refusal is None and request.is_confirmation:
            await answer_page(send, *mail.confirm(request.first("TopicArn"), request.first("Token")))
        elif refusal is None and request.path == journal.PATH:
            page = await journal.read(int(request.first("after") or 0), float(request.first("wait") or 0))
            await answer_json(send, {"start": self.start, **page})
        elif refusal is None and scope["type"] == "http" and not request.path.startswith(CONTROLS):
            await self.serve(scope, receive, send, request)
        elif refusal is None:
            await self.app(scope, receive, self.with_own_headers(send, request))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(send, request, refusal)

    async def serve(self, scope: dict[str, Any], receive: Receive, send: Send, request: Request) -> None:
        """Serves a call to a service, and writes it into the journal."""
        recorder = CallRecorder(request.service, request.method, request.path, request.headers, request.query)
        try:
            await self.app(scope, recorder.receiving(receive), recorder.sending(self.with_own_headers(send, request)))
        finally:
            recorder.end()

    def refusal(self, request: Request) -> Refusal | None:
        """Returns the reason to refuse a request, or None."""
        from_page = refuse_page(request)
        if from_page is not None or request.is_health_check or request.is_confirmation or self.has_secret(request):
            return from_page
        if request.path.startswith(CONTROLS):
            return Refusal("AccessDenied", f"Only the process that started this AWS can use {request.path}: expected "
                                           f"its secret in the header {SECRET_HEADER}.")
        if not is_signed(request):
            return Refusal("MissingAuthenticationToken", "Request is missing Authentication Token")
        return None

    def has_secret(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(), self.secret.encode())

    def with_own_headers(self, send: Send, request: Request) -> Send:
        """Removes the response headers that would let a web page read the response."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message.get("headers", [])
                        if not name.lower().startswith(b"access-control-")]
                # A stored web page must not run scripts, because they would have the origin of this endpoint.
                kept.append((b"content-security-policy", b"sandbox"))
                if request.is_health_check:
                    kept.append((START_HEADER, self.start.encode()))
                message = {**message, "headers": kept}
            await send(message)

        return send_guarded


def refuse_page(request: Request) -> Refusal | None:
    """Refuses requests of web pages. No tool sends these headers, and no page can leave them out."""
    headers = request.headers
    host = headers.get("host", "")
    if LOOPBACK.fullmatch(host) is None:
        return Refusal("AccessDenied", "This AWS serves only its own machine: expected a Host header that names the "
                                       f"loopback, such as 127.0.0.1, found '{host}'.")
    if "origin" in headers:
        return Refusal("AccessDenied", "This AWS serves no web pages: expected no Origin header, "
                                       f"found '{headers['origin']}'.")
    site = headers.get("sec-fetch-site", "none")
    if site not in ("none", "same-origin"):
        return Refusal("AccessDenied", "This AWS serves no web pages: expected no Sec-Fetch-Site header, or 'none' or "
                                       f"'same-origin', found '{site}'.")
    # A link in an email opens without a trace of a web page. A presigned URL of an object is harmless, and only the reader of
    # a mail knows the token that confirms a subscription.
    is_harmless = request.is_health_check or request.is_confirmation or request.service == "s3"
    if headers.get("sec-fetch-mode") == "navigate" and not is_harmless:
        return Refusal("AccessDenied", "A browser can open only presigned URLs of S3 objects on this AWS.")
    return None


def is_signed(request: Request) -> bool:
    """Tells whether a request is signed. MiniStack verifies signatures of IAM users, but not of root users."""
    if SIGNED_HEADER.fullmatch(request.headers.get("authorization", "")):
        return True
    return any(all(any(request.query.get(name, [])) for name in names) for names in SIGNED_QUERY)


async def answer(send: Send, request: Request, refusal: Refusal) -> None:
    request_id = str(uuid.uuid4())
    service = request.service
    status, headers, body = access_denied_response(
        service, "", "", request_id, error_code=refusal.code, message=refusal.message, headers=request.headers)
    fix_error_content_type(service, status, headers)
    headers |= {"x-amzn-requestid": request_id, "content-length": str(len(body)), "connection": "close"}
    await send_whole(send, status, headers, b"" if request.method == "HEAD" else body)


async def answer_json(send: Send, value: Any) -> None:
    body = json.dumps(value).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store"}
    await send_whole(send, 200, headers, body)


async def answer_page(send: Send, status: int, page: str) -> None:
    body = page.encode()
    headers = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), "cache-control": "no-store",
               "content-security-policy": "default-src 'none'; sandbox"}
    await send_whole(send, status, headers, body)


async def send_whole(send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def read_request(scope: dict[str, Any]) -> Request:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope.get("headers", []):
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        # A header that is sent twice counts with both values.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    return Request(scope.get("method", "GET"), scope.get("path", ""), headers, query)
