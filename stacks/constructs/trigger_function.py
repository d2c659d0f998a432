"""The function behind one Lambda trigger, made from a folder of this repository."""

from __future__ import annotations

from config.model.triggers import Trigger
from constructs import Construct
from stacks.constructs.custom_sender_key import CustomSenderKey
from stacks.constructs.lambda_function import LambdaFunction
from stacks.constructs.policy import statements


class TriggerFunction(LambdaFunction):
    """It knows nothing of the pool that runs it: the pool needs the function before it exists, and names itself in
    every event."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        name: str,
        config: Trigger,
        key: CustomSenderKey | None,
        tags: dict[str, str],
    ) -> None:
        """`key`: with which Cognito encrypts the codes that this function sends."""
        assert config.code
        super().__init__(
            scope,
            construct_id,
            code={file.path: file.content for file in config.code.files},
            handler=config.handler,
            runtime=config.runtime,
            description=f"Lambda trigger {name}: {config.code.path}",
            grants=[*statements(config.policy), *([key.may_decrypt] if key else [])],
            environment=config.environment | ({"KEY_ARN": key.arn} if key else {}),
            memory_mb=config.memory_size,
            timeout_seconds=int(config.timeout.total_seconds()),
            log_retention_days=config.log_retention_days,
            tags=tags,
        )
