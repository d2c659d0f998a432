"""The user pool's Schema: the attributes that differ from Cognito's defaults."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import user_pool as model
from config.model.attributes import OWNER_ATTRIBUTE
from config.model.user_pool import CustomAttribute, NumberAttribute, StringAttribute

Cfn = cognito.CfnUserPool

_STANDARD_TYPES = {"updated_at": "Number"}
"""All other standard attributes are strings."""


def schema(config: model.UserPool) -> list[Cfn.SchemaAttributeProperty]:
    """Each entry with its type: Cognito refuses every later update of an entry without one (aws-cdk#8585)."""
    standard = [
        Cfn.SchemaAttributeProperty(
            name=name,
            attribute_data_type=_STANDARD_TYPES.get(name, "String"),
            required=attribute.required,
            mutable=attribute.mutable,
            string_attribute_constraints=_lengths(*attribute.lengths) if attribute.lengths else None,
        )
        for name, attribute in config.standard_attributes.items()
    ]
    custom = [_custom(name, attribute) for name, attribute in config.custom_attributes.items()]
    # In every pool, seed users or not: a schema entry can be added to a live pool, and never taken away again.
    owner = _custom(OWNER_ATTRIBUTE, StringAttribute(type="String", mutable=False))
    return [*standard, *custom, owner]


def _custom(name: str, attribute: CustomAttribute) -> Cfn.SchemaAttributeProperty:
    text = number = None
    if isinstance(attribute, StringAttribute):
        text = _lengths(attribute.min_length, attribute.max_length)
    if isinstance(attribute, NumberAttribute) and (attribute.min_value, attribute.max_value) != (None, None):
        number = Cfn.NumberAttributeConstraintsProperty(
            min_value=_text(attribute.min_value), max_value=_text(attribute.max_value)
        )
    return Cfn.SchemaAttributeProperty(
        name=name,
        attribute_data_type=attribute.type,
        mutable=attribute.mutable,
        required=False,
        string_attribute_constraints=text,
        number_attribute_constraints=number,
    )


def _lengths(low: int, high: int) -> Cfn.StringAttributeConstraintsProperty:
    return Cfn.StringAttributeConstraintsProperty(min_length=str(low), max_length=str(high))


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
