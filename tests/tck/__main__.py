"""`python -m tests.tck FOLDER [-v]`: one line a compliance level, and with -v every result that differs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.tck.cases import levels, run_folder


def main() -> int:
    """Runs the kit; exits with 1 when nothing was found to run."""
    parser = argparse.ArgumentParser(prog="python -m tests.tck", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of the kit: all of it, a level, or one test")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what differs")
    arguments = parser.parse_args()
    found = 0
    for level, folders in levels(arguments.folder).items():
        results = [result for folder in folders for result in run_folder(folder)]
        found += len(results)
        if arguments.verbose:
            for result in results:
                if not result.passed:
                    print(f"  {result.where}: expected {result.expected}, got {result.got}")
        print(f"{level}: {sum(result.passed for result in results)}/{len(results)}")
    if not found:
        print(f"no test cases in {arguments.folder}", file=sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
