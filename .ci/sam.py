"""Runs AWS's SAM transform (pip install aws-sam-translator)."""

import logging
import os

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    def load(self):
        return {}


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml_parse(file)


def transformed(template, code_uri):
    """Changes the template. The transform accepts only code that is uploaded, as sam package does."""
    logging.disable(logging.WARNING)
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    template["Resources"]["LifecycleFunction"]["Properties"]["CodeUri"] = code_uri
    return transform(template, {}, NoManagedPolicies())
