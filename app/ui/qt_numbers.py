"""Numbers of Qt's enums for what is on the screen first.

Naming `Qt` makes all of its 130 enums, which takes a tenth of the time to the first paint; so the modules that draw the first
picture use these, and name `Qt` (as `QtCore.Qt`) only where something happens later. A test compares them with Qt's own.
"""

PLAIN_TEXT = 0
"""Qt.TextFormat.PlainText, for the property `textFormat`."""

NO_FOCUS = 0
"""Qt.FocusPolicy.NoFocus, for the property `focusPolicy`."""

SCROLL_BAR_OFF = 1
"""Qt.ScrollBarPolicy.ScrollBarAlwaysOff, for the property `horizontalScrollBarPolicy`."""

LEFT_MIDDLE = 0x81
"""Qt.AlignmentFlag.AlignLeft | AlignVCenter, for painters, which take flags as a number."""
