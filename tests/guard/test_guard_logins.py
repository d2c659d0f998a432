"""A role for one login alone is judged by what Cognito says of that login, whichever kind it is."""

from __future__ import annotations

import copy
import json
import shutil
from typing import Any

import pytest

from config import loader
from config.model import Environment
from ops.guard.run import guard
from ops.templates import Template, resources
from synthesis import ROOT, synthesize


def findings(templates: dict[str, Template], config: Environment) -> list[tuple[str, str]]:
    return [(finding.role.partition("/")[2], finding.what) for finding in guard(config, templates).findings]


ONE: dict[str, Any] = {
    "amazon": "amzn1.application-oa2-client.188a56d827a7d6555a8b67a5d",
    "apple": "com.example.app",
    "facebook": "7346241598935552",
    "google": "123456789012-abcdefgh.apps.googleusercontent.com",
    "twitter": {
        "consumer_key": "xvz1evFS4wEEPTGEFPHBog",
        "consumer_secret": {"secret": "x", "key": "k", "version": "11111111-2222-3333-4444-555555555555"},
    },
    "developer": {"name": "login.example.com", "passes_principal_tags": True},
}
SEVERAL: dict[str, Any] = {
    "user_pools": {
        "partners": {
            "provider_name": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_P1",
            "client_id": "1example23456789",
        }
    },
    "oidc_provider_arns": {"payroll": "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/payroll.example.com"},
    "oidc_providers": {"staff": {"url": "https://login.example.com/staff", "client_ids": ["gatehouse"]}},
    "saml_provider_arns": {"corporate": "arn:${AWS::Partition}:iam::${AWS::AccountId}:saml-provider/corporate"},
    "saml_providers": {"agency": {"name": "agency", "metadata_file": "assets/example-saml-metadata.xml"}},
}
"""With those above, a login of every kind; `user_pool` is there by itself."""
TAGGED = {"user_pool", "payroll", "staff", "corporate", "agency"}


@pytest.fixture(scope="module")
def every_login(tmp_path_factory: pytest.TempPathFactory) -> tuple[Environment, dict[str, Template]]:
    """A role for each login alone; some tag their sessions."""
    names = ["user_pool", *ONE, *(name for several in SEVERAL.values() for name in several)]
    file = {
        "extends": "dev",
        "identity_pool": {
            "logins": ONE | SEVERAL,
            "roles": {name.replace("_", "-"): {"trust": {"logins": [name]}} for name in names},
            "principal_tags": {name: {"tags": {"team": "team"}} for name in TAGGED},
        },
    }
    folder = tmp_path_factory.mktemp("repository") / "environments"
    for place in ("environments", "assets"):
        shutil.copytree(ROOT / place, folder.parent / place)
    (folder / "logins.yaml").write_text(json.dumps(file))
    config = loader.load("logins", folder)
    return config, synthesize(config)


def test_a_role_for_one_login_alone_lets_in_no_other_whichever_it_is(
    every_login: tuple[Environment, dict[str, Template]],
) -> None:
    report = guard(*every_login)
    assert report.findings == []
    limited = [role for role in report.roles if " by " in role.trustee]
    assert len(limited) == len({login for role in limited for login in [role.trustee]}) == 12
    assert sum("with tags" in role.trustee for role in limited) == len(TAGGED) + 1  # the developer's, by the file


def test_a_role_that_may_tag_its_sessions_and_should_not_is_found(
    every_login: tuple[Environment, dict[str, Template]],
) -> None:
    config, there = every_login
    found = copy.deepcopy(there)
    for template in found.values():
        for key in resources(template, "AWS::Cognito::IdentityPoolPrincipalTag"):
            del template["Resources"][key]
    told = findings(found, config)
    assert len({role for role, _ in told}) == len(TAGGED)  # those for all logins still serve the developer's
    assert all("sts:TagSession" in what for _, what in told)


def test_a_provider_that_is_not_made_lets_nobody_in(every_login: tuple[Environment, dict[str, Template]]) -> None:
    config, there = every_login
    found = copy.deepcopy(there)
    for template in found.values():
        for key in resources(template, "AWS::IAM::SAMLProvider"):
            template["Resources"][key]["Properties"]["Name"] = "another"
    assert {role for role, _ in findings(found, config) if "RoleAgency" in role}
