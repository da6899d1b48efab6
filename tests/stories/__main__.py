"""`python -m tests.stories`: tells every story and draws its pictures; `--demo NAME` tells one on this terminal."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.stories import wizard
from tests.stories.pictures import FOLDER, save
from tests.stories.told import STORIES


async def draw_all() -> int:
    """Tell every story on every terminal and keep the pictures; how many there are."""
    drawn = 0
    for name, story in STORIES.items():
        for suffix in story.sizes:
            for picture, svg in (await story.play(suffix)).items():
                save(picture, svg)
                drawn += 1
            sys.stdout.write(f"{name}{suffix}\n")
    save("init", wizard.picture())
    return drawn + 1


def main() -> int:
    """Draw, or play a demo."""
    parser = argparse.ArgumentParser(prog="python -m tests.stories", description=__doc__)
    parser.add_argument("--demo", choices=sorted(STORIES), help="tell this story here, slowly")
    parser.add_argument("--pace", type=float, default=0.6, help="seconds a key (default 0.6)")
    asked = parser.parse_args()
    if asked.demo:
        failure = STORIES[asked.demo].perform(asked.pace)
        if failure:
            sys.stderr.write(f"{failure}\n")
        return 1 if failure else 0
    FOLDER.mkdir(exist_ok=True)
    sys.stdout.write(f"{asyncio.run(draw_all())} pictures in {FOLDER}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
