"""`python -m pipeline.cli` is `guiyi`, wherever the script was installed."""

from pipeline.cli import main

main()
