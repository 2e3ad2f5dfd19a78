#!/usr/bin/env python3
"""Measure and print: figures.py PART…

The cluster, nginx and the slow APIs are running (run.sh); the environment says
where.
"""

import sys

import goals
import growth
import latency
import memory
import queries
import settings
import speed
import wire
from measure import execute, psql, record

PARTS = {"goals": goals.measure, "speed": speed.measure,
         "wire": wire.measure, "latency": latency.measure,
         "queries": queries.measure, "growth": growth.measure,
         "settings": settings.measure,
         "memory": memory.measure, "leaks": memory.leaks}

version = execute(psql("SELECT rtk_fdw_version()")).output
print(version)
record("version", version)
for part in sys.argv[1:]:
    PARTS[part]()
