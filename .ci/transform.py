"""Runs the SAM transform on the template and checks the result, which AWS CloudFormation would receive.

usage: transform.py TEMPLATE
"""

import logging
import os
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

INVOKE_CONFIG = "LifecycleFunctionEventInvokeConfig"


class NoManagedPolicies:
    def load(self):
        return {}


def expect(condition, problem):
    if not condition:
        sys.exit(problem)


logging.disable(logging.WARNING)
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file)
# The transform accepts only code that is uploaded, as sam package does.
template["Resources"]["LifecycleFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"
names = set(template["Resources"])
resources = transform(template, {}, NoManagedPolicies())["Resources"]

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
