"""Rules of the user pool's key and replicas."""

from __future__ import annotations

from collections.abc import Iterator

from config.gaps import certain
from config.model import Environment
from config.model.arns import region_of
from config.rules.violation import Violation

KEY = ("user_pool", "kms_key_arn")
MULTI_REGION = "/mrk-"


def key_is_in_reach(environment: Environment) -> Iterator[Violation]:
    """Cognito uses keys of its own Region (CreateUserPool: KeyConfiguration)."""
    arn = environment.user_pool.kms_key_arn
    if arn and region_of(arn) not in {environment.region, "Region"}:
        what = f"is in {region_of(arn)}, and the pool in {environment.region}"
        yield Violation(KEY, what, "name a key in the pool's Region; of a multi-Region key, its ARN there")


def replicas_are_elsewhere(environment: Environment) -> Iterator[Violation]:
    """A replica is in another Region (CreateUserPoolReplica: RegionName)."""
    if environment.region in environment.replicas:
        yield Violation(("replicas", environment.region), "is the user pool's own Region", "name another, or remove it")


def failover_leads_to_a_replica(environment: Environment) -> Iterator[Violation]:
    """The secondary Region is where the replica is (CreateUserPoolDomain: Routing)."""
    custom = environment.domain and environment.domain.custom
    if custom and custom.failover and custom.failover.secondary_region not in environment.replicas:
        region = custom.failover.secondary_region
        path = ("domain", "custom", "failover", "secondary_region")
        fix = "write the Region of a replica, and declare it under replicas"
        yield Violation(path, f"there is no replica in {region}", fix)


def replicas_share_a_key(environment: Environment) -> Iterator[Violation]:
    """Replication asks for a multi-Region key of yours (KeyConfigurationType: KeyType).
    https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html"""
    arn = environment.user_pool.kms_key_arn
    if environment.replicas and (not arn or MULTI_REGION not in arn):
        what = "is no multi-Region key, and there are replicas" if arn else "is not set, and there are replicas"
        yield Violation(KEY, what, "name a multi-Region key (arn:...:key/mrk-...) that every Region of replicas has")


def replicas_run_what_is_there(environment: Environment) -> Iterator[Violation]:
    """A replica without functions of its own runs the pool's: those that are made are made there, too; one that exists
    must be there. https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-multi-region.html"""
    triggers = environment.triggers
    arns = {name: trigger.arn for name, trigger in triggers.given().items() if not trigger.code}
    for region, replica in environment.replicas.items():
        with certain:
            for name, arn in {**arns, "kms_key_id": triggers.kms_key_id}.items():
                if not replica.triggers and arn and region_of(arn) not in {region, "Region"}:
                    what = f"{name} would be {arn!r}, which is not in {region}"
                    yield Violation(("replicas", region, "triggers"), what, "set it here, to one of this Region")


RULES = (
    key_is_in_reach,
    replicas_are_elsewhere,
    failover_leads_to_a_replica,
    replicas_share_a_key,
    replicas_run_what_is_there,
)
