"""What an environment file may say: one file a noun, in Cognito's own words."""

from config.model.environment import Environment

__all__ = ["Environment"]
