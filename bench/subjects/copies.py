"""`copies.py N`: an app with N environments, each like dev."""

import sys

from app import build_app
from config import loader

dev = loader.load("dev")
build_app(*(dev.model_copy(update={"name": f"dev-{number}"}) for number in range(int(sys.argv[1])))).synth()
