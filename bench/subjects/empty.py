"""The least that a CDK app in Python does: what a synth can't be faster than. With -O, started as lean as app.py is."""

import gc

if not __debug__:
    gc.disable()

from aws_cdk import App, Stack

app = App(analytics_reporting=False, builtin_cloud_formation_validation=False)
Stack(app, "Empty")
app.synth()
