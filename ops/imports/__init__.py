"""How the imports of an environment's user files stand."""
