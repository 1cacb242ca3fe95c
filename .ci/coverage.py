"""Prints the share of each project's lines that the tests reach. Fails if the core (src/LifecycleLambda) is below 95 %.

    dotnet test --coverage --coverage-output-format cobertura --coverage-output coverage.xml --results-directory DIRECTORY
    python3 .ci/coverage.py DIRECTORY/coverage.xml

Only code that runs inside the test process counts, not the function's separate process.
"""

import collections
import os
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORE = "src/LifecycleLambda"
MINIMUM = 0.95


def main():
    # A lambda or an async method is a separate class in the report, so add up the hits of each line.
    hits = collections.Counter()
    for kind in ElementTree.parse(sys.argv[1]).getroot().iter("class"):
        path = os.path.relpath(kind.get("filename"), ROOT).replace(os.sep, "/")
        if path.startswith("src/") and "/obj/" not in path:
            for line in kind.find("lines"):
                hits[path, int(line.get("number"))] += int(line.get("hits"))

    shares = {}
    for project in sorted({"/".join(path.split("/")[:2]) for path, _ in hits}):
        lines = [count for (path, _), count in hits.items() if path.startswith(project + "/")]
        shares[project] = sum(count > 0 for count in lines) / len(lines)
        print(f"{project:32} {shares[project]:6.1%} of {len(lines)} lines")

    if shares.get(CORE, 0) < MINIMUM:
        for path, number in sorted(line for line, count in hits.items() if count == 0 and line[0].startswith(CORE + "/")):
            print(f"not reached: {path}:{number}")
        sys.exit(1)


main()
