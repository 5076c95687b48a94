"""`python -m bot` is `ideenherd`."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
