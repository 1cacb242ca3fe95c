"""Puts the template through the SAM transform with its switches on and off, and looks at what AWS CloudFormation would get.

usage: transform.py TEMPLATE [--all]

Tries the switches with at most two on, and with at most two off; --all tries every combination, which takes minutes.
"""

import copy
import itertools
import logging
import os
import re
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

INVOKE_CONFIG = "LifecycleFunctionEventInvokeConfig"
HANDLERS = {"native": "bootstrap", "managed": "LifecycleLambda.Managed::LifecycleLambda.Managed.Function::FunctionHandler"}

# Every parameter that a condition asks for, off and on.
SWITCHES = {
    "Host": ("native", "managed"),
    "ReservedConcurrency": ("", "100"),
    "DynamoDbEndpointUrl": ("", "http://host.docker.internal:8000"),
    "ExcludeConsoleClients": ("false", "true"),
    "RedriveEnabled": ("false", "true"),
    "AlarmTopicArn": ("", "arn:aws:sns:us-east-1:123456789012:alarms"),
    "WarmWriteUnits": ("0", "40000"),
    "QuietAlarmHours": (0, 6),
    "OfflineConfirmationDelaySeconds": (0, 300),
    "BufferEvents": ("false", "true"),
    "CountIntervalMinutes": ("0", "60"),
    "EventBusName": ("", "default"),
    "DashboardEnabled": ("false", "true"),
}
NO_VALUE = object()


class NoManagedPolicies:
    def load(self):
        return {}


class Stack:
    """What remains of a template when its parameters have values, as AWS CloudFormation decides it."""

    def __init__(self, template, values):
        self.values = {**{name: p.get("Default") for name, p in template["Parameters"].items()}, **values}
        self.conditions = template["Conditions"]
        self.mappings = template["Mappings"]
        self.resources = self.section(template["Resources"])
        self.outputs = self.section(template["Outputs"])

    def section(self, entries):
        return {name: self.resolve(entry) for name, entry in entries.items() if self.holds(entry.get("Condition"))}

    def holds(self, condition):
        return condition is None or self.decide(self.conditions[condition])

    def decide(self, test):
        (function, argument), = test.items()
        if function == "Fn::Equals":
            left, right = (self.values[x["Ref"]] if isinstance(x, dict) else x for x in argument)
            return str(left) == str(right)
        expect(function == "Fn::Not", f"A condition uses {function}.")
        return not self.decide(argument[0])

    def resolve(self, node):
        """Chooses the branches of Fn::If; everything else stays as it is."""
        if isinstance(node, dict):
            if node.keys() == {"Fn::If"}:
                condition, yes, no = node["Fn::If"]
                return self.resolve(yes if self.holds(condition) else no)
            if node == {"Ref": "AWS::NoValue"}:
                return NO_VALUE
            resolved = {key: self.resolve(value) for key, value in node.items()}
            return {key: value for key, value in resolved.items() if value is not NO_VALUE}
        if isinstance(node, list):
            return [value for value in map(self.resolve, node) if value is not NO_VALUE]
        return node

    def references(self, node):
        """The resources and parameters that a part uses."""
        if isinstance(node, list):
            yield from itertools.chain.from_iterable(map(self.references, node))
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "Ref":
                    yield value
                elif key == "Fn::GetAtt":
                    yield value[0] if isinstance(value, list) else value.split(".")[0]
                elif key == "Fn::Sub":
                    text, variables = value if isinstance(value, list) else (value, {})
                    names = {name.split(".")[0] for name in re.findall(r"\$\{([^}!]+)\}", text)}
                    yield from names - variables.keys()
                    yield from self.references(variables)
                elif key == "DependsOn":
                    yield from [value] if isinstance(value, str) else value
                else:
                    yield from self.references(value)


def expect(condition, problem):
    if not condition:
        sys.exit(problem)


def check(template, values):
    resources = transform(copy.deepcopy(template), values, NoManagedPolicies())["Resources"]
    stack = Stack({**template, "Resources": resources}, values)

    added = {name: r["Type"] for name, r in resources.items() if name not in template["Resources"]}
    expect(
        added == {INVOKE_CONFIG: "AWS::Lambda::EventInvokeConfig"},
        f"The transform should add the invoke configuration alone (no role, no policy). It added {added}.",
    )
    known = stack.resources.keys() | stack.values.keys()
    for name, part in [*stack.resources.items(), *stack.outputs.items()]:
        unknown = {r for r in stack.references(part) if r not in known and not r.startswith("AWS::")}
        expect(not unknown, f"{name} uses {unknown}, which does not exist with {values}.")

    function = stack.resources["LifecycleFunction"]
    expect(function["Type"] == "AWS::Lambda::Function", "LifecycleFunction is no AWS::Lambda::Function.")
    expect(function["Properties"]["Role"] == {"Fn::GetAtt": ["LifecycleRole", "Arn"]}, "The function has another role.")
    expect(function["Properties"]["Runtime"] == "dotnet10", "The function has another runtime.")
    expect(function["Properties"]["Handler"] == HANDLERS[values["Host"]], "The function has another handler.")

    invoke = stack.resources[INVOKE_CONFIG]["Properties"]
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


logging.disable(logging.WARNING)
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
with open(sys.argv[1], encoding="utf-8") as file:
    parsed = yaml_parse(file)
# What sam package does: the transform takes only uploaded code.
parsed["Resources"]["LifecycleFunction"]["Properties"]["CodeUri"] = "s3://bucket/key"

asked = set(re.findall(r"'Ref': '(\w+)'", str(parsed["Conditions"])))
expect(asked == SWITCHES.keys(), f"The conditions ask for {sorted(asked ^ SWITCHES.keys())}, which is not tried here.")
tried = 0
for on in itertools.product((False, True), repeat=len(SWITCHES)):
    if "--all" in sys.argv or sum(on) <= 2 or sum(on) >= len(SWITCHES) - 2:
        check(parsed, {name: values[is_on] for (name, values), is_on in zip(SWITCHES.items(), on)})
        tried += 1
print(f"{tried} combinations")
