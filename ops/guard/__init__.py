"""Refuses templates that would let the wrong ones in, before they are deployed: what an environment's file means is
held against what its templates do, evaluated by two engines of IAM policies."""
