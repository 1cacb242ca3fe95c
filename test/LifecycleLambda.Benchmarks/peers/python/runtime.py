"""The minimum of a Lambda runtime: next, handle, respond, on one kept-alive connection."""

import http.client
import json
import os

_PREFIX = "/2018-06-01/runtime/invocation/"
_JSON = {"Content-Type": "application/json"}


def serve(handler):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        connection.request("GET", _PREFIX + "next")
        response = connection.getresponse()
        payload = response.read()
        request_id = response.headers["Lambda-Runtime-Aws-Request-Id"]
        os.environ["_X_AMZN_TRACE_ID"] = response.headers.get("Lambda-Runtime-Trace-Id", "")
        try:
            _post(connection, f"{request_id}/response", handler(payload, request_id))
        except Exception as error:
            _post(connection, f"{request_id}/error", {"errorType": type(error).__name__, "errorMessage": str(error)})


def _post(connection, path, answer):
    connection.request("POST", _PREFIX + path, json.dumps(answer), _JSON)
    connection.getresponse().read()
