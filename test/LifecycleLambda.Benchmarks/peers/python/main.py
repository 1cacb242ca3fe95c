"""The job of the function in Python, as a user of boto3 would write it. runtime.py stands in for AWS's own runtime."""

import json
import os
import sys
import time
from datetime import datetime, timezone

import boto3
from botocore.awsrequest import AWSRequest

from runtime import serve

TABLE = os.environ["PRESENCE_TABLE_NAME"]
FUNCTION_NAME = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
TOLERANCE_MS = 900_000

_IS_NEWER = (
    "attribute_not_exists(versionNumber) OR #timestamp < :timestampMinusTolerance"
    " OR (#timestamp <= :timestampPlusTolerance AND "
)
CONNECTED_IS_NEWER = _IS_NEWER + "versionNumber < :versionNumber)"
DISCONNECTED_IS_NEWER = (
    _IS_NEWER + "(versionNumber < :versionNumber OR (versionNumber = :versionNumber AND eventType = :connected)))"
)

# The low-level client: the resource API costs more to start and to call.
client = boto3.client("dynamodb")


class InvalidLifecycleEventException(Exception):
    def __init__(self, field, problem):
        super().__init__(f"Not a lifecycle event: {field} {problem}.")


def _text(value):
    return value if isinstance(value, str) and value else None


def parse(payload):
    event = json.loads(payload)
    if not isinstance(event, dict):
        raise InvalidLifecycleEventException("payload", "is not a JSON object")
    if not _text(event.get("clientId")):
        raise InvalidLifecycleEventException("clientId", "is missing or empty")
    if len(event["clientId"].encode()) > 2048:
        raise InvalidLifecycleEventException("clientId", "is longer than 2048 bytes")
    if event.get("eventType") not in ("connected", "disconnected"):
        raise InvalidLifecycleEventException("eventType", "is neither connected nor disconnected")
    for field in ("timestamp", "versionNumber"):
        value = event.get(field)
        if type(value) is not int or value < 0:
            raise InvalidLifecycleEventException(field, "is not a whole number of 0 or more")
    if event["timestamp"] > time.time() * 1000 + TOLERANCE_MS:
        raise InvalidLifecycleEventException("timestamp", "is too far in the future")
    return event


def to_update(event):
    timestamp = event["timestamp"]
    connected = event["eventType"] == "connected"
    set_clause = ["#timestamp = :timestamp"]
    remove = ["offlineConfirmedAt", "expiresAt"]
    values = {
        ":timestamp": {"N": str(timestamp)},
        ":timestampMinusTolerance": {"N": str(timestamp - TOLERANCE_MS)},
        ":timestampPlusTolerance": {"N": str(timestamp + TOLERANCE_MS)},
    }

    def put(attribute, value):
        set_clause.append(f"{attribute} = :{attribute}")
        values[f":{attribute}"] = value

    def put_or_remove(attribute):
        if value := _text(event.get(attribute)):
            put(attribute, {"S": value})
        else:
            remove.append(attribute)

    put("eventType", {"S": event["eventType"]})
    put("versionNumber", {"N": str(event["versionNumber"])})
    put_or_remove("sessionIdentifier")
    put_or_remove("principalIdentifier")
    put_or_remove("thingName")
    if connected:
        set_clause.append("connectedAt = :timestamp")
        remove += ["clientInitiatedDisconnect", "disconnectReason"]
        if address := _text(event.get("ipAddress")):
            put("ipAddress", {"S": address})
    else:
        set_clause.append("disconnectedAt = :timestamp")
        values[":connected"] = {"S": "connected"}
        put_or_remove("disconnectReason")
        if isinstance(asked := event.get("clientInitiatedDisconnect"), bool):
            put("clientInitiatedDisconnect", {"BOOL": asked})
        else:
            remove.append("clientInitiatedDisconnect")

    return {
        "TableName": TABLE,
        "Key": {"clientId": {"S": event["clientId"]}},
        "UpdateExpression": f"SET {', '.join(set_clause)} REMOVE {', '.join(remove)}",
        "ConditionExpression": CONNECTED_IS_NEWER if connected else DISCONNECTED_IS_NEWER,
        "ExpressionAttributeNames": {"#timestamp": "timestamp"},
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def _is_stored(event, item):
    return (
        item is not None
        and item.get("versionNumber", {}).get("N") == str(event["versionNumber"])
        and item.get("eventType", {}).get("S") == event["eventType"]
        and item.get("sessionIdentifier", {}).get("S") == _text(event.get("sessionIdentifier"))
    )


def apply(event):
    try:
        client.update_item(**to_update(event))
        return "Applied"
    except client.exceptions.ConditionalCheckFailedException as refusal:
        return "Duplicate" if _is_stored(event, refusal.response.get("Item")) else "Stale"


def log(event, outcome, request_id):
    now = datetime.now(timezone.utc)
    now_ms = int(now.timestamp() * 1000)
    line = {
        "level": "INFO",
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "_aws": {
            "Timestamp": now_ms,
            "CloudWatchMetrics": [
                {
                    "Namespace": "LifecycleLambda",
                    "Dimensions": [["FunctionName"]],
                    "Metrics": [
                        {"Name": outcome, "Unit": "Count"},
                        {"Name": "EventAge", "Unit": "Milliseconds"},
                    ],
                }
            ],
        },
        "FunctionName": FUNCTION_NAME,
        outcome: 1,
        "requestId": request_id,
        "outcome": outcome,
        "EventAge": max(0, now_ms - event["timestamp"]),
        "clientId": event["clientId"],
        "eventType": event["eventType"],
        "versionNumber": event["versionNumber"],
    }
    if reason := _text(event.get("disconnectReason")):
        line["disconnectReason"] = reason
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def handle(payload, request_id):
    event = parse(payload)
    outcome = apply(event)
    log(event, outcome, request_id)
    return {"outcome": outcome}


def warm_up():
    """Opens the connection for the first write while the function still has a full vCPU."""
    client._endpoint.http_session.send(AWSRequest(method="GET", url=client.meta.endpoint_url).prepare())


if os.environ.get("BENCHMARK_WARM_UP"):
    warm_up()

serve(handle)
