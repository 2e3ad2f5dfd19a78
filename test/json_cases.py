#!/usr/bin/env python3
"""Serve the JSON of test/unit/json_cases.inc through the mock API.

Case n becomes a document whose only row has that JSON as the field "x": the
participants of session case-n.  Prints number, name and document of each as
COPY reads them.
"""

import base64
import http.client
import json
import os
import re
from pathlib import Path

CASES = Path(__file__).parent / "unit" / "json_cases.inc"
LITERAL = r'"(?:[^"\\]|\\.)*"'
ENTRY = re.compile(
    rf"^(?:CASE|NESTED)\(((?:[^\"()]|{LITERAL})*), \w+\)$", re.MULTILINE)
DOCUMENT = b"""{"success":true,"paging":{"total_count":1},\
"data":{"participants":[{"id":"row","x":%b}]}}"""


def c_string(literals):
    """The bytes of adjacent C string literals, without \\x, which C and
    Python read differently."""
    text = "".join(part[1:-1] for part in re.findall(LITERAL, literals))
    escapes = re.sub(r"\\([0-7]{1,3})|\\(.)", unescape, text, flags=re.DOTALL)
    return escapes.encode("latin-1")


def unescape(match):
    octal, char = match.groups()
    if octal:
        return chr(int(octal, 8))
    return {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b"}.get(char,
                                                                     char)


def cases():
    """Name and bytes of each case."""
    source = CASES.read_bytes().decode("latin-1")
    for entry in ENTRY.finditer(source):
        fields = re.findall(rf"(?:\s*{LITERAL})+|\s*\d+(?=,|$)",
                            entry.group(1))
        name, *strings = [c_string(f) for f in fields if '"' in f]
        if len(strings) == 1:
            yield name.decode(), strings[0]
        else:
            before, middle, after = strings
            depth = int(fields[-1])
            yield name.decode(), before * depth + middle + after * depth


def main():
    mock = http.client.HTTPConnection("127.0.0.1",
                                      int(os.environ["RTK_MOCK_PORT"]))
    for number, (name, case) in enumerate(cases()):
        document = DOCUMENT % case
        mock.request("POST", "/_mock/fault", json.dumps({
            "match": f"/case-{number}/", "fault": "raw",
            "base64": base64.b64encode(document).decode()}))
        reply = mock.getresponse()
        if reply.status != 200:
            raise SystemExit(f"{name}: {reply.read().decode()}")
        reply.read()
        print(number, name, rf"\\x{document.hex()}", sep="\t")


if __name__ == "__main__":
    main()
