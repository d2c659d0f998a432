"""Writes the assembly of all environments into the folder named on the command line. Run in a process of its own."""

import sys

from app import build_app
from config import loader
from synthesis import CONTEXT, ENVIRONMENTS

build_app(*map(loader.load, ENVIRONMENTS), outdir=sys.argv[1], context=CONTEXT).synth()
