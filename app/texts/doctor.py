"""What the doctor found, and what to do about it."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

DOCTOR = {
    "doctor_python": QT_TRANSLATE_NOOP("texts", "Python {version}"),
    "doctor_python_remedy": QT_TRANSLATE_NOOP(
        "texts", "Install Python 3.11, 3.12 or 3.13 and start Lockchart with packaging/run.py."
    ),
    "doctor_set_up": QT_TRANSLATE_NOOP(
        "texts", "Start Lockchart once with packaging/run.py; it installs what is missing."
    ),
    "doctor_qt": QT_TRANSLATE_NOOP("texts", "Qt {version} would open its window on {platform}"),
    "doctor_qt_missing": QT_TRANSLATE_NOOP("texts", "Qt is not installed"),
    "doctor_qt_no_display": QT_TRANSLATE_NOOP(
        "texts", "Qt {version} is installed, but there is no display for a window"
    ),
    "doctor_qt_remedy": QT_TRANSLATE_NOOP(
        "texts", "Start Lockchart in a desktop session; the commands work without one."
    ),
    "doctor_bluetooth_unused": QT_TRANSLATE_NOOP(
        "texts", "Not looked for: this version reaches locks over the network only"
    ),
    "doctor_cameras_unasked": QT_TRANSLATE_NOOP(
        "texts",
        "Not looked for by a command: the Scan page names them when its camera is asked for",
    ),
    "doctor_decoders": QT_TRANSLATE_NOOP("texts", "zxing-cpp {version}, Pillow, OpenCV and zbar"),
    "doctor_decoders_no_opencv": QT_TRANSLATE_NOOP(
        "texts",
        "Pictures are read by zxing-cpp alone, which misses most small and blurred codes: OpenCV is missing",
    ),
    "doctor_decoders_no_zbar": QT_TRANSLATE_NOOP(
        "texts", "Pictures are read, but a few codes fewer: the zbar library is missing"
    ),
    "doctor_decoders_zbar_remedy": QT_TRANSLATE_NOOP(
        "texts",
        "Nothing has to be done; on Debian the package libzbar0 brings it, on macOS Homebrew's zbar.",
    ),
    "doctor_decoders_two_cv2": QT_TRANSLATE_NOOP(
        "texts", "Two packages overwrite each other's cv2: {names}"
    ),
    "doctor_decoders_two_cv2_remedy": QT_TRANSLATE_NOOP(
        "texts",
        "Uninstall all of them, then start Lockchart with packaging/run.py; it installs the right one.",
    ),
    "doctor_decoders_no_format": QT_TRANSLATE_NOOP(
        "texts", "Pictures are read, but not these files: {formats}"
    ),
    "doctor_decoders_missing": QT_TRANSLATE_NOOP(
        "texts", "Pictures cannot be read: {names} is missing"
    ),
    "doctor_keyring": QT_TRANSLATE_NOOP("texts", "Can remember the key of a project"),
    "doctor_keyring_silent": QT_TRANSLATE_NOOP("texts", "The keyring does not answer"),
    "doctor_keyring_missing": QT_TRANSLATE_NOOP(
        "texts", "There is no keyring that could remember the key of a project"
    ),
    "doctor_keyring_remedy": QT_TRANSLATE_NOOP(
        "texts",
        "Nothing has to be done: the passphrase is asked for each time. A desktop's keyring service would remember it.",
    ),
    "doctor_engine": QT_TRANSLATE_NOOP("texts", "The Matter engine starts in {seconds} s"),
    "doctor_engine_no_node": QT_TRANSLATE_NOOP("texts", "Node, which runs the engine, is missing"),
    "doctor_engine_no_modules": QT_TRANSLATE_NOOP("texts", "The engine's packages are missing"),
    "doctor_engine_does_not_start": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine does not start; the log says why"
    ),
    "doctor_network": QT_TRANSLATE_NOOP("texts", "Interfaces: {names}"),
    "doctor_network_unknown": QT_TRANSLATE_NOOP("texts", "The interfaces cannot be listed"),
    "doctor_network_missing": QT_TRANSLATE_NOOP("texts", "No network but the computer itself"),
    "doctor_network_remedy": QT_TRANSLATE_NOOP(
        "texts", "Join the network of the locks; practice locks work without one."
    ),
    "doctor_settings": QT_TRANSLATE_NOOP("texts", "Can be read"),
    "doctor_settings_remedy": QT_TRANSLATE_NOOP(
        "texts", "Change any setting in the window: the file is then written anew."
    ),
    "doctor_project": QT_TRANSLATE_NOOP("texts", "{name} opens; its schema is {schema}"),
    "doctor_history": QT_TRANSLATE_NOOP("texts", "{entries} entries, every one where it was"),
    "doctor_history_broken": QT_TRANSLATE_NOOP(
        "texts", "The history is broken at entry {sequence} of writer {writer}"
    ),
    "doctor_history_broken_remedy": QT_TRANSLATE_NOOP(
        "texts",
        "The work can go on; compare with a backup to find out what was changed by another hand.",
    ),
}
