"""What a user reads whose environment can't be used: each message in full, from messages/*.txt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config import loader, rules
from config.errors import ConfigError
from message_cases import Case, cases, write

NEEDED = "region: eu-west-1\nclients: {web: {}}\n"
"""What stands above each text of values.txt, since no environment is without it."""

FILES, VALUES, RULES = cases("files.txt"), cases("values.txt"), cases("rules.txt")


def title(case: Case) -> str:
    return case.title


@pytest.mark.parametrize("case", VALUES, ids=title)
def test_tells_what_is_wrong_with_a_value(told: Callable[..., str], case: Case) -> None:
    assert told(NEEDED + case.files["dev.yaml"], case.files) == case.message


@pytest.mark.parametrize("case", FILES + RULES, ids=title)
def test_tells_what_is_wrong_with_a_file(told: Callable[..., str], case: Case) -> None:
    assert told(case.files["dev.yaml"], case.files) == case.message


@pytest.mark.parametrize("case", RULES, ids=title)
def test_accepts_values_that_go_together(folder: Path, case: Case) -> None:
    write(folder, case.mended)
    loader.load("dev", folder)


def test_every_rule_is_seen_broken_and_kept() -> None:
    elsewhere = {"files_fit_a_template"}  # test_config_branding.py: too large for a file of messages
    assert {case.title.split(":")[0] for case in RULES} | elsewhere == {rule.__name__ for rule in rules.ALL}


def test_tells_all_violations_at_once_in_the_order_of_the_file(told: Callable[..., str]) -> None:
    message = told(
        "region: eu-west-1\nclients:\n  web: {oauth: {callback_urls: [http://example.com]}}\ntags: {aws:x: y}\n"
        "user_pool: {account_recovery: []}\n"
    )
    assert [line.split(": ")[0] for line in message.splitlines()[::2]] == [
        "environments/dev.yaml:3:9",
        "environments/dev.yaml:3:33",
        "environments/dev.yaml:4:8",
        "environments/dev.yaml:5:13",
    ]


def test_tells_violations_beside_values_that_cannot_be_read(told: Callable[..., str]) -> None:
    """Of the domain, which oauth needs, nothing can be said; of account_recovery and of tags it can."""
    message = told(
        "region: eu-west-1\ndomain: {prefix: A}\ntags: {aws:x: y}\n"
        "clients: {web: {oauth: {scopes: 1, logout_urls: 2}}}\n"
        "user_pool: {mfa: {configuration: maybe}, account_recovery: []}\n"
    )
    assert [line.split(": ")[:2] for line in message.splitlines()[::2]] == [
        ["environments/dev.yaml:2:18", "domain.prefix"],
        ["environments/dev.yaml:3:8", "tags.aws:x"],
        ["environments/dev.yaml:4:17", "clients.web.oauth.callback_urls"],
        ["environments/dev.yaml:4:33", "clients.web.oauth.scopes"],
        ["environments/dev.yaml:4:49", "clients.web.oauth.logout_urls"],
        ["environments/dev.yaml:5:34", "user_pool.mfa.configuration"],
        ["environments/dev.yaml:5:42", "user_pool.account_recovery"],
    ]


def test_takes_no_attribute_longer_than_cognito_does(told: Callable[..., str]) -> None:
    text = f"seed_users: {{alice: {{username: alice, attributes: {{profile: {2049 * 'x'}}}}}}}\n"
    assert told(NEEDED + text) == (
        f"environments/dev.yaml:3:52: seed_users.alice.attributes.profile: '{60 * 'x'}...' is too long\n"
        "    fix: write at most 2048 characters"
    )


@pytest.mark.parametrize("name", ["../dev", "/dev", "dev.yaml", "", "DEV", "base", "environments/dev", "d\0v", "dév"])
def test_knows_only_the_names_of_files_in_its_folder(folder: Path, name: str) -> None:
    (folder / "dev.yaml").write_text(NEEDED)
    (folder / "base.yaml").write_text(NEEDED)
    (folder.parent / "dev.yaml").write_text(NEEDED)
    with pytest.raises(ConfigError) as caught:
        loader.load(name, folder)
    (problem,) = caught.value.problems
    assert (str(problem.location), problem.what) == ("environments", f"there is no environment {name!r}")


def test_tells_which_environments_exist(folder: Path) -> None:
    for name in ("base", "dev", "prod"):
        (folder / f"{name}.yaml").touch()
    with pytest.raises(ConfigError) as caught:
        loader.load("production-2", folder)
    assert str(caught.value) == (
        "environments: there is no environment 'production-2'\n"
        "    fix: These exist: dev, prod\n"
        "1 problem found; nothing was synthesized."
    )


def test_tells_the_nearest_environment(folder: Path) -> None:
    for name in ("dev", "prod"):
        (folder / f"{name}.yaml").touch()
    with pytest.raises(ConfigError, match="fix: did you mean 'prod'\\? These exist: dev, prod\n"):
        loader.load("prd", folder)


def test_tells_that_there_are_no_environments(folder: Path) -> None:
    with pytest.raises(ConfigError, match="fix: These exist: none\n"):
        loader.load("dev", folder)


NAME = "lower-case letters, digits and hyphens, a letter first, at most 32 characters"


@pytest.mark.parametrize(
    ("file", "what", "fix"),
    [
        ("Dev_1.yaml", "'Dev_1' can't be the name of an environment", f"rename it: {NAME}"),
        ("dev.yml", "ends in .yml", "rename it to dev.yaml"),
        ("dev.YAML", "ends in .YAML", "rename it to dev.yaml"),
    ],
)
def test_tells_that_a_file_has_a_bad_name(folder: Path, file: str, what: str, fix: str) -> None:
    (folder / file).write_text(NEEDED)
    assert loader.names(folder) == []
    with pytest.raises(ConfigError) as caught:
        loader.load(file.partition(".")[0], folder)
    assert str(caught.value) == (
        f"environments/{file}: {what}\n    fix: {fix}\n1 problem found; nothing was synthesized."
    )


def unreadable(folder: Path, content: Callable[[Path], object]) -> list[str]:
    content(folder / "dev.yaml")
    with pytest.raises(ConfigError) as caught:
        loader.load("dev", folder)
    return str(caught.value).splitlines()[:2]


def test_tells_that_a_file_is_a_folder(folder: Path) -> None:
    assert unreadable(folder, Path.mkdir) == [
        "environments/dev.yaml: can't be read: Is a directory",
        "    fix: make it a file that you may read",
    ]


def test_tells_that_a_link_leads_nowhere(folder: Path) -> None:
    assert unreadable(folder, lambda path: path.symlink_to("gone")) == [
        "environments/dev.yaml: can't be read: No such file or directory",
        "    fix: make it a file that you may read",
    ]


def test_tells_that_a_file_is_not_utf_8(folder: Path) -> None:
    assert unreadable(folder, lambda path: path.write_bytes(b"region: eu-west-1\n# caf\xe9\n")) == [
        "environments/dev.yaml:2:1: is not UTF-8: invalid continuation byte",
        "    fix: save it as UTF-8",
    ]


def test_tells_that_a_file_holds_what_is_no_text(folder: Path) -> None:
    assert unreadable(folder, lambda path: path.write_bytes(b"region: eu-west-1\ntags: {a: \x07}\n")) == [
        "environments/dev.yaml:2:11: holds '\\x07', which YAML doesn't allow",
        "    fix: remove it",
    ]
