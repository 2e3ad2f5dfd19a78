"""The drivers of drivers.json: what they need, and whether it is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Dict, List, Optional

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "build" / "bi"
LOG = FOLDER / "install.log"

Entry = Dict[str, Any]

DRIVERS: List[Entry] = json.loads((HERE / "drivers.json").read_text())

# Go's packages are Debian's; what npm and pip install is in the folder alone.
ENVIRONMENT = {
    **os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
    "GOCACHE": str(FOLDER / "go"), "GOTOOLCHAIN": "local",
    "NODE_PATH": str(FOLDER / "node_modules")}


def environment(entry: Entry) -> Dict[str, str]:
    """Of a driver: only one wants what pip installs."""
    if "pip" in entry:
        return {**ENVIRONMENT, "PYTHONPATH": str(FOLDER / "python")}
    return ENVIRONMENT


def is_there(entry: Entry) -> bool:
    return subprocess.run(
        entry["probe"], shell=True, env=environment(entry),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, check=False).returncode == 0


def commands(entry: Entry) -> List[List[str]]:
    """What installs a driver."""
    wanted = [["apt-get", "update", "-qq"],
              ["apt-get", "install", "-y", "-qq", "--no-install-recommends",
               *entry["packages"]]]
    if "pip" in entry:
        wanted.append(["/usr/bin/python3", "-m", "pip", "install", "--quiet",
                       "--target", str(FOLDER / "python"), entry["pip"]])
    if "npm" in entry:
        shutil.copy(HERE / "package.json", FOLDER)
        wanted.append(["npm", "install", "--prefix", str(FOLDER),
                       "--fetch-retries=1", "--no-package-lock",
                       "--no-audit", "--no-fund", "--omit=dev"])
    return wanted


def install(entry: Entry) -> None:
    with LOG.open("a") as log:
        for command in commands(entry):
            log.write(f"{' '.join(command)}\n")
            log.flush()
            if shutil.which(command[0]):
                subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                    check=False)


def why_not(entry: Entry) -> Optional[str]:
    """Why a driver cannot be run here, after trying to install it."""
    if is_there(entry):
        return None
    FOLDER.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        install(entry)
        if is_there(entry):
            return None
        return f"could not be installed, see {LOG.relative_to(FOLDER.parent.parent)}"
    return "not root, and not installed: " + " ".join(entry["packages"])
