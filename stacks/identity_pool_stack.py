"""What users may reach in AWS: the identity pool, its roles, the groups with their roles, the seed users in them."""

from __future__ import annotations

from config import roles
from config.model import Environment
from config.names import Names
from constructs import Construct
from stacks.constructs import pseudo
from stacks.constructs.group import Group
from stacks.constructs.identity_pool import IdentityPool
from stacks.constructs.published import publish, read
from stacks.constructs.seed_users import SeedUsers
from stacks.constructs.user_imports import UserImports
from stacks.environment_stack import EnvironmentStack


class IdentityPoolStack(EnvironmentStack):
    """Everything that turns a sign-in into AWS keys. What it needs of the user pool comes from SSM."""

    def __init__(self, scope: Construct, *, config: Environment, names: Names) -> None:
        super().__init__(
            scope, names.identity_pool_stack, config=config, region=config.region, about="what users may reach in AWS"
        )
        user_pool_id = read(self, names.parameter("user-pool-id"))
        pool_roles = roles.roles(config)
        pool = IdentityPool(
            self,
            "IdentityPool",
            config=config.identity_pool,
            pool_roles=pool_roles,
            name=names.prefix,
            user_pool=f"cognito-idp.{pseudo.REGION}.{pseudo.URL_SUFFIX}/{user_pool_id}",
            client_ids={key: read(self, names.client_id(key)) for key in roles.accepted_clients(config)},
            ephemeral=config.ephemeral,
            tags=config.tags,
        )
        groups = {
            key: Group(
                self,
                key,
                name=config.group_names[key],
                config=group,
                role=pool_roles.groups[key],
                user_pool_id=user_pool_id,
                identity_pool_id=pool.id,
                amr_of_logins=pool.amr_of_logins,
                ephemeral=config.ephemeral,
            )
            for key, group in config.groups.items()
        }
        pool.attach_roles(roles.role_mappings(config))
        user_pool_arn = read(self, names.parameter("user-pool-arn")) if config.seed_users or config.user_imports else ""
        if config.seed_users:
            seed_users = SeedUsers(
                self,
                "SeedUsers",
                config=config.seed_users,
                group_names=config.group_names,
                names=names,
                user_pool_id=user_pool_id,
                user_pool_arn=user_pool_arn,
                ephemeral=config.ephemeral,
                tags=config.tags,
            )
            for user in seed_users.users:
                user.node.add_dependency(*groups.values())
        if config.user_imports:
            UserImports(
                self,
                "UserImports",
                config=config.user_imports,
                user_pool_id=user_pool_id,
                user_pool_arn=user_pool_arn,
                tags=config.tags,
            )
        publish(self, names.parameter("identity-pool-id"), value=pool.id, tags=config.tags)
        publish(self, names.parameter("authenticated-role-arn"), value=pool.authenticated_role.arn, tags=config.tags)
        if pool.guest_role:
            publish(self, names.parameter("guest-role-arn"), value=pool.guest_role.arn, tags=config.tags)
        for key, group in groups.items():
            publish(self, names.group_role_arn(key), value=group.role_arn, tags=config.tags)
        for key, role in pool.named_roles.items():
            publish(self, names.role_arn(key), value=role.arn, tags=config.tags)
