"""The environments of this project, and the names that everything derives from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from config import loader
from config.model.domain import CustomDomain, Domain
from config.names import Names, pascal

EXAMPLES = loader.ENVIRONMENTS.parent / "examples"


@pytest.mark.parametrize("name", loader.names())
def test_every_environment_of_this_project_can_be_used(name: str) -> None:
    assert loader.load(name).name == name


@pytest.mark.parametrize("name", loader.names(EXAMPLES))
def test_every_example_can_be_copied_as_it_is(name: str, folder: Path) -> None:
    """It extends nothing, and nobody would advise against anything in it."""
    (folder / "mine.yaml").write_text((EXAMPLES / f"{name}.yaml").read_text())
    assert loader.load_with_advice("mine", folder)[1] == []


def test_the_list_of_examples_names_each() -> None:
    rows = re.compile(r"^\| \[([a-z0-9-]+)\.yaml\]\(\1\.yaml\) \|", re.MULTILINE)
    listed = rows.findall((EXAMPLES / "README.md").read_text())
    assert sorted(listed) == loader.names(EXAMPLES)


def test_what_the_others_extend_is_no_environment() -> None:
    assert (loader.ENVIRONMENTS / "base.yaml").is_file()
    assert "base" not in loader.names()


def test_names_the_environments_in_alphabetical_order(folder: Path) -> None:
    for name in ("prod", "dev", "base", "staging"):
        (folder / f"{name}.yaml").touch()
    (folder / "environment.schema.json").touch()
    assert loader.names(folder) == ["dev", "prod", "staging"]


def test_an_environment_can_not_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        loader.load("local").user_pool.mfa.configuration = "OFF"  # type: ignore[misc]


def test_names_are_those_that_other_tools_rely_on() -> None:
    names = Names("prod")
    assert (names.prefix, names.user_pool_stack, names.identity_pool_stack) == (
        "gatehouse-prod",
        "gatehouse-prod-user-pool",
        "gatehouse-prod-identity-pool",
    )
    assert names.parameter("user-pool-id") == "/gatehouse/prod/user-pool-id"
    assert names.client_id("web") == "/gatehouse/prod/clients/web/id"
    assert names.group_role_arn("admins") == "/gatehouse/prod/groups/admins/role-arn"
    assert names.seed_user_secret("alice") == "/gatehouse/prod/seed-users/alice"


def test_a_domain_of_ones_own_comes_before_the_prefix() -> None:
    own = CustomDomain(domain="auth.example.com", certificate_arn="arn:aws:acm:us-east-1:111111111111:certificate/a")
    assert Domain(prefix="example", custom=own).host("eu-west-1") == "auth.example.com"
    assert Domain(prefix="example").host("eu-west-1") == "example.auth.eu-west-1.amazoncognito.com"
    assert Domain().host("eu-west-1") is None


@pytest.mark.parametrize(
    ("key", "logical"),
    [("web", "Web"), ("single-page-app", "SinglePageApp"), ("a-1", "A1"), ("a--b-", "AB"), ("My.IdP_2", "MyIdP2")],
)
def test_keys_become_logical_ids(key: str, logical: str) -> None:
    assert pascal(key) == logical
