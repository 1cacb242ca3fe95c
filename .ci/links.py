"""Follows every relative link and anchor of the documentation, and the headings that comments and the documentation name.

usage: links.py   in the repository
"""

import pathlib
import re
import subprocess
import sys

FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
# [text](target), ![text](target), [name]: target, <a href="target">, <img src="target">
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)|(?:href|src)=\"([^\"]+)\"", re.M)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"([^\"]+)\"")
# docs/design.md, "Outcomes" | [design.md](docs/design.md) lists them under "Outcomes"
NAMED = re.compile(r"([\w./-]+\.md)\)?(?:,|[^.\"]{1,20} under) \"([^\"]+)\"")
# "Outcomes" in [design.md](docs/design.md)
NAMED_FIRST = re.compile(r"\"([^\"]+)\" in \[[^\]]*\]\(([^)#]+\.md)\)")
# see "Outcomes"
NAMED_ALONE = re.compile(r"\bsee \"([^\"]+)\"(?! in \[)")
PAGE = re.compile(r"\b(docs/[\w./-]+\.md)\b")


def slug(heading):
    """Returns the anchor that GitHub gives to a heading."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    text = re.sub(r"<[^>]+>|[`*]", "", text).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def headings(page):
    return re.findall(r"^#{1,6}\s+(.+?)\s*#*$", FENCE.sub("", page.read_text(encoding="utf-8")), re.M)


def anchors(page):
    found = set(ANCHOR.findall(page.read_text(encoding="utf-8")))
    for heading in headings(page):
        name, number = slug(heading), 1
        while name in found:
            name, number = f"{slug(heading)}-{number}", number + 1
        found.add(name)
    return found


def links(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for match in LINK.finditer(re.sub(r"`[^`\n]*`", "", text)):
        target = next(filter(None, match.groups()))
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"links {target}, which does not exist"
        elif anchor and (file.suffix != ".md" or anchor not in anchors(file)):
            yield f"links {target}, but {file.name} has no such anchor"


def named(file):
    text = re.sub(r"\s*\n\s*(?:///?|#|\*)?\s*", " ", file.read_text(encoding="utf-8"))
    pairs = [*NAMED.findall(text), *((page, heading) for heading, page in NAMED_FIRST.findall(text))]
    if file.suffix == ".md":
        pairs += ((file.name, heading) for heading in NAMED_ALONE.findall(text))
    for name, heading in [*pairs, *((name, None) for name in PAGE.findall(text))]:
        page = next((p for p in (file.parent / name, pathlib.Path(name)) if p.exists()), None)
        if page is None:
            yield f"names {name}, which does not exist"
        elif heading and slug(heading) not in map(slug, headings(page)):
            yield f'names "{heading}" of {name}, which has no such heading'


files = [pathlib.Path(name).resolve() for name in subprocess.check_output(["git", "ls-files"], text=True).splitlines()]
found = False
for file in files:
    if not file.exists() or file.suffix in (".json", ".svg", ".png"):
        continue
    problems = [*(links(file) if file.suffix == ".md" else []), *named(file)]
    for problem in dict.fromkeys(problems):
        found = True
        print(f"{file.relative_to(pathlib.Path.cwd())} {problem}")
sys.exit(found)
