"""`python -m c8tui`."""

import sys

from c8tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
