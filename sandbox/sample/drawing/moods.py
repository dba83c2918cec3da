"""The light of the hour: what it does to the sky and to every colour under it."""

from dataclasses import dataclass
from typing import Final

from sandbox.sample.drawing.canvas import Color, Stops, mix, rgb, stops_of

# The land's own colours, by plain daylight.
HEATH: Final = (rgb("8c5a93"), rgb("a86fa3"), rgb("6f4579"), rgb("c18db4"))
MOSS: Final = (rgb("6f7a45"), rgb("8b9357"), rgb("525f38"))
GRASS: Final = (rgb("a3a862"), rgb("c0b878"), rgb("7f8a4c"))
PEAT: Final = (rgb("3b2b25"), rgb("57402f"), rgb("2a201d"))
BOULDER: Final = (rgb("9c968d"), rgb("c9c2b4"), rgb("5f5c5a"))
BRICK: Final = (rgb("a4523d"), rgb("8a4234"), rgb("bf6b4e"))
THATCH: Final = (rgb("8a7350"), rgb("a88d62"), rgb("63523c"))
TIMBER: Final = (rgb("5d4330"), rgb("3f2e23"), rgb("7d5c40"))
WHITE: Final = rgb("f6f1e4")
GREEN_PAINT: Final = rgb("2f5a48")
LAMPLIGHT: Final = rgb("ffd98a")


@dataclass(frozen=True)
class Mood:
    """An hour and its weather. `light` multiplies each colour; `haze` is what distance fades to."""

    sky: Stops
    haze: Color
    light: tuple[float, float, float]
    sun: Color
    lamps: bool = False
    snow: bool = False

    def tone(self, color: Color, far: float = 0.0) -> Color:
        """Return a colour as it looks in this light, `far` from 0 (near) to 1 (the horizon)."""
        red, green, blue = (
            min(255, round(part * light)) for part, light in zip(color, self.light, strict=True)
        )
        return mix((red, green, blue), self.haze, far)


DAWN: Final = Mood(
    stops_of("7fa3b5", "bccfcb", "f1dcb8", "f5c49b"), rgb("efd3b4"), (1.0, 0.95, 0.9), rgb("fff0cf")
)
DAY: Final = Mood(
    stops_of("5f9ab8", "95c3ce", "cfe3dd", "eef0df"), rgb("d4e2da"), (1.0, 1.0, 0.98), rgb("fff7dd")
)
GOLDEN: Final = Mood(
    stops_of("6c9aa8", "b9c8ae", "f0d193", "f4b063"), rgb("efc486"), (1.0, 0.9, 0.74), rgb("fff2c2")
)
DUSK: Final = Mood(
    stops_of("34335c", "6d4c7d", "c16d72", "f2a578"),
    rgb("bf7d86"),
    (0.8, 0.66, 0.78),
    rgb("ffd9a0"),
    lamps=True,
)
NIGHT: Final = Mood(
    stops_of("0f1730", "1c2c50", "35517a", "6a86a0"),
    rgb("3d5778"),
    (0.36, 0.45, 0.62),
    rgb("f3f0dc"),
    lamps=True,
)
MIST: Final = Mood(
    stops_of("b4c4c6", "cfd8d4", "e5e6dc", "f0eadb"),
    rgb("e0e2d8"),
    (0.9, 0.93, 0.92),
    rgb("fbf8ea"),
)
WINTER: Final = Mood(
    stops_of("7d9fb6", "b3c9d3", "e6e3dc", "f6d9c0"),
    rgb("dfe4e6"),
    (0.88, 0.92, 1.0),
    rgb("fff1dc"),
    snow=True,
)
STORM: Final = Mood(
    stops_of("3f525f", "6f828a", "aab0a6", "e3d2a6"),
    rgb("a9aea4"),
    (0.84, 0.85, 0.84),
    rgb("f6e6b8"),
)
