"""Whatever stands in a file: an Environment, or a ConfigError that says where and what to do. Never anything else."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from config import loader
from config.errors import ConfigError, KeyPath
from config.model import Environment
from config.schema import schema
from config.yaml_file import read
from fuzzing import FUZZED, paths, written, written_in_lines
from json_schema import complaints

REAL = {file.stem: file.read_text(encoding="utf-8") for file in sorted(loader.ENVIRONMENTS.glob("*.yaml"))}
DATA = {name: read(loader.ENVIRONMENTS / f"{name}.yaml", name).data for name in REAL}
LEAKS = ("Input should", "[key]", "tuple", "constrained", "pydantic", "ruamel", "Python", "object at 0x", "None")
"""What only a programmer would say."""


def outcome(text: str | bytes) -> Environment | ConfigError:
    """What loading a text gives, as if it stood beside the real files; all problems must be told as they should."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "environments")
        folder.mkdir()
        shutil.copytree(loader.ENVIRONMENTS.parent / "assets", Path(root, "assets"))
        shutil.copytree(loader.ENVIRONMENTS.parent / "triggers", Path(root, "triggers"))
        for name, real in REAL.items():
            (folder / f"{name}.yaml").write_text(real, encoding="utf-8")
        (folder / "dev.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            return loader.load("dev", folder)
        except ConfigError as raised:
            error = raised
        lengths = {f"environments/{file.name}": len(file.read_bytes().splitlines()) for file in folder.iterdir()}
    assert error.problems
    assert str(error).encode()  # can be printed
    for problem in error.problems:
        assert 1 <= problem.location.line <= lengths[problem.location.file] + 1
        assert problem.location.column >= 1
        assert problem.what
        assert problem.fix
        assert [word for word in LEAKS if word in f"{problem.what} {problem.fix}" and word not in str(text)] == []
    return error


@FUZZED
@given(st.binary())
def test_survives_any_bytes(content: bytes) -> None:
    outcome(content)


@FUZZED
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_survives_any_text(text: str) -> None:
    outcome(text)


TOKENS = [
    *"ab-?:,[]{}&*!|>%@`#'\"\\\n\t\ufeff\x85\u2028é😀~=", " ", "  ", ": ", "\n  ", "\n- ", "|\n  ", ">-\n  ", "&a ",
    "*a", "<<: ", "!!int ", "!!set ", "!x ", "--- ", "...\n", "%YAML 1.1\n---\n", "%TAG ! x\n---\n", "1e3", "0x1F",
    "0o17", "1_0", ".inf", "null", "true", "yes", "2026-11-23", "12:30:45", "\\x41", "\\ud800", "\\UFFFFFFFF",
    "\\U00110000", "region: eu-west-1\n", "clients: {web: {}}\n", "extends: base\n", "name: ",
]  # fmt: skip


@FUZZED
@given(st.lists(st.sampled_from(TOKENS), max_size=20).map("".join))
def test_survives_any_yaml(text: str) -> None:
    outcome(text)


SCALARS = st.sampled_from([
    "x", "''", '"\\ud83d"', "1", "-0", "1.5", "1e999", ".inf", "-.inf", ".nan", "true", "~", "2026-11-23", "9" * 40,
    "9" * 5000, f"0x{'f' * 5000}", "!!int x", "!!float x", "!!bool x", "!!binary x", "!!str 1", "!x y", "*a", "*b",
])  # fmt: skip
KEYS = st.sampled_from([
    *Environment.model_fields, "extends", "type", "web", "<<", "1", "~", "'a b'", '"\\n"', '"\\ud83d"', "[x]", "&a k",
    "*a",
])  # fmt: skip
NODES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(KEYS, inner), max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key} : {value}" for key, value in pairs) + "}"
        ),
        st.tuples(st.sampled_from(["&a ", "&b ", "!!set ", "!!map ", "!!int ", "!!str ", 50 * "["]), inner).map(
            "".join
        ),
    ),
    max_leaves=20,
)


@FUZZED
@given(st.lists(st.tuples(KEYS, NODES), max_size=6))
def test_survives_anchors_aliases_tags_merges_and_odd_scalars(pairs: list[tuple[str, str]]) -> None:
    outcome("".join(f"{key} : {value}\n" for key, value in pairs))


@st.composite
def section(draw: st.DrawFn) -> dict[str, Any]:
    """One section of a real file, with what no environment is without."""
    whole = DATA[draw(st.sampled_from(sorted(DATA)))]
    part = draw(st.sampled_from(sorted(whole)))
    return copy.deepcopy({"region": "eu-west-1", "clients": {"web": {}}, "ephemeral": True, part: whole[part]})


def at(data: Any, path: KeyPath) -> Any:
    for key in path:
        data = data[key]
    return data


