"""Adds up the .trx files in a folder and prints 'N passed, N failed'.

usage: results.py FOLDER EXPECTED

A skipped test counts as failed, and so does each test fewer than EXPECTED.
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
    missing = int(expected or 1) - passed - failed
    if missing > 0 or passed == 0:
        print(f"FAILED   {max(missing, 1)} of {expected or 'an unknown number of'} tests did not run")
        failed += max(missing, 1)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
