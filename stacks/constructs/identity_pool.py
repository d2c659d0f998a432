"""The identity pool, its two roles, and which role a sign-in receives."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config.model import identity_pool as model
from constructs import Construct
from stacks.constructs import escape_hatch
from stacks.constructs.federated_role import FederatedRole

CfnAttachment = cognito.CfnIdentityPoolRoleAttachment


class IdentityPool(Construct):
    """The identity pool, retained unless `ephemeral`, since its identity ids are the keys of users' data."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.IdentityPool,
        name: str,
        provider: str,
        client_ids: dict[str, str],
        ephemeral: bool,
    ) -> None:
        """`provider`: the user pool as a login, cognito-idp.<region>.amazonaws.com/<id>. `client_ids` by key."""
        super().__init__(scope, construct_id)
        self._config = config
        self._logins = {key: f"{provider}:{client_id}" for key, client_id in client_ids.items()}
        pool = cognito.CfnIdentityPool(
            self,
            "Default",
            identity_pool_name=config.name or name,
            allow_unauthenticated_identities=config.allow_unauthenticated_identities,
            allow_classic_flow=config.allow_classic_flow,
            cognito_identity_providers=[
                cognito.CfnIdentityPool.CognitoIdentityProviderProperty(
                    provider_name=provider,
                    client_id=client_id,
                    server_side_token_check=True,  # a user who was disabled or signed out gets no new keys
                )
                for client_id in client_ids.values()
            ],
        )
        escape_hatch.retain(pool, ephemeral=ephemeral, reason="the pool holds the identity ids")
        self.id = pool.ref
        self.authenticated_role = FederatedRole(
            self,
            "AuthenticatedRole",
            policy=config.authenticated_policy,
            identity_pool_id=self.id,
            identity="authenticated",
            description="Users who signed in",
        )
        self.guest_role = (
            FederatedRole(
                self,
                "GuestRole",
                policy=config.guest_policy,
                identity_pool_id=self.id,
                identity="unauthenticated",
                description="Guests: nobody signed in",
            )
            if config.allow_unauthenticated_identities
            else None
        )

    def attach_roles(self, *, by_group: bool) -> None:
        """Attach the two roles; `by_group`: a member of a group receives the group's role, as its token says."""
        roles = {"authenticated": self.authenticated_role.arn}
        if self.guest_role:
            roles["unauthenticated"] = self.guest_role.arn
        CfnAttachment(
            self,
            "RoleAttachment",
            identity_pool_id=self.id,
            roles=roles,
            # The map's keys are literal; the login, which is only known at deploy time, is a value (aws-cdk#2041).
            role_mappings={
                key: CfnAttachment.RoleMappingProperty(
                    type="Token",
                    ambiguous_role_resolution=self._config.ambiguous_role_resolution,
                    identity_provider=login,
                )
                for key, login in self._logins.items()
            }
            if by_group
            else None,
        )
