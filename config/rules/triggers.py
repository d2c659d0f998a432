"""Rules of Lambda triggers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from config.errors import KeyPath, dotted
from config.gaps import certain
from config.model import Environment
from config.model.arns import region_of
from config.model.base import written
from config.model.triggers import SENDERS, Trigger, Triggers
from config.rules.violation import Violation

POOL = ("triggers",)
CUSTOM_AUTH = ("define_auth_challenge", "create_auth_challenge", "verify_auth_challenge_response")
CUSTOM_AUTH_FLOW = "ALLOW_CUSTOM_AUTH"
PASSWORD_FLOWS = ("ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH")
MAX_ENVIRONMENT_SIZE = 4096
_SECOND = timedelta(seconds=1)


def each_trigger_has_one_owner(environment: Environment) -> Iterator[Violation]:
    """A trigger runs one function (LambdaConfigType): one that is made here, or one that exists."""
    for path, _, trigger in each_trigger(environment):
        with certain:
            if trigger.code and trigger.arn:
                what = f"has two owners: the code in {trigger.code.path!r}, and the function {trigger.arn!r}"
                yield Violation(path, what, "keep `code` or `arn`, and write `null` for one that another file sets")
            elif not trigger.code and not trigger.arn:
                fix = "add `code` (a folder of this repository) or `arn` (a function that exists)"
                yield Violation(path, "runs nothing", fix)


def settings_are_those_of_a_function_made_here(environment: Environment) -> Iterator[Violation]:
    """A function that exists has its own settings: a pool knows but its ARN (CreateUserPool: LambdaConfig)."""
    for path, _, trigger in each_trigger(environment):
        with certain:
            for key in sorted(trigger.model_fields_set - {"arn", "code", "lambda_version"}):
                if trigger.arn and not trigger.code:
                    what = f"changes nothing: {trigger.arn!r} has its own settings"
                    yield Violation((*path, key), what, "remove it, or change that function where it is made")


def functions_are_within_reach(environment: Environment) -> Iterator[Violation]:
    """Cognito invokes functions and uses keys of its own Region; whether the permission can be made here depends on the
    function's account. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html"""
    arns: list[tuple[KeyPath, str, str | None]] = []
    for path, region, triggers in _owners(environment):
        with certain:
            arns.append(((*path, "kms_key_id"), region, triggers.kms_key_id))
    for path, region, trigger in each_trigger(environment):
        with certain:
            arns.append(((*path, "arn"), region, trigger.arn))
            if trigger.account() and not environment.account:
                what = f"whether {trigger.account()} is the account of this environment is not known"
                yield Violation((*path, "arn"), what, "set `account`, or write ${AWS::AccountId} in the ARN")
    for path, region, arn in arns:
        with certain:
            if arn and region_of(arn) not in {region, "Region"}:
                whose = "pool" if path[0] == "triggers" else "replica"
                yield Violation(path, f"{arn!r} is not in {region}", f"name one in the Region of the {whose}")


def triggers_answer_in_time(environment: Environment) -> Iterator[Violation]:
    """Cognito waits five seconds for a trigger, and not at all for a custom sender; Lambda allows 15 minutes.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html"""
    for path, _, trigger in each_trigger(environment):
        with certain:
            longest = timedelta(minutes=15) if path[-1] in SENDERS else timedelta(seconds=5)
            if not _SECOND <= trigger.timeout <= longest:
                what = f"{written(trigger.timeout)} is not within 1s and {written(longest)}"
                yield Violation((*path, "timeout"), what, f"write 1s to {written(longest)}")


