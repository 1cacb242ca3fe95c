"""Prints what the tests reach, per project, and fails where a line or branch of the heart (src/LifecycleLambda) is not reached.

    dotnet test --coverage --coverage-output-format cobertura --coverage-output coverage.xml --results-directory DIRECTORY
    python3 .ci/coverage.py DIRECTORY/coverage.xml

Only what runs inside the test process counts; the function as a process of its own is not seen. Left out, with the reason:

- files under obj/: written by the JSON source generator, not by us. Their unused half serves serializers with other options.
"""

import collections
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEART = "src/LifecycleLambda"


def is_generated(path):
    return "/obj/" in path


def project_of(path):
    return "/".join(path.split("/")[:2])


def lines_of(report):
    """Each line once: hits, and its branches as (reached, all). A lambda or an async method is a class of its own in the report."""
    lines = collections.defaultdict(lambda: [0, 0, 0])
    for kind in ElementTree.parse(report).getroot().iter("class"):
        path = os.path.relpath(kind.get("filename"), ROOT).replace(os.sep, "/")
        if path.startswith("src/") and not is_generated("/" + path):
            for line in kind.find("lines"):
                entry = lines[path, int(line.get("number"))]
                entry[0] += int(line.get("hits"))
                branches = re.search(r"\((\d+)/(\d+)\)", line.get("condition-coverage") or "")
                if branches:
                    entry[1] += int(branches[1])
                    entry[2] += int(branches[2])
    return lines


def share(reached, count):
    return f"{100 * reached / count:5.1f} % ({reached} of {count})" if count else "    - "


def main():
    lines = lines_of(sys.argv[1])
    projects = sorted({project_of(path) for path, _ in lines})
    if HEART not in projects:
        sys.exit(f"The report holds nothing of {HEART}.")
    for project in projects:
        of_project = [entry for (path, _), entry in lines.items() if project_of(path) == project]
        reached = sum(hits > 0 for hits, _, _ in of_project)
        branches = [sum(column) for column in zip(*[(taken, count) for _, taken, count in of_project])]
        print(f"{project:32} lines {share(reached, len(of_project))}  branches {share(*branches)}")

    gaps = [
        f"{path}:{number}: " + (f"{count - taken} of {count} branches" if hits else "the line")
        for (path, number), (hits, taken, count) in sorted(lines.items())
        if project_of(path) == HEART and (not hits or taken < count)
    ]
    for gap in gaps:
        print(f"not reached: {gap}")
    sys.exit(1 if gaps else 0)


main()
