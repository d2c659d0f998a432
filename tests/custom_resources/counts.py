"""Of our custom resources: how many calls each makes in an update that changes nothing (type -> those that read, those
that write), and by environment how many functions and stacks there are for how many resources."""

import json

from golden_events import GOLDEN, LIVES, RELEASES, calls_of_an_update_that_changes_nothing
from synthesis import ENVIRONMENTS, templates

last = [life for life in LIVES if life.parent == GOLDEN / RELEASES[-1]]
calls = {life.name: list(map(len, calls_of_an_update_that_changes_nothing(life))) for life in last}
environments = {}
for name in ENVIRONMENTS:
    tokens = [
        [
            each["Properties"]["ServiceToken"]["Fn::GetAtt"][0]
            for each in template["Resources"].values()
            if each["Type"].startswith("Custom::")
        ]
        for template in templates(name).values()
    ]
    environments[name] = {"functions": sum(len({*each}) for each in tokens), "stacks": sum(map(bool, tokens))}
print(json.dumps({"calls": calls, "environments": environments}))
