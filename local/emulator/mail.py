"""Email subscriptions as on AWS: pending until somebody opens the link in the mail. Each mail is a file.

MiniStack confirms such a subscription at once, and sends no mail. local/emulator/gaps.emulator-test.ts shows the difference.
"""

import functools
import html
import os
import re
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ministack.services import sns

# The path of the link in AWS's own mails: https://sns.REGION.amazonaws.com/confirmation.html?TopicArn=…&Token=…&Endpoint=…
CONFIRMATION = "/confirmation.html"
EMAIL = ("email", "email-json")

Subscription = dict[str, Any]
Parameters = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


def send_mails_to(folder: Path, port: str) -> None:
    """Makes email subscriptions wait for their confirmation, and writes each mail to a file in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subscribe, fan_out, by_topic, all_of_them = (
        sns._subscribe, sns._fanout, sns._list_subscriptions_by_topic, sns._list_subscriptions)

    @functools.wraps(subscribe)
    def subscribe_and_ask(params: Parameters) -> Answer:
        topic_arn, endpoint = sns._p(params, "TopicArn"), sns._p(params, "Endpoint")
        if sns._p(params, "Protocol") not in EMAIL:
            return subscribe(params)
        if "@" not in (endpoint or ""):
            return sns._error("InvalidParameter", "Invalid parameter: Email address", 400)
        existing = {one["arn"] for one in subscriptions_of(topic_arn)}
        answer = subscribe(params)
        found = next((one for one in subscriptions_of(topic_arn)
                      if one["protocol"] in EMAIL and one["endpoint"] == endpoint), None)
        if answer[0] != 200 or found is None:
            return answer
        if found["arn"] not in existing:
            make_pending(found)
        if found["confirmed"]:
            return answer
        write_mail(folder, endpoint, "AWS Notification - Subscription Confirmation", invitation(found, port))
        # On request, SNS names a subscription that is still pending.
        named = found["arn"] if sns._p(params, "ReturnSubscriptionArn") == "true" else "pending confirmation"
        return sns._xml(200, "SubscribeResponse",
                        f"<SubscribeResult><SubscriptionArn>{named}</SubscriptionArn></SubscribeResult>")

    def hide_pending(listing: Any) -> Any:
        @functools.wraps(listing)
        def hidden(params: Parameters) -> Answer:
            status, headers, body = listing(params)
            for arn in re.findall(rb"<SubscriptionArn>([^<]+)</SubscriptionArn>", body):
                if is_pending(arn.decode()):
                    body = body.replace(b"<SubscriptionArn>" + arn + b"<", b"<SubscriptionArn>PendingConfirmation<")
            return status, headers, body

        return hidden

    @functools.wraps(fan_out)
    def fan_out_and_mail(topic_arn: str, msg_id: str, message: str, subject: str, message_structure: str = "",
                         message_attributes: dict[str, Any] | None = None, *more: Any, **named: Any) -> None:
        fan_out(topic_arn, msg_id, message, subject, message_structure, message_attributes, *more, **named)
        for one in subscriptions_of(topic_arn):
            text = sns._resolve_message_for_protocol(message, message_structure, one["protocol"])
            if one["protocol"] in EMAIL and one["confirmed"] and sns._matches_filter_policy(
                    one, message_attributes or {}, text):
                write_mail(folder, one["endpoint"], subject or "AWS Notification Message", text)

    sns._subscribe, sns._fanout = subscribe_and_ask, fan_out_and_mail
    sns._list_subscriptions_by_topic, sns._list_subscriptions = hide_pending(by_topic), hide_pending(all_of_them)


def confirm(topic_arn: str, token: str) -> tuple[int, str]:
    """Opens the link of a mail. Returns the HTTP status and the page."""
    # SNS itself accepts the link without a signature: its token is the proof that somebody has read the mail.
    for subscription in subscriptions_of(topic_arn):
        known = subscription.get("token") or ""
        if known and secrets.compare_digest(known.encode(), token.encode()):
            subscription["confirmed"], subscription["token"] = True, None
            # Whoever opens the link does not sign in.
            subscription["attributes"] |= {"PendingConfirmation": "false", "ConfirmationWasAuthenticated": "false"}
            sns._refresh_subscription_counts(sns._topic_by_arn_any_scope(topic_arn))
            return 200, page("Subscription confirmed!", "You have successfully subscribed.",
                             f"Your subscription's id is: {subscription['arn']}")
    return 400, page("This link is not valid.", "It has been used already, or the subscription was deleted.",
                     "The newest mail has the valid link.")


def make_pending(subscription: Subscription) -> None:
    subscription["confirmed"], subscription["token"] = False, secrets.token_hex(64)
    subscription["attributes"] |= {"PendingConfirmation": "true", "ConfirmationWasAuthenticated": "false"}
    sns._refresh_subscription_counts(sns._topic_by_arn_any_scope(subscription["topic_arn"]))


def is_pending(arn: str) -> bool:
    topic_arn = sns._sub_arn_to_topic.get(arn)
    found = sns._find_subscription(topic_arn, arn) if topic_arn else None
    return found is not None and found["protocol"] in EMAIL and not found["confirmed"]


def subscriptions_of(topic_arn: str | None) -> list[Subscription]:
    topic = sns._topic_by_arn_any_scope(topic_arn) if topic_arn else None
    return list(topic["subscriptions"]) if topic else []


def invitation(subscription: Subscription, port: str) -> str:
    topic_arn = subscription["topic_arn"]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in (
        ("TopicArn", topic_arn), ("Token", subscription["token"]), ("Endpoint", subscription["endpoint"])))
    return (f"You have chosen to subscribe to the topic:\n{topic_arn}\n\n"
            "To confirm this subscription, visit the link below (if this was in error, no action is necessary):\n"
            f"http://127.0.0.1:{port}{CONFIRMATION}?{query}\n")


def write_mail(folder: Path, to: str, subject: str, text: str) -> None:
    """Names the file by its time, so that names sort by age."""
    name = f"{time.time_ns()}.txt"
    headers = [("From", "AWS Notifications <no-reply@sns.amazonaws.com>"), ("To", to), ("Subject", subject)]
    lines = [f"{key}: {one_line(value)}" for key, value in headers]
    new = folder / f".{name}.new"
    new.write_text("\n".join([*lines, "", text, ""]))
    # A reader finds the whole mail or none.
    os.replace(new, folder / name)


def one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text)


def page(title: str, *paragraphs: str) -> str:
    texts = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    return (f"<!doctype html><html lang=en><meta charset=utf-8><title>{html.escape(title)}</title>"
            f"<h1>Simple Notification Service</h1><h2>{html.escape(title)}</h2>{texts}")
