"""What all tests share: the pinned Node for the CDK, and no AWS credentials but a test's own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

# jsii starts whichever `node` comes first: make it the one from requirements.txt, also without an activated venv.
os.environ["PATH"] = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
for name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"]:
    del os.environ[name]
# A run in the background of a script is deaf to Ctrl-C, and so would be what it starts, which tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)
