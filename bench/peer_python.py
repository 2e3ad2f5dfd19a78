#!/usr/bin/env python3
"""The same answer with requests and COPY: peer_python.py URL PAGES NAMES SQL…

URL ends with "page_no="; NAMES are members of a row, separated by blanks.
Streams all pages into the temporary table "staging", which the first SQL
creates, with one COPY; then runs the other SQL and prints what it returns.
"""

import json
import sys

import psycopg2
import requests

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n",
                         "\r": "\\r"})


def field(value):
    if value is None:
        return "\\N"
    text = json.dumps(value) if isinstance(value, (list, dict)) else str(value)
    return text.translate(ESCAPES)


class Pages:
    """A file of COPY lines, a page at a time."""

    def __init__(self, url, pages, names):
        self.session = requests.Session()
        self.url = url
        self.numbers = iter(range(1, pages + 1))
        self.names = names

    def line(self, row):
        return "\t".join(field(row[name]) for name in self.names) + "\n"

    def read(self, _size):
        number = next(self.numbers, None)
        if number is None:
            return ""
        reply = self.session.get(f"{self.url}{number}")
        reply.raise_for_status()
        rows = reply.json()["data"]["participants"]
        return "".join(map(self.line, rows))


def main():
    url, pages, names, create, *queries = sys.argv[1:]
    connection = psycopg2.connect("")
    cursor = connection.cursor()
    cursor.execute(create)
    cursor.copy_expert("COPY staging FROM STDIN",
                       Pages(url, int(pages), names.split()))
    for query in queries:
        cursor.execute(query)
        print("|".join(map(str, cursor.fetchone())))


main()
