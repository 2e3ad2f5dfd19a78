#!/usr/bin/env python3
"""The same answer with requests and COPY: peer_python.py URL PAGES SQL…

Streams all pages into the temporary table "staging", which the first SQL
creates, with one COPY; then runs the other SQL and prints what it returns.
"""

import json
import sys

import psycopg2
import requests

SCALARS = ("id", "user_id", "custom_participant_id", "display_name",
           "preset_name", "joined_at", "left_at", "duration", "created_at",
           "updated_at")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n",
                         "\r": "\\r"})


def field(value):
    return "\\N" if value is None else str(value).translate(ESCAPES)


class Pages:
    """A file of COPY lines, a page at a time."""

    def __init__(self, url, pages):
        self.session = requests.Session()
        self.url = url
        self.numbers = iter(range(1, pages + 1))
        self.events = "include_peer_events" in url

    def line(self, row):
        fields = [field(row[name]) for name in SCALARS]
        if self.events:
            fields.append(field(json.dumps(row["peer_events"])))
        return "\t".join(fields) + "\n"

    def read(self, _size):
        number = next(self.numbers, None)
        if number is None:
            return ""
        reply = self.session.get(f"{self.url}&page_no={number}")
        reply.raise_for_status()
        rows = reply.json()["data"]["participants"]
        return "".join(map(self.line, rows))


def main():
    url, pages, create, *queries = sys.argv[1:]
    connection = psycopg2.connect("")
    cursor = connection.cursor()
    cursor.execute(create)
    cursor.copy_expert("COPY staging FROM STDIN", Pages(url, int(pages)))
    for query in queries:
        cursor.execute(query)
        print("|".join(map(str, cursor.fetchone())))


main()
