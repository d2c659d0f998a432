"""What prowler's detector of secrets says of our functions' code, without a deployment: that which is explained."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import groupby
from pathlib import Path

from ops.posture.explained import EXPLAINED
from synthesis import ROOT, load

JUDGES = Path(".gatehouse/judges")
CHECK = "awslambda_function_no_secrets_in_code"


def detected(folder: str) -> str:
    """In prowler's words. Of the detector's rules only those that guess: each of the others knows one provider."""
    subprocess.run(["make", "-s", JUDGES / ".installed"], cwd=ROOT, check=True)
    command = [ROOT / JUDGES / "bin/kingfisher", "scan", folder, "--rule=kingfisher.generic", "--confidence=low"]
    options = ["--format=json", "--no-dedup", "--no-validate", "--no-update-check", "--no-rule-cache"]
    command += [*options, "--exclude=__pycache__"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode in {0, 200}, answer.stderr  # 200: there are findings
    found = json.JSONDecoder().raw_decode(answer.stdout)[0]["findings"] or ()
    said = sorted((each["finding"]["path"], each["finding"]["line"], each["rule"]["name"]) for each in found)
    return "; ".join(
        f"{path}: {', '.join(f'{name} on line {line}' for _, line, name in group)}"
        for path, group in groupby(said, lambda each: each[0])
    )


def test_each_guess_at_a_secret_in_what_make_local_deploys_is_explained() -> None:
    (explained,) = (each for each in EXPLAINED if CHECK in each.checks)
    text = f"Potential secrets found in Lambda function SeedUsersFunction code -> {detected('custom_resources')}."
    assert re.fullmatch(explained.says, text), (
        f"prowler would say: {text}\n    fix: word it otherwise, or explain it in ops/posture/explained.py"
    )
    folders = [trigger.code.path for trigger in load("local").triggers.given().values() if trigger.code]
    assert {detected(folder) for folder in folders} == {""}


def test_the_detector_is_that_of_prowler() -> None:
    texts = [(ROOT / f"requirements-{name}.txt").read_text(encoding="utf-8") for name in ("judges", "posture")]
    judges, posture = (re.findall(r"^kingfisher-bin==\S+", text, re.MULTILINE) for text in texts)
    assert judges == posture != []
