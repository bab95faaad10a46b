"""Converts bucket settings from CloudFormation's spelling to requests of the S3 API."""

from typing import Any

import botocore.session
from botocore.serialize import create_serializer

Properties = dict[str, Any]

NUMBERS = {"Days", "NoncurrentDays", "NewerNoncurrentVersions", "DaysAfterInitiation", "ObjectSizeGreaterThan",
           "ObjectSizeLessThan"}


def lifecycle_request(bucket: str, configuration: Properties) -> bytes:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-rule.html"""
    rules = [lifecycle_rule(rule) for rule in configuration["Rules"]]
    return body_of("PutBucketLifecycleConfiguration", Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def encryption_request(bucket: str, configuration: Properties) -> bytes:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionrule.html"""
    rules = [
        {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
         "BucketKeyEnabled": is_true(rule.get("BucketKeyEnabled", False))}
        for rule in configuration["ServerSideEncryptionConfiguration"]
    ]
    return body_of("PutBucketEncryption", Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def lifecycle_rule(rule: Properties) -> Properties:
    given = dict(rule)
    expiration = renamed(given, ExpirationInDays="Days", ExpirationDate="Date",
                         ExpiredObjectDeleteMarker="ExpiredObjectDeleteMarker")
    noncurrent = given.pop("NoncurrentVersionExpiration", None) or renamed(
        given, NoncurrentVersionExpirationInDays="NoncurrentDays")
    transitions = [renamed(dict(one), TransitionInDays="Days", TransitionDate="Date", StorageClass="StorageClass")
                   for one in listed(given, "Transition", "Transitions")]
    older = [renamed(dict(one), TransitionInDays="NoncurrentDays", StorageClass="StorageClass",
                     NewerNoncurrentVersions="NewerNoncurrentVersions")
             for one in listed(given, "NoncurrentVersionTransition", "NoncurrentVersionTransitions")]
    named = {"ID": given.get("Id"), "Status": given["Status"], "Filter": rule_filter(given), "Expiration": expiration,
             "NoncurrentVersionExpiration": noncurrent, "Transitions": transitions,
             "NoncurrentVersionTransitions": older,
             "AbortIncompleteMultipartUpload": given.get("AbortIncompleteMultipartUpload")}
    return typed({name: value for name, value in named.items() if value or name == "Filter"})


def rule_filter(rule: Properties) -> Properties:
    conditions = renamed(rule, Prefix="Prefix", ObjectSizeGreaterThan="ObjectSizeGreaterThan",
                         ObjectSizeLessThan="ObjectSizeLessThan")
    tags = rule.get("TagFilters") or []
    if len(conditions) + len(tags) > 1:
        return {"And": conditions | ({"Tags": tags} if tags else {})}
    return {"Tag": tags[0]} if tags else conditions or {"Prefix": ""}


def renamed(source: Properties, **names: str) -> Properties:
    """Removes these properties from the source and returns them under their names in the API."""
    return {new: source.pop(old) for old, new in names.items() if old in source}


def listed(rule: Properties, one: str, several: str) -> list[Properties]:
    return [*rule.get(several, []), *([rule[one]] if one in rule else [])]


def typed(value: Any, name: str = "") -> Any:
    """Converts values to numbers and booleans where the API requires it, because template parameters are strings."""
    if isinstance(value, dict):
        return {key: typed(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    if name in NUMBERS:
        return int(value)
    return is_true(value) if name == "ExpiredObjectDeleteMarker" else value


def is_true(value: Any) -> bool:
    return str(value).lower() == "true"


def body_of(operation: str, **parameters: Any) -> bytes:
    model = botocore.session.get_session().get_service_model("s3")
    request = create_serializer("rest-xml").serialize_to_request(parameters, model.operation_model(operation))
    return request["body"]
