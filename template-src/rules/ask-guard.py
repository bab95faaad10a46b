"""AWS's Guard rules about resources: JSON in, JSON out, for guardpycfn has no command of its own.

Each resource is judged by itself: Guard says which rule failed, but not always at which resource.
"""
import json
import sys
from importlib.metadata import distribution

import guardpycfn

# Read as a file: the package around it is a server, whose dependencies are not installed.
RULES = distribution("awslabs-aws-iac-mcp-server").locate_file(
    "awslabs/aws_iac_mcp_server/data/default_guard_rules.guard"
)


def messages(node):
    """What a rule says of a failure, at whatever depth."""
    if isinstance(node, list):
        for child in node:
            yield from messages(child)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("message", "custom_message") and value:
                yield value
            yield from messages(value)


def judge(resource, rules):
    answer = guardpycfn.validate_with_guard(json.dumps({"Resources": {"It": resource}}), rules, verbose=True)
    if not answer["success"]:
        raise SystemExit(f"Guard could not judge: {json.dumps(answer)[:500]}")
    for rule in answer["result"]["children"]:
        check = rule["container"]["RuleCheck"]
        failed = check["status"] == "FAIL"
        said = list(messages(rule)) if failed else []
        yield {
            "rule": check["name"],
            "status": check["status"],
            "message": next((text for text in said if "Violation" in text), ""),
        }


rules = RULES.read_text()
print(json.dumps([list(judge(resource, rules)) for resource in json.load(sys.stdin)]))
