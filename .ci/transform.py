"""Puts the template through the SAM transform and looks at what AWS CloudFormation would get."""

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


os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file)

declared = {name: resource["Type"] for name, resource in template["Resources"].items()}
# What sam package does: the transform takes only uploaded code.
template["Resources"]["LifecycleFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"

resources = transform(template, {}, NoManagedPolicies())["Resources"]
types = {name: resource["Type"] for name, resource in resources.items()}

added = {name: kind for name, kind in types.items() if name not in declared}
expect(
    added == {INVOKE_CONFIG: "AWS::Lambda::EventInvokeConfig"},
    f"The transform should add the invoke configuration alone (no role, no policy). It added {added}.",
)
expect(types["LifecycleFunction"] == "AWS::Lambda::Function", "LifecycleFunction is no AWS::Lambda::Function.")

function = resources["LifecycleFunction"]["Properties"]
expect(function["Role"] == {"Fn::GetAtt": ["LifecycleRole", "Arn"]}, f"The function's role is {function['Role']}.")
expect(function["Runtime"] == "dotnet10" and function["Handler"] == "bootstrap", "The function has another runtime or handler.")

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

for name, resource in resources.items():
    properties = resource.get("Properties", {})
    expect("ManagedPolicyArns" not in properties, f"{name} has managed policies.")
    expect(
        resource["Type"] not in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"),
        f"{name} is a policy outside its role.",
    )
