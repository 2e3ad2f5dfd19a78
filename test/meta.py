"""Check that what a release consists of agrees, and print TAP lines.

    python3 test/meta.py

META.json is checked against the parts of the PGXN Meta Spec 1.0.0 that it
uses, and the version against all the places that name it.  The version of
the extension in rtk_fdw.control is the release's without its last part: a
release that changes only C needs no update script.  And what the manual says
of faults and threats is tried in tests that bear their names.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

TOP = Path(__file__).resolve().parent.parent
SEMVER = r"\d+\.\d+\.\d+(-[A-Za-z][0-9A-Za-z-]*)?"
REQUIRED = ("name", "version", "abstract", "maintainer", "license", "provides",
            "meta-spec")
OPTIONAL = ("description", "generated_by", "no_index", "prereqs",
            "release_status", "resources", "tags")
STATUSES = ("stable", "testing", "unstable")
PHASES = ("configure", "build", "runtime", "test", "develop")
RELATIONS = ("requires", "recommends", "suggests", "conflicts")

# What is checked, and what is wrong with it: nothing, or a line each.
Check = Tuple[str, List[str]]


def read(path: str) -> str:
    return (TOP / path).read_text(encoding="utf-8")


def found(path: str, pattern: str) -> str:
    """What the first group of the pattern matches first in a file."""
    match = re.search(pattern, read(path), re.MULTILINE)
    return match.group(1) if match else "none in " + path


def meta_members(meta: Dict[str, Any]) -> List[str]:
    """The members that the specification wants or knows."""
    wrong = [name + " is missing" for name in REQUIRED if not meta.get(name)]
    wrong += [name + " is not in the specification" for name in meta
              if name not in REQUIRED + OPTIONAL and name[:2] not in
              ("x_", "X_")]
    wrong += [name + " is not a text" for name in
              ("name", "version", "abstract", "license")
              if not isinstance(meta.get(name), str)]
    if not re.fullmatch(r"[^\s/\\\x00-\x1f]{2,}", str(meta.get("name"))):
        wrong.append("name has characters that no name may have")
    if meta.get("license") != "postgresql":
        wrong.append("license is not that of LICENSE")
    if meta.get("release_status", "stable") not in STATUSES:
        wrong.append("release_status is none that there is")
    if meta.get("meta-spec", {}).get("version") != "1.0.0":
        wrong.append("meta-spec is not version 1.0.0")
    wrong += [f"tag {tag!r} is too short or too long"
              for tag in meta.get("tags", []) if not 0 < len(tag) < 256]
    return wrong


def meta_versions(meta: Dict[str, Any]) -> List[str]:
    """Semantic versions, where the specification wants them."""
    versions = {"version": meta["version"]}
    wrong = []
    for name, entry in meta["provides"].items():
        versions["provides." + name] = entry.get("version")
    for phase, relations in meta.get("prereqs", {}).items():
        if phase not in PHASES:
            wrong.append(f"prereqs.{phase} is no phase")
        for relation, needed in relations.items():
            if relation not in RELATIONS:
                wrong.append(f"prereqs.{phase}.{relation} is no relation")
            versions.update((f"prereqs.{phase}.{relation}.{name}", version)
                            for name, version in needed.items())
    return wrong + [f"{where} {version!r} is not a semantic version"
                    for where, version in versions.items()
                    if not re.fullmatch(SEMVER, str(version))]


def meta_files(meta: Dict[str, Any]) -> List[str]:
    """What is provided is there."""
    wrong = []
    for name, entry in meta["provides"].items():
        if not (TOP / (name + ".control")).is_file():
            wrong.append(f"{name} has no control file")
        wrong += [f"{entry.get(key)} is not there"
                  for key in ("file", "docfile")
                  if not (TOP / str(entry.get(key))).is_file()]
    return wrong


def same(places: Dict[str, str], expected: str) -> List[str]:
    """Every place names the version, which may leave out a last .0."""
    short = re.sub(r"\.0$", "", expected)
    return [f"{place}: {version}, not {expected}"
            for place, version in places.items()
            if version not in (expected, short)]


def version_places(meta: Dict[str, Any]) -> List[str]:
    places = {
        "META.json provides": meta["provides"]["rtk_fdw"]["version"],
        "src/pg/function.c": found("src/pg/function.c",
                                   r'^#define RTK_VERSION "(.*)"'),
        "CHANGELOG.md": found("CHANGELOG.md", r"^## (\S+)"),
    }
    return same(places, meta["version"])


def extension_version(meta: Dict[str, Any]) -> List[str]:
    """Of each extension: its version without the last part."""
    wrong = []
    for name, entry in meta["provides"].items():
        control = found(name + ".control", r"^default_version = '(.*)'")
        expected = entry["version"].rsplit(".", 1)[0]
        if control != expected:
            wrong.append(f"{name}.control: {control}, not {expected}")
    return wrong


def debian(meta: Dict[str, Any]) -> List[str]:
    needed = meta["prereqs"]["runtime"]["requires"]["PostgreSQL"]
    wrong = same({"debian/changelog": found(
        "debian/changelog", r"^rtk-fdw \((.*)-[^-]*\)")}, meta["version"])
    if read("debian/pgversions").strip() != needed.split(".")[0] + "+":
        wrong.append("debian/pgversions is not META.json's PostgreSQL")
    return wrong


def scripts(_meta: Dict[str, Any]) -> List[str]:
    """All scripts are installed, and lead from the first to the newest."""
    installed = found("Makefile", r"^DATA = (.*(?:\\\n.*)*)")
    if "wildcard" in installed:
        installed = " ".join(path.name for path in TOP.glob("rtk_fdw--*.sql"))
    wrong = [f"{path.name} is not installed by the Makefile"
             for path in TOP.glob("rtk_fdw--*.sql")
             if path.name not in installed.split()]
    steps = [tuple(name[:-len(".sql")].split("--")[1:])
             for name in installed.split() if name.endswith(".sql")]
    reached = {step[0] for step in steps if len(step) == 1}
    for _ in steps:
        reached |= {step[1] for step in steps
                    if len(step) == 2 and step[0] in reached}
    newest = found("rtk_fdw.control", r"^default_version = '(.*)'")
    if newest not in reached:
        wrong.append(f"no script leads to version {newest}")
    made = "rtk_analytics--{}.sql".format(
        found("rtk_analytics.control", r"^default_version = '(.*)'"))
    if made != found("Makefile", r"^DATA_built = (.*)"):
        wrong.append(f"{made} is not what the Makefile makes")
    return wrong


def named(name: str, *patterns: str) -> bool:
    """Is the name in a file?  In Perl, where tests have names, in code."""
    return any(re.search(rf"^(?!\s*#).*\b{name}\b" if path.suffix == ".pl"
                         else rf"\b{name}\b",
                         path.read_text(encoding="utf-8"), re.MULTILINE)
               for pattern in patterns for path in TOP.glob(pattern))


def threats_not_tried() -> List[str]:
    """Rows of docs/security.md that are not tried where they say."""
    rows = re.findall(r"^\| (S\d+) \|.*\| ([^|]*) \|$",
                      read("docs/security.md"), re.MULTILINE)
    wrong = []
    for row, places in rows:
        for place in re.findall(r"\b\w+\b", re.sub("`.*?`", "", places)):
            if place.isdigit() and not named(row, f"test/t/{place}_*.pl"):
                wrong.append(f"{row} is not tried in {place}")
    return wrong if rows else ["there is no table of threats"]


def functions_in_manual() -> List[str]:
    """What rtk_analytics is for is in the manual; what is internal is not."""
    manual = read("README.md") + "".join(
        path.read_text(encoding="utf-8") for path in TOP.glob("docs/*.md"))
    wrong = []
    for path in TOP.glob("analytics/functions/*.sql"):
        for name, comment in re.findall(
                r"^COMMENT ON (?:FUNCTION|PROCEDURE) (\w+)\([^)]*\) IS\s+'(.*)';",
                path.read_text(encoding="utf-8"), re.MULTILINE):
            internal = comment.startswith("internal: ")
            told = re.search(rf"(`|CALL |rtk_analytics\.){name}\(", manual)
            if internal and told:
                wrong.append(name + " is internal, and in the manual")
            elif not internal and not told:
                wrong.append(name + " is not in the manual")
    return wrong


def postgresql_in_api() -> List[str]:
    """What could throw within a callback of libcurl."""
    return [f"{path.name} uses PostgreSQL"
            for path in TOP.glob("src/api/*.[ch]")
            if re.search(r"#include \"postgres|\b(ereport|elog|palloc)\(",
                         path.read_text(encoding="utf-8"))]


def checks() -> Iterator[Check]:
    meta: Dict[str, Any] = json.loads(read("META.json"))
    yield "META.json: members", meta_members(meta)
    yield "META.json: versions and relations", meta_versions(meta)
    yield "META.json: files", meta_files(meta)
    yield "one version in META.json, C and CHANGELOG.md", version_places(meta)
    yield "the extensions' versions are the release's", extension_version(meta)
    yield "install and update scripts", scripts(meta)
    yield "each threat of docs/security.md is tried", threats_not_tried()
    yield "functions of rtk_analytics are in the manual", functions_in_manual()
    yield "I8 src/api does not know PostgreSQL", postgresql_in_api()
    if (TOP / "debian").is_dir():
        yield "one version in META.json and debian", debian(meta)


def main() -> int:
    failed = 0
    number = 0
    for number, (name, wrong) in enumerate(checks(), 1):
        print("not ok" if wrong else "ok", number, "-", name)
        for line in wrong:
            print("#  ", line)
        failed += bool(wrong)
    print(f"1..{number}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