def variables_are_free(environment: Environment) -> Iterator[Violation]:
    """Lambda keeps some names for itself and takes 4 KB of all variables together; a custom sender finds the ARN of its
    key in KEY_ARN. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
    for path, _, trigger in each_trigger(environment):
        with certain:
            for name in trigger.environment:
                if name.startswith(("AWS_", "LAMBDA_")) or (name == "KEY_ARN" and path[-1] in SENDERS):
                    yield Violation((*path, "environment", name), f"{name} is not yours to set", "choose another name")
            size = sum(len(name) + len(value.encode()) for name, value in trigger.environment.items())
            if size > MAX_ENVIRONMENT_SIZE:
                what = f"holds {size} bytes; Lambda takes {MAX_ENVIRONMENT_SIZE}"
                yield Violation((*path, "environment"), what, "put the values into SSM, and write their paths here")


def custom_auth_is_whole(environment: Environment) -> Iterator[Violation]:
    """Custom sign-in is three triggers: what is next, the challenge, the check of its answer (LambdaConfigType:
    DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse)."""
    for path, _, triggers in _owners(environment):
        with certain:
            given = _custom_auth(triggers)
            lacking = ", ".join(name for name in CUSTOM_AUTH if name not in given)
            if given and lacking:
                yield Violation((*path, given[0]), f"does nothing without {lacking}", f"add {lacking}, or remove this")


def _custom_auth(triggers: Triggers) -> list[str]:
    return [name for name in CUSTOM_AUTH if name in triggers.given()]


def custom_auth_has_both_sides(environment: Environment) -> Iterator[Violation]:
    """ALLOW_CUSTOM_AUTH is sign-in by Lambda triggers (CreateUserPoolClient: ExplicitAuthFlows): it needs them, and
    they are for nothing without it."""
    allowing: list[KeyPath] = []
    for name, client in environment.clients.items():
        with certain:
            if CUSTOM_AUTH_FLOW in client.auth_flows:
                allowing.append(("clients", name, "auth_flows"))
    for path, _, triggers in _owners(environment):
        with certain:
            given = _custom_auth(triggers)
            for place in () if given else allowing if path == POOL else allowing and (path,):
                fix = f"add {', '.join(f'{dotted(path)}.{name}' for name in CUSTOM_AUTH)}, or remove the flow"
                yield Violation(place, f"{CUSTOM_AUTH_FLOW} needs triggers, and there are none", fix)
            if given and not any(CUSTOM_AUTH_FLOW in client.auth_flows for client in environment.clients.values()):
                what = f"is never run: no client allows {CUSTOM_AUTH_FLOW}"
                yield Violation((*path, given[0]), what, f"add {CUSTOM_AUTH_FLOW} to a client's auth_flows")


def migration_sees_passwords(environment: Environment) -> Iterator[Violation]:
    """By SRP no password reaches Cognito, so none could be checked elsewhere. The hosted pages send it.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html"""
    sees = any(client.oauth or set(PASSWORD_FLOWS) & set(client.auth_flows) for client in environment.clients.values())
    for path, _, triggers in _owners(environment):
        with certain:
            if triggers.user_migration and not sees:
                fix = f"add {PASSWORD_FLOWS[0]} to a client's auth_flows while users are brought over"
                yield Violation((*path, "user_migration"), "is never run: no client sends passwords", fix)


def federation_has_providers(environment: Environment) -> Iterator[Violation]:
    """Inbound federation is about users of external identity providers (LambdaConfigType: InboundFederation)."""
    for path, _, triggers in _owners(environment):
        with certain:
            if triggers.inbound_federation and not any(environment.identity_providers.all()):
                what = "is never run: there is no external identity provider"
                yield Violation((*path, "inbound_federation"), what, "add one under identity_providers, or remove it")


def sender_keys_have_senders(environment: Environment) -> Iterator[Violation]:
    """KMSKeyID encrypts what custom senders receive, and nothing else (LambdaConfigType: KMSKeyID)."""
    for path, _, triggers in _owners(environment):
        with certain:
            if triggers.kms_key_id and not triggers.senders():
                what = "encrypts nothing: there is no custom sender"
                yield Violation((*path, "kms_key_id"), what, f"add {' or '.join(SENDERS)}, or remove it")


def code_holds_its_handler(environment: Environment) -> Iterator[Violation]:
    """Lambda starts a function from its handler's file.
    https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html#python-handler-naming"""
    for path, _, trigger in each_trigger(environment):
        with certain:
            files = [file.path for file in trigger.code.files] if trigger.code else []
            wanted = _handler_files(trigger)
            if trigger.code and not set(wanted) & set(files):
                what = f"{trigger.handler!r} is not in {trigger.code.path}: there is no {' or '.join(wanted)}"
                there = f"there is {', '.join(files[:9])}" if files else "the folder is empty"
                yield Violation((*path, "handler"), what, f"write file.function; {there}")


def _handler_files(trigger: Trigger) -> list[str]:
    """The files of which one must be there."""
    module = trigger.handler.rpartition(".")[0]
    if trigger.runtime.startswith("python"):
        return [f"{module.replace('.', '/')}.py"]
    if trigger.runtime.startswith("nodejs"):
        return [f"{module}.{ending}" for ending in ("js", "mjs", "cjs")]
    if trigger.runtime.startswith("ruby"):
        return [f"{module}.rb"]
    return ["bootstrap"]


def _owners(environment: Environment) -> Iterator[tuple[KeyPath, str, Triggers]]:
    """Whoever has functions of its own: the pool and replicas, with the place and the Region."""
    with certain:
        yield POOL, environment.region, environment.triggers
    for region, replica in environment.replicas.items():
        with certain:
            if replica.triggers:
                yield ("replicas", region, "triggers"), region, replica.triggers


def each_trigger(environment: Environment) -> Iterator[tuple[KeyPath, str, Trigger]]:
    """The pool's and its replicas', with the place and the Region."""
    for path, region, triggers in _owners(environment):
        with certain:
            for name, trigger in triggers.given().items():
                yield (*path, name), region, trigger


RULES = (
    each_trigger_has_one_owner,
    settings_are_those_of_a_function_made_here,
    functions_are_within_reach,
    triggers_answer_in_time,
    variables_are_free,
    custom_auth_is_whole,
    custom_auth_has_both_sides,
    migration_sees_passwords,
    federation_has_providers,
    sender_keys_have_senders,
    code_holds_its_handler,
)
