"""One environment: everything that environments/<name>.yaml says, with what it extends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.model.account import ApiCategory, RequestsPerSecond, SmsAccount
from config.model.base import Form, Key, Model, SecretName, Username
from config.model.clients import Client
from config.model.custom_resources import CustomResources
from config.model.domain import Domain
from config.model.groups import Group
from config.model.identity_pool import IdentityPool
from config.model.identity_providers import IdentityProviders
from config.model.regions import Region
from config.model.replicas import Replica
from config.model.resource_servers import ResourceServer
from config.model.tags import TagKey, TagValue
from config.model.triggers import Triggers
from config.model.user_imports import UserImport
from config.model.user_pool import UserPool

NAME = Form("^[a-z][a-z0-9-]{0,31}$", "lower-case letters, digits and hyphens, a letter first, at most 32 characters")


class SeedUser(Model):
    """A user that each deployment makes sure of. Its password comes from Secrets Manager, at deploy time."""

    username: Username
    """Username; an e-mail address where that is what users sign in with. A change makes a new user."""
    attributes: dict[str, str | bool] = {}
    """User attributes, such as email. email_verified is false unless written here: nobody has proven it."""
    groups: tuple[Key, ...] = ()
    """Groups of this environment, by their keys."""
    password_secret: SecretName | None = None
    """Name of an existing secret: the bare password, or JSON with a key "password". Default: one is generated in
    Secrets Manager, under /gatehouse/<environment>/seed-users/<key>."""


class StandingUser(Model):
    """An existing user for `verify`, where it must not create one."""

    username: Username
    """Its username."""
    password_secret: SecretName
    """Name of the secret: the bare password, or JSON with a key "password"."""


class Verify(Model):
    """How `python -m ops verify` signs in."""

    client: Key | None = None
    """Which client. Default: the first that allows SRP."""
    standing_user: StandingUser | None = None
    """Default: a throw-away user, created and deleted by each run."""


class Environment(Model):
    """One environment, complete."""

    name: Annotated[str, NAME]
    """From the file's name: never written in the file."""
    account: Annotated[str, Form("^[0-9]{12}$", "12 digits, in quotes")] | None = None
    """AWS account id, in quotes. Default: that of the credentials that deploy."""
    region: Region
    """AWS Region, such as eu-central-1."""
    ephemeral: bool = False
    """true: destroyed with its stacks, unprotected (a laptop, a preview). false: every user outlives a mistake."""
    tags: Annotated[dict[TagKey, TagValue], Field(max_length=50)] = {}
    """On every resource that takes tags."""
    user_pool: UserPool = UserPool()
    """Who can sign in, and how."""
    triggers: Triggers = Triggers()
    """Lambda functions that the user pool runs. Default: none."""
    replicas: dict[Region, Replica] = {}
    """Replicas of the user pool, by Region. Each is deployed as a stack of its own, there."""
    domain: Domain | None = None
    """Default: none, and so no hosted pages."""
    identity_providers: IdentityProviders = IdentityProviders()
    """Google, Apple, a company's own: who else may vouch for users."""
    resource_servers: dict[Key, ResourceServer] = {}
    """APIs of yours, with the scopes that clients may ask for."""
    clients: Annotated[dict[Key, Client], Field(min_length=1)]
    """App clients by name."""
    groups: dict[Key, Group] = {}
    """User pool groups: what users may do in AWS by what they are."""
    identity_pool: IdentityPool = IdentityPool()
    """What users may reach in AWS."""
    seed_users: dict[Key, SeedUser] = {}
    """Users that each deployment makes sure of."""
    user_imports: dict[Key, UserImport] = {}
    """Users that come from elsewhere, in CSV files: name -> what is imported once."""
    provisioned_limits: dict[ApiCategory, RequestsPerSecond] = {}
    """Category of operations -> requests a second, in the whole account and Region: between Cognito's default and the
    account's maximum in Service Quotas. Above the default it costs. One environment of an account may set it."""
    sms_account: SmsAccount | None = None
    """How SNS sends SMS, in the whole account and Region. One environment of an account may set it."""
    custom_resources: CustomResources = CustomResources()
    """How what sets all of this is watched, where CloudFormation alone can't set it."""
    verify: Verify = Verify()

    @property
    def group_names(self) -> dict[str, str]:
        """What Cognito calls each group, by its key."""
        return {key: group.name or key for key, group in self.groups.items()}
