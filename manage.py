"""Run a command of the house."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 100)  # else a tenth of the start looks for rubbish
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompaniment.settings")
    execute_from_command_line(sys.argv)
