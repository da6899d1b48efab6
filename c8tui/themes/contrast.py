"""Contrast of two colours as WCAG 2.2 defines it, and how near two colours look to each other (CIE 1976)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import dist

RGB = tuple[int, int, int]

TEXT = 4.5
"""The least contrast of text (WCAG 1.4.3, level AA)."""
GRAPHIC = 3.0
"""The least contrast of what shows where the focus is (WCAG 1.4.11)."""
CUBE = (0, 95, 135, 175, 215, 255)
"""The levels of red, green and blue in the colours 16 to 231 of xterm."""


def rgb(colour: str) -> RGB:
    """Red, green and blue of `#rrggbb`, from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(colour: RGB) -> str:
    """`#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def xterm(index: int) -> RGB:
    """A colour of xterm's palette, 16 to 255: a cube of six levels, and 24 greys."""
    if index >= 232:
        return (8 + 10 * (index - 232),) * 3
    index -= 16
    return CUBE[index // 36], CUBE[index // 6 % 6], CUBE[index % 6]


def _linear(level: int) -> float:
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: RGB) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def legible(colour: RGB, grounds: Collection[RGB], least: float = TEXT) -> RGB:
    """The colour, as far towards white or black as it takes to have the contrast to every ground."""
    pole: RGB = (255, 255, 255) if max(map(luminance, grounds)) < 0.18 else (0, 0, 0)
    for tenths in range(21):
        nearer = mixed(colour, pole, tenths / 20)
        if all(contrast(nearer, ground) >= least for ground in grounds):
            return nearer
    return pole


def mixed(one: RGB, other: RGB, share: float) -> RGB:
    """The colour between two, with this share of the other one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def difference(one: RGB, other: RGB) -> float:
    """The distance of two colours in CIELAB: about 2 is just seen, 100 lies between black and white."""
    return dist(_lab(one), _lab(other))


def nearest(colour: RGB, against: Iterable[RGB] = (), least: float = TEXT) -> int:
    """The index of xterm's palette that looks most like the colour, of those with the contrast to every ground."""
    grounds = [*against]
    fit = [index for index in range(16, 256) if all(contrast(xterm(index), one) >= least for one in grounds)]
    return min(fit or range(16, 256), key=lambda index: difference(xterm(index), colour))


def _lab(colour: RGB) -> tuple[float, float, float]:
    red, green, blue = map(_linear, colour)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
