"""Runs the SAM transform on the template and checks the result, which AWS CloudFormation would receive.

usage: transform.py TEMPLATE
"""

import sys

from sam import read, transformed

INVOKE_CONFIG = "LifecycleFunctionEventInvokeConfig"


def expect(condition, problem):
    if not condition:
        sys.exit(problem)


template = read(sys.argv[1])
names = set(template["Resources"])
resources = transformed(template, "s3://bucket/key")["Resources"]

added = {name: resource["Type"] for name, resource in resources.items() if name not in names}
expect(
    added == {INVOKE_CONFIG: "AWS::Lambda::EventInvokeConfig"},
    f"The transform must add only the invoke configuration, no role and no policy. It added {added}.",
)

function = resources["LifecycleFunction"]
expect(function["Type"] == "AWS::Lambda::Function", "LifecycleFunction isn't an AWS::Lambda::Function.")
expect(function["Properties"]["Role"] == {"Fn::GetAtt": ["LifecycleRole", "Arn"]}, "The function has another role.")
expect(function["Properties"]["Runtime"] == "dotnet10", "The function has another runtime.")
handlers = ["LifecycleLambda.Managed::LifecycleLambda.Managed.Function::FunctionHandler", "bootstrap"]
expect(function["Properties"]["Handler"] == {"Fn::If": ["IsManaged", *handlers]}, "The function has another handler.")

invoke = resources[INVOKE_CONFIG]["Properties"]
expect(
    invoke
    == {
        "FunctionName": {"Ref": "LifecycleFunction"},
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": 2,
        "MaximumEventAgeInSeconds": 21600,
        "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["FailedEventsQueue", "Arn"]}}},
    },
    f"The invoke configuration is {invoke}.",
)