ODD = ["", "x", "ON", "\x7f", 0, -1, 2**40, 1.5, float("nan"), True, None, [], [None], [[1]], {}, {"x": {}}, {"": 1}]


@FUZZED
@given(section(), st.data())
def test_survives_damage_to_real_settings(data: dict[str, Any], draws: st.DataObject) -> None:
    for _ in range(draws.draw(st.integers(1, 3))):
        path = draws.draw(st.sampled_from([path for path in paths(data) if path] or [("region",)]))
        parent, last = at(data, path[:-1]), path[-1]
        old = parent.pop(last) if path in paths(data) else None
        new = copy.deepcopy(draws.draw(st.sampled_from([*ODD, [old], {"x": old}, parent])))
        if isinstance(parent, list):
            parent.append(new)
        elif draws.draw(st.booleans()):
            parent[draws.draw(st.sampled_from([last, f"{last}s", last[:-1], "type", "1"]))] = new
    loaded = outcome(written(data))
    if isinstance(loaded, Environment):  # what the model takes, editors must take
        assert list(complaints(schema(), data, schema())) == []


@FUZZED
@given(st.sampled_from(sorted(REAL)), st.data())
def test_survives_damage_to_real_text(name: str, draws: st.DataObject) -> None:
    lines = REAL[name].splitlines(keepends=True)
    start = draws.draw(st.integers(0, len(lines) - 1))
    lines = lines[start : start + 30]
    for _ in range(draws.draw(st.integers(1, 4))):
        here, there = (draws.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        cut = draws.draw(st.integers(0, len(lines[here])))
        token = draws.draw(st.sampled_from(TOKENS))
        match draws.draw(st.sampled_from(["double", "swap", "indent", "insert", "cut"])):
            case "double":
                lines.insert(there, lines[here])
            case "swap":
                lines[here], lines[there] = lines[there], lines[here]
            case "indent":
                lines[here] = f"  {lines[here]}"
            case "insert":
                lines[here] = lines[here][:cut] + token + lines[here][cut:]
            case _:
                lines[here] = lines[here][:cut]
    outcome("".join(lines))


MARK = "zz-injected"


def said(loaded: Environment | ConfigError) -> set[tuple[str, str]]:
    return {(each.path, each.what) for each in loaded.problems} if isinstance(loaded, ConfigError) else set()


@FUZZED
@given(section(), st.data())
def test_points_at_the_line_of_a_mistake_and_concludes_nothing_false_from_it(
    data: dict[str, Any], draws: st.DataObject
) -> None:
    before = said(outcome(written(data)))
    path = draws.draw(st.sampled_from([path for path, value in paths(data).items() if not isinstance(value, list)]))
    if isinstance(at(data, path), dict):
        at(data, path)[MARK] = 1
    else:
        at(data, path[:-1])[path[-1]] = {MARK: 1}
    text = ""
    for key, value in data.items():
        text += draws.draw(st.sampled_from(["", "\n", "# a comment\n", "\n   # another\n\n"]))
        text += written_in_lines({key: value}) if draws.draw(st.booleans()) else f"{key}: {written(value)}\n"
    error = outcome(text)
    assert isinstance(error, ConfigError)
    (line,) = [number for number, content in enumerate(text.splitlines(), 1) if MARK in content]
    assert line in {problem.location.line for problem in error.problems}
    elsewhere = ConfigError([problem for problem in error.problems if problem.location.line != line])
    assert said(elsewhere) <= before


def misspelt(word: str, draws: st.DataObject) -> str:
    at = draws.draw(st.integers(1, len(word) - 1))
    return draws.draw(
        st.sampled_from(
            [
                word[: at - 1] + word[at:],
                word[:at] + word[at - 1 :],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
                f"{word}s",
                word.replace("_", "-", 1).title(),
            ]
        )
    )


@FUZZED
@given(st.sampled_from(sorted(DATA)), st.data())
def test_concludes_nothing_from_a_key_that_a_misspelt_one_was_meant_to_be(name: str, draws: st.DataObject) -> None:
    data = copy.deepcopy(DATA[name] | {"region": "eu-west-1"})
    before = said(outcome(written(data)))
    *above, key = draws.draw(st.sampled_from([path for path in paths(data) if path and len(str(path[-1])) > 1]))
    parent = at(data, tuple(above))
    if isinstance(parent, list):
        return
    wrong = misspelt(key, draws)
    if wrong in parent:
        return
    parent[wrong] = parent.pop(key)
    text = written_in_lines(data)
    findings = outcome(text)
    unknown = f"there is no such key as {wrong!r}"
    if isinstance(findings, ConfigError) and unknown in {problem.what for problem in findings.problems}:
        elsewhere = ConfigError([problem for problem in findings.problems if problem.what != unknown])
        assert said(elsewhere) <= before
