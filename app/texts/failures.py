"""What went wrong around the program: engine, locks on the network, practice locks, pictures, disks."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

FAILURES = {
    # Project file
    "no_such_folder": QT_TRANSLATE_NOOP(
        "texts", "The folder of {file} does not exist; choose another place."
    ),
    "file_unreachable": QT_TRANSLATE_NOOP(
        "texts", "The project file cannot be reached; check the disk and its permissions."
    ),
    "read_only_asked": QT_TRANSLATE_NOOP("texts", "This project is open for viewing only."),
    "read_only_in_use": QT_TRANSLATE_NOOP(
        "texts", "This project is open in another Lockchart, so here it can only be viewed."
    ),
    "read_only_file_is_read_only": QT_TRANSLATE_NOOP(
        "texts", "You may not write to this project file; change its permissions, or use a copy."
    ),
    "read_only_folder_is_read_only": QT_TRANSLATE_NOOP(
        "texts", "You may not write to the project's folder; copy the project to another one."
    ),
    "read_only_no_locks": QT_TRANSLATE_NOOP(
        "texts",
        "The project lies where two computers could write at once unnoticed, so it can only be viewed; copy it to this computer.",
    ),
    "read_only_file_moved": QT_TRANSLATE_NOOP(
        "texts", "The project file was moved while it was open; save a copy and go on with that."
    ),
    # The Matter engine, and other servers
    "engine_lost": QT_TRANSLATE_NOOP(
        "texts", "The connection to the Matter engine broke off; try again."
    ),
    "engine_closed": QT_TRANSLATE_NOOP("texts", "The Matter engine has ended with its project."),
    "foreign_server": QT_TRANSLATE_NOOP(
        "texts", "This Matter server cannot do that; only the program's own engine can."
    ),
    "matter_server_refused": QT_TRANSLATE_NOOP(
        "texts", "The Matter server refused the connection; check its address and access."
    ),
    "matter_server_version": QT_TRANSLATE_NOOP(
        "texts", "The Matter server speaks another version of its protocol; update it."
    ),
    "matter_server_unreachable": QT_TRANSLATE_NOOP(
        "texts", "The Matter server does not answer; check its address and the network."
    ),
    # What the engine says of a lock
    "already_in_fabric": QT_TRANSLATE_NOOP(
        "texts", "The lock already belongs to this project's home; reset it to add it anew."
    ),
    "cancelled": QT_TRANSLATE_NOOP("texts", "The work was cancelled."),
    "fabric_label_conflict": QT_TRANSLATE_NOOP(
        "texts", "The lock already knows another home by our name; remove that one first."
    ),
    "fabric_table_full": QT_TRANSLATE_NOOP(
        "texts", "The lock belongs to as many homes as it can; take it out of one of them first."
    ),
    "failed": QT_TRANSLATE_NOOP("texts", "It did not work; try again near the lock."),
    "findings": QT_TRANSLATE_NOOP("texts", "The lock's certificates are doubtful."),
    "invalid_arguments": QT_TRANSLATE_NOOP("texts", "The Matter engine did not understand us."),
    "invalid_command": QT_TRANSLATE_NOOP("texts", "The Matter server cannot do that."),
    "node_id_taken": QT_TRANSLATE_NOOP(
        "texts", "The number drawn for this lock is taken; begin the pairing anew."
    ),
    "no_network_credentials": QT_TRANSLATE_NOOP(
        "texts", "The lock needs the name and password of a network; give them."
    ),
    "no_such_node": QT_TRANSLATE_NOOP(
        "texts", "The engine does not know this lock any more; pair it again."
    ),
    "not_discovered": QT_TRANSLATE_NOOP(
        "texts", "The lock was not found; bring it into pairing mode and try again."
    ),
    "operational_unreachable": QT_TRANSLATE_NOOP(
        "texts", "The lock took the pairing but does not answer in the network; try again."
    ),
    "store_failed": QT_TRANSLATE_NOOP(
        "texts", "The keys of the lock could not be kept in the project, so it stopped; try again."
    ),
    "thread_failed": QT_TRANSLATE_NOOP(
        "texts", "The lock could not join the Thread network; check its data set."
    ),
    "timed_out": QT_TRANSLATE_NOOP(
        "texts", "The lock did not answer in time; read it before you rely on it."
    ),
    "unreachable": QT_TRANSLATE_NOOP(
        "texts", "The lock does not answer; check its power and the network, then try again."
    ),
    "wifi_failed": QT_TRANSLATE_NOOP(
        "texts", "The lock could not join the Wi-Fi; check its name and password."
    ),
    "wrong_code": QT_TRANSLATE_NOOP(
        "texts", "The lock does not accept this setup code; compare it with the label."
    ),
    # Practice locks
    "practice_lock_failed": QT_TRANSLATE_NOOP("texts", "The practice lock does not run."),
    "practice_lock_failed_in_use": QT_TRANSLATE_NOOP(
        "texts", "This practice lock runs already; end that one, or name another folder (--data)."
    ),
    "practice_lock_failed_damaged": QT_TRANSLATE_NOOP(
        "texts", "The practice lock's memory is damaged; name another folder, or delete this one."
    ),
    "practice_lock_failed_missing": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine is not installed; start Lockchart with packaging/run.py once."
    ),
    "practice_lock_refused": QT_TRANSLATE_NOOP(
        "texts", "The practice lock does not take this command."
    ),
    # Pictures
    "picture_decoder_missing": QT_TRANSLATE_NOOP(
        "texts", "Pictures cannot be read here; start Lockchart with packaging/run.py once."
    ),
    "picture_too_many_pixels": QT_TRANSLATE_NOOP(
        "texts", "The picture has more than {limit_megapixels} million pixels; make it smaller."
    ),
    "picture_file_too_large": QT_TRANSLATE_NOOP(
        "texts", "The picture is larger than {limit_megabytes} MB; make it smaller."
    ),
    "picture_format_unsupported": QT_TRANSLATE_NOOP(
        "texts", "{format} files cannot be read; save the picture as PNG or JPEG."
    ),
    "pdf_unreadable": QT_TRANSLATE_NOOP(
        "texts", "The PDF cannot be read; print it anew as PDF, or take a picture of the page."
    ),
    "pdf_locked": QT_TRANSLATE_NOOP(
        "texts", "The PDF asks for a password; save a copy of it without one."
    ),
    "picture_pages_left_out": QT_TRANSLATE_NOOP(
        "texts", "Only the first {read} of {total} pages were read."
    ),
    "picture_page_unread": QT_TRANSLATE_NOOP(
        "texts",
        "Page {page} of {total} cannot be read, so a code on it is missing here; scan that page anew.",
    ),
    "picture_file_unreadable": QT_TRANSLATE_NOOP(
        "texts", "The picture file cannot be read; check the path and its permissions."
    ),
}
