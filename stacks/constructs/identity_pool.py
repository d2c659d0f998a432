"""The identity pool, its roles, which of them a sign-in receives, and the tags its sessions carry."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito

from config import roles
from config.model import identity_pool as model
from config.names import pascal
from constructs import Construct
from stacks.constructs import escape_hatch
from stacks.constructs.federated_role import FederatedRole
from stacks.constructs.logins import Logins
from stacks.constructs.sync import Sync

CfnAttachment = cognito.CfnIdentityPoolRoleAttachment


class IdentityPool(Construct):
    """The identity pool, retained unless `ephemeral`, since its identity ids are the keys of users' data."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        config: model.IdentityPool,
        pool_roles: roles.Roles,
        name: str,
        user_pool: str,
        client_ids: dict[str, str],
        ephemeral: bool,
        tags: dict[str, str],
    ) -> None:
        """`user_pool`: as a login, cognito-idp.<region>.amazonaws.com/<id>. `client_ids`: those accepted, by key."""
        super().__init__(scope, construct_id)
        self._logins = Logins(self, "Logins", config=config.logins, user_pool=user_pool, client_ids=client_ids)
        sync = Sync(self, "Sync", config=config.sync, ephemeral=ephemeral, tags=tags) if config.sync else None
        developer = config.logins.developer
        pool = cognito.CfnIdentityPool(
            self,
            "Default",
            identity_pool_name=config.name or name,
            allow_unauthenticated_identities=config.allow_unauthenticated_identities,
            allow_classic_flow=config.allow_classic_flow,
            cognito_identity_providers=self._logins.user_pools,
            supported_login_providers=self._logins.supported or None,
            open_id_connect_provider_arns=self._logins.oidc_arns or None,
            saml_provider_arns=self._logins.saml_arns or None,
            developer_provider_name=developer.name if developer else None,
            push_sync=sync.push if sync else None,
            cognito_streams=sync.streams if sync else None,
            cognito_events=sync.events if sync else None,
        )
        escape_hatch.retain(pool, ephemeral=ephemeral, reason="the pool holds the identity ids")
        self.id = pool.ref
        self.amr_of_logins = {key: login.amr for key, login in self._logins.by_name.items()}
        if sync:
            sync.let_in(self.id)
        self.authenticated_role = self._role("AuthenticatedRole", pool_roles.authenticated)
        self.guest_role = self._role("GuestRole", pool_roles.guest) if pool_roles.guest else None
        self.named_roles = {key: self._role(f"Role{pascal(key)}", role) for key, role in pool_roles.named.items()}
        for key, tagging in config.principal_tags.items():
            cognito.CfnIdentityPoolPrincipalTag(
                self,
                f"PrincipalTags{pascal(key.replace('_', '-'))}",
                identity_pool_id=self.id,
                identity_provider_name=self._logins.by_name[key].provider,
                use_defaults=tagging.use_defaults,
                principal_tags=tagging.tags or None,
            )

    def _role(self, construct_id: str, config: roles.FederatedRole) -> FederatedRole:
        return FederatedRole(
            self, construct_id, config=config, identity_pool_id=self.id, amr_of_logins=self.amr_of_logins
        )

    def attach_roles(self, mappings: dict[str, model.RoleMapping]) -> None:
        """Attach the two roles, and say which other role a sign-in receives: `mappings` by client or login."""
        attached = {"authenticated": self.authenticated_role.arn}
        if self.guest_role:
            attached["unauthenticated"] = self.guest_role.arn
        CfnAttachment(
            self,
            "RoleAttachment",
            identity_pool_id=self.id,
            roles=attached,
            # The map's keys are literal; the login, which is only known at deploy time, is a value (aws-cdk#2041).
            role_mappings={key: self._mapping(key, mapping) for key, mapping in mappings.items()} or None,
        )

    def _mapping(self, key: str, config: model.RoleMapping) -> CfnAttachment.RoleMappingProperty:
        rules = None
        if isinstance(config, model.RulesMapping):
            rules = CfnAttachment.RulesConfigurationTypeProperty(rules=[self._rule(rule) for rule in config.rules])
        return CfnAttachment.RoleMappingProperty(
            type=config.type,
            ambiguous_role_resolution=config.ambiguous_role_resolution,
            identity_provider=self._logins.mapped[key],
            rules_configuration=rules,
        )

    def _rule(self, config: model.MappingRule) -> CfnAttachment.MappingRuleProperty:
        return CfnAttachment.MappingRuleProperty(
            claim=config.claim,
            match_type=config.match_type,
            value=config.value,
            role_arn=self.named_roles[config.role].arn,
        )
