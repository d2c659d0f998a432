"""The assembly of all environments, written by another process in surroundings that differ wherever they can."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from synthesis import ROOT

NEEDLE = "correct-horse-battery-staple"
NOWHERE = "http://127.0.0.1:9"
ELSEWHERE = {
    "PATH": os.environ["PATH"],
    # jsii unpacks the CDK into the home directory, which takes seconds: let it use what it unpacked for us.
    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(ROOT / ".gatehouse" / "home" / "jsii"),
    "PYTHONHASHSEED": "20260523",
    "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
    "PYTHONDONTWRITEBYTECODE": "1",
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "USER": "somebody",
    "TZ": "Pacific/Auckland",
    "CDK_DEFAULT_ACCOUNT": "999999999999",
    "CDK_DEFAULT_REGION": "ap-south-1",
    "AWS_REGION": "ap-south-1",
    "AWS_ACCESS_KEY_ID": f"AKIA{NEEDLE}",
    "AWS_SECRET_ACCESS_KEY": NEEDLE,
    "AWS_SESSION_TOKEN": NEEDLE,
    "PASSWORD": NEEDLE,
}


@functools.cache
def assembly() -> dict[str, bytes]:
    """File -> content, with another home, folder, hash seed, time zone and AWS account, and no way out to a network."""
    with TemporaryDirectory() as home, TemporaryDirectory() as out:
        subprocess.run(
            [sys.executable, Path(__file__).with_name("synthesize_all.py"), out],
            cwd=home,
            env={"HOME": home, **ELSEWHERE},
            check=True,
        )
        return {str(file.relative_to(out)): file.read_bytes() for file in Path(out).rglob("*") if file.is_file()}
