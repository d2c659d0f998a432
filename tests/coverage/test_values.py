"""No word that Cognito takes is forgotten: what AWS adds to an enum fails here by its name."""

from __future__ import annotations

import copy
import json
from typing import Any

import botocore.session
import pytest
from botocore.model import ServiceModel

import ledger
from api_requests import refused
from cognito_api import service
from ledger import leaves
from values import unsaid, values, values_of, varied

NEW = "BRAND_NEW"


@pytest.mark.parametrize("of", list(dict.fromkeys(value.leaf.of for value in values())))
def test_every_word_can_be_said_or_is_excused(of: str) -> None:
    told = unsaid(value for value in values() if value.leaf.of == of)
    assert not told, "\n".join(told)


def test_the_api_takes_every_word_that_an_environment_can_say() -> None:
    assert [complaint for template in varied() for complaint in refused(template)] == []


def tomorrow(name: str) -> ServiceModel:
    """A service's model of today, with one word more in every enum."""
    model = botocore.session.get_session().get_component("data_loader").load_service_model(name, "service-2")
    model = copy.deepcopy(model)
    for shape in model["shapes"].values():
        if "enum" in shape:
            shape["enum"].append(NEW)
    return ServiceModel(model, name)


def test_a_new_word_of_the_api_is_told_by_name_and_with_a_fix() -> None:
    told = unsaid(values_of(ledger.operations_leaves(tomorrow)))
    settings = [leaf for leaf in ledger.operations_leaves(service) if leaf.words and not leaf.excuse]
    assert [text.partition("\n")[0] for text in told] == [
        f"{leaf.name}={NEW} can be said in no environment"
        for leaf in settings
        if leaf.path != ("TermsName",)  # its words are a pattern's
    ]
    assert (
        "cognito-idp:SetLogDeliveryConfiguration LogConfigurations.LogLevel=BRAND_NEW can be said in no environment\n"
        "    fix: offer BRAND_NEW in config/model/, where the other values of this setting stand; if it is set under "
        "another name, say so in tests/coverage/operations.py; or else say why not in tests/coverage/excused.py"
    ) in told


def learned(kind: str) -> dict[str, Any]:
    """A resource type's schema, where CloudFormation knows what its API alone knew."""
    schema = json.dumps(ledger.schema_of(kind))
    schema = schema.replace("cognito:(default|", "cognito:(default|dutch|")
    return json.loads(schema.replace('"ALLOW_USER_AUTH"', '"ALLOW_USER_AUTH", "ALLOW_TOKEN_EXCHANGE_DELEGATION"'))


def test_what_cloudformation_learns_is_told_though_the_api_s_is_excused_or_set_by_a_custom_resource() -> None:
    settings = list(ledger.types_leaves(learned))
    assert [text.partition("\n")[0] for text in ledger.forgotten(settings) + unsaid(values_of(settings))] == [
        "AWS::Cognito::Terms Links.cognito:dutch is seen in no template of environments/everything*.yaml",
        "AWS::Cognito::UserPoolClient ExplicitAuthFlows=ALLOW_TOKEN_EXCHANGE_DELEGATION can be said in no environment",
    ]


def test_the_words_of_a_setting_that_is_excused_need_no_excuses_of_their_own() -> None:
    (leaf,) = [leaf for leaf in leaves() if leaf.name == "cognito-idp:AdminCreateUser MessageAction"]
    assert leaf.words == ("RESEND", "SUPPRESS")
    assert unsaid(values_of([leaf])) == []
