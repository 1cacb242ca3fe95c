"""Adds up the .trx files in a folder and prints 'N passed, N failed'.

usage: results.py FOLDER EXPECTED|any

A skipped test counts as failed. EXPECTED is how many tests exist: fewer results mean that some did not run, and more would hide
those, so both count as failed, and so does a number that is missing.
"""
import glob
import sys
import xml.etree.ElementTree as xml

NAMESPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def main(folder, expected):
    passed = failed = 0
    for path in glob.glob(f"{folder}/**/*.trx", recursive=True):
        for result in xml.parse(path).getroot().iterfind(".//t:UnitTestResult", NAMESPACE):
            if result.get("outcome") == "Passed":
                passed += 1
            else:
                failed += 1
                print(f"FAILED   {result.get('testName')} ({result.get('outcome')})")
    ran = passed + failed
    if ran == 0 or (expected != "any" and str(ran) != expected):
        print(f"FAILED   {ran} tests ran, {expected or 'an unknown number'} exist")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
