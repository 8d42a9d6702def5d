"""Words of the camera: why there is no picture, and what would help to read a code."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

CAMERA = {
    "camera_none": QT_TRANSLATE_NOOP(
        "texts",
        "No camera was found. Plug one in, or type the digits that are printed below the code.",
    ),
    "camera_busy": QT_TRANSLATE_NOOP(
        "texts",
        "The camera does not start; another program may be using it. Close that program and start again, or type the digits.",
    ),
    "camera_refused": QT_TRANSLATE_NOOP(
        "texts",
        "This computer does not let Lockchart use the camera. Allow it in the system's privacy settings, or type the digits.",
    ),
    "camera_lost": QT_TRANSLATE_NOOP(
        "texts",
        "The camera was unplugged. It starts again when it is back; until then type the digits.",
    ),
    "camera_frozen": QT_TRANSLATE_NOOP(
        "texts",
        "The camera sends no pictures any more. Start it again, unplug it for a moment, or type the digits.",
    ),
    "camera_no_library": QT_TRANSLATE_NOOP(
        "texts",
        "The part of Lockchart that works with cameras is missing on this computer; install it, or type the digits.",
    ),
    "camera_no_decoder": QT_TRANSLATE_NOOP(
        "texts",
        "The part of Lockchart that reads pictures is missing on this computer; install it, or type the digits.",
    ),
    "camera_reading_ended": QT_TRANSLATE_NOOP(
        "texts", "Reading the camera ended unexpectedly. Start it again, or type the digits."
    ),
    "camera_starting": QT_TRANSLATE_NOOP("texts", "The camera is starting …"),
    "camera_aim": QT_TRANSLATE_NOOP("texts", "Hold the lock's code inside the frame"),
    "camera_found": QT_TRANSLATE_NOOP("texts", "Code read"),
    "camera_found_many": QT_TRANSLATE_NOOP("texts", "{count} codes read"),
    "camera_next": QT_TRANSLATE_NOOP("texts", "Now the next one"),
    "camera_hint_too_small": QT_TRANSLATE_NOOP("texts", "Come closer, or enlarge the picture"),
    "camera_hint_blurred": QT_TRANSLATE_NOOP("texts", "Hold it still, a little further away"),
    "camera_hint_glare": QT_TRANSLATE_NOOP("texts", "Tilt it until the reflection is gone"),
    "camera_hint_dark": QT_TRANSLATE_NOOP("texts", "More light, please"),
    "camera_paused": QT_TRANSLATE_NOOP("texts", "The camera is paused while this page is hidden."),
}
