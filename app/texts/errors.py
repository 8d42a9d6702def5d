"""Sentences for everything that can go wrong: what happened, and what to do."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

ERRORS = {
    # Faults of ours
    "fault_with_code": QT_TRANSLATE_NOOP(
        "texts", "Something went wrong that should not have ({code}); please send us the details."
    ),
    "fault": QT_TRANSLATE_NOOP(
        "texts",
        "Something went wrong inside Lockchart; your project is safe. The details are in the log file.",
    ),
    "unknown_driver": QT_TRANSLATE_NOOP(
        "texts",
        "This project holds a lock of a family that this version does not know ({driver}); use a newer Lockchart.",
    ),
    "interrupted": QT_TRANSLATE_NOOP(
        "texts", "Stopped; what was proven is recorded, the rest is still planned."
    ),
    # The project file
    "wrong_passphrase": QT_TRANSLATE_NOOP(
        "texts",
        "The passphrase is wrong, or the beginning of the file is damaged; try again, or use the recovery sheet.",
    ),
    "not_a_project": QT_TRANSLATE_NOOP(
        "texts", "This file is not a Lockchart project; choose a file that ends in .lockchart."
    ),
    "newer_version": QT_TRANSLATE_NOOP(
        "texts", "This project was written by a newer Lockchart; update the program to open it."
    ),
    "damaged": QT_TRANSLATE_NOOP(
        "texts", "This project file is damaged; open a backup or a copy of it."
    ),
    "read_only": QT_TRANSLATE_NOOP(
        "texts", "This project is open for viewing only; save a copy where you may write."
    ),
    "in_use": QT_TRANSLATE_NOOP(
        "texts", "This project is open in another Lockchart; close it there first."
    ),
    "in_use_by": QT_TRANSLATE_NOOP(
        "texts",
        "This project is open in another Lockchart on {computer} since {since}; close it there first.",
    ),
    "no_such_file": QT_TRANSLATE_NOOP("texts", "There is no file called {file}; check the path."),
    "file_moved": QT_TRANSLATE_NOOP(
        "texts",
        "The project file was moved, renamed or removed while it was open, or its disk is gone, so your last change is not in it; find the file and make the change again.",
    ),
    "file_moved_kept": QT_TRANSLATE_NOOP(
        "texts",
        "The project file was moved, renamed or removed while it was open, or its disk is gone. Your last change is not in it, but a copy that you save now will hold everything.",
    ),
    "file_gone": QT_TRANSLATE_NOOP(
        "texts",
        "The project file is gone, and your last change could not be kept; save a copy now, then make that change again.",
    ),
    "disk_full": QT_TRANSLATE_NOOP(
        "texts", "The disk is full, so nothing was changed; make room and try again."
    ),
    "write_failed": QT_TRANSLATE_NOOP(
        "texts",
        "The project file could not be written; check the disk, then try again or save a copy.",
    ),
    "no_passphrase": QT_TRANSLATE_NOOP(
        "texts",
        "No passphrase was given; use --passphrase-file, LOCKCHART_PASSPHRASE or a terminal.",
    ),
    "no_room_for_backup": QT_TRANSLATE_NOOP(
        "texts",
        "There is no room for a backup beside the project, so it was not brought up to date; make room and open it again.",
    ),
    "recovery_group": QT_TRANSLATE_NOOP(
        "texts", "Group {number} of the recovery sheet does not check; compare it with the paper."
    ),
    "recovery_length": QT_TRANSLATE_NOOP(
        "texts", "The recovery text is not complete; type every group of the sheet."
    ),
    "recovery_text": QT_TRANSLATE_NOOP(
        "texts",
        "This is not the recovery text of a Lockchart project; type the groups as they are printed.",
    ),
    "file_exists": QT_TRANSLATE_NOOP(
        "texts", "There is already a file called {file}; choose another name."
    ),
    "not_a_project_name": QT_TRANSLATE_NOOP(
        "texts", "A project's name ends in .lockchart, not like {name}."
    ),
    "folder_missing": QT_TRANSLATE_NOOP(
        "texts", "The folder for {name} does not exist; choose another place."
    ),
    "passphrase_empty": QT_TRANSLATE_NOOP(
        "texts", "The passphrase is empty; choose one that you can remember."
    ),
    "passphrases_differ": QT_TRANSLATE_NOOP(
        "texts", "The two passphrases are not the same; type them again."
    ),
    "no_project_open": QT_TRANSLATE_NOOP("texts", "No project is open."),
    "no_keyring": QT_TRANSLATE_NOOP(
        "texts",
        "This computer has no keyring to remember the passphrase in; it will be asked for each time.",
    ),
    "keyring_silent": QT_TRANSLATE_NOOP(
        "texts",
        "This computer's keyring does not answer; look for a window that asks to unlock it, then try again.",
    ),
    "keyring_refused": QT_TRANSLATE_NOOP(
        "texts",
        "This computer's keyring refused, so it may still open this project without the passphrase; unlock it and try again.",
    ),
    "secret_too_long": QT_TRANSLATE_NOOP(
        "texts",
        "{name} is longer than {most} characters, which no secret is; check that it is the right file.",
    ),
    "network_folder": QT_TRANSLATE_NOOP(
        "texts", "This project lies on a network drive; open it on one computer at a time."
    ),
    "sync_folder": QT_TRANSLATE_NOOP(
        "texts",
        "This project lies in a folder that is synchronised; open it on one computer at a time and let it finish before you open it elsewhere.",
    ),
    "clock_behind": QT_TRANSLATE_NOOP(
        "texts",
        "This computer's clock is earlier than the last entry of the project's history; check date and time before pairing or schedules.",
    ),
    "wrong_kind": QT_TRANSLATE_NOOP(
        "texts",
        "A project is real or practice from its beginning and cannot be changed; make a new one.",
    ),
    # Names
    "name_empty": QT_TRANSLATE_NOOP("texts", "A name is needed."),
    "name_too_long": QT_TRANSLATE_NOOP(
        "texts", "The name is longer than {limit} characters; shorten it."
    ),
    "name_control_character": QT_TRANSLATE_NOOP(
        "texts", "The name holds a character that cannot be shown; type it again."
    ),
    "site_slash": QT_TRANSLATE_NOOP("texts", "A site's name holds no slash; {name} does."),
    "site_exists": QT_TRANSLATE_NOOP("texts", "There is already a site called {name}."),
    "site_has_doors": QT_TRANSLATE_NOOP("texts", "{name} still has doors; remove them first."),
    "door_exists": QT_TRANSLATE_NOOP("texts", "There is already a door called {name}."),
    "door_label": QT_TRANSLATE_NOOP(
        "texts", "Write the door as Site/Door; {name} has no site or no door."
    ),
    "door_gone": QT_TRANSLATE_NOOP("texts", "This door is no longer in the project."),
    "door_has_entries": QT_TRANSLATE_NOOP("texts", "{door} still has codes; take them away first."),
    "lock_mounted": QT_TRANSLATE_NOOP(
        "texts", "A lock is mounted at {door}; take it out of the project first."
    ),
    "door_has_lock": QT_TRANSLATE_NOOP(
        "texts",
        "A lock is already mounted at {door}; take that one out first, or choose another door.",
    ),
    "no_lock": QT_TRANSLATE_NOOP("texts", "There is no lock at {door} yet; add one first."),
    "unknown_door": QT_TRANSLATE_NOOP(
        "texts", "There is no door called {name}; `lockchart doors` lists them."
    ),
    "ambiguous_door": QT_TRANSLATE_NOOP(
        "texts", "{count} doors are called {name}; write Site/Door or the id."
    ),
    "unknown_person": QT_TRANSLATE_NOOP(
        "texts", "There is nobody called {name}; `lockchart people` lists everybody."
    ),
    "ambiguous_person": QT_TRANSLATE_NOOP("texts", "{count} people are called {name}; use the id."),
    "unknown_site": QT_TRANSLATE_NOOP(
        "texts", "There is no site called {name}; `lockchart sites` lists them."
    ),
    "ambiguous_site": QT_TRANSLATE_NOOP("texts", "{count} sites are called {name}; use the id."),
    "unknown_group": QT_TRANSLATE_NOOP("texts", "There is no group called {name}."),
    "unknown_role": QT_TRANSLATE_NOOP("texts", "{name} is no role; choose one of {choices}."),
    "time_zone": QT_TRANSLATE_NOOP("texts", "{name} is no time zone; write it like Europe/Berlin."),
    "still_referred_to": QT_TRANSLATE_NOOP(
        "texts", "This is still used elsewhere in the project; remove that first."
    ),
    # Undo
    "undo_nothing": QT_TRANSLATE_NOOP("texts", "There is nothing to undo."),
    "undo_touched": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: a later change touches the same thing."
    ),
    "undo_evidence": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: something was already sent to a lock or learned from it."
    ),
    "undo_purged": QT_TRANSLATE_NOOP(
        "texts", "This cannot be undone: its data were removed for good."
    ),
    # Locks and the way to them
    "lock_unreachable": QT_TRANSLATE_NOOP(
        "texts", "The lock does not answer; check its power and the network, then try again."
    ),
    "no_answer": QT_TRANSLATE_NOOP(
        "texts", "Something was sent and no answer came; read the lock before you rely on it."
    ),
    "lock_busy": QT_TRANSLATE_NOOP(
        "texts", "The lock is busy with something else; try again in a moment."
    ),
    "bolt_not_reported": QT_TRANSLATE_NOOP(
        "texts", "The lock took the command but did not report the bolt; look at the door."
    ),
    "pin_needed": QT_TRANSLATE_NOOP("texts", "This lock wants a code to move the bolt; give one."),
    "wrong_pin": QT_TRANSLATE_NOOP("texts", "The lock refused the code."),
    "locked_out": QT_TRANSLATE_NOOP(
        "texts", "The lock refuses codes for a while after too many wrong ones; wait and try again."
    ),
    "refused": QT_TRANSLATE_NOOP("texts", "The lock refused, without a reason."),
    "duplicate": QT_TRANSLATE_NOOP(
        "texts", "The same code is already on this lock; choose another."
    ),
    "duplicate_or_occupied": QT_TRANSLATE_NOOP(
        "texts",
        "The lock refused: the same code is there already, or the place is taken; choose another code.",
    ),
    "slot_occupied": QT_TRANSLATE_NOOP(
        "texts", "The place on the lock is taken by another; read the lock and try again."
    ),
    "user_occupied": QT_TRANSLATE_NOOP(
        "texts", "The place on the lock is taken by another; read the lock and try again."
    ),
    "table_full": QT_TRANSLATE_NOOP(
        "texts", "The lock's code table is full; take a code away first."
    ),
    "pin_too_short": QT_TRANSLATE_NOOP("texts", "The code is too short for this lock."),
    "pin_too_long": QT_TRANSLATE_NOOP("texts", "The code is too long for this lock."),
    "unsupported": QT_TRANSLATE_NOOP("texts", "This lock cannot do that."),
    "no_lock_cluster": QT_TRANSLATE_NOOP("texts", "This device is no door lock."),
    # Matter engine
    "engine_missing": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine is not installed; start Lockchart with packaging/run.py once."
    ),
    "engine_failed": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine does not start; `lockchart doctor` says why."
    ),
    "engine_gone": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine stopped; it is started again, try once more."
    ),
    "engine_timeout": QT_TRANSLATE_NOOP(
        "texts", "The Matter engine did not answer in time; try again."
    ),
    "server_version": QT_TRANSLATE_NOOP(
        "texts", "This Matter server speaks another version of its protocol; update it."
    ),
    "no_network": QT_TRANSLATE_NOOP(
        "texts", "This computer has no network; join the network of the lock first."
    ),
    # Access
    "no_grant": QT_TRANSLATE_NOOP("texts", "Nothing is granted to {person} at {door}."),
    "no_grant_anywhere": QT_TRANSLATE_NOOP("texts", "Nothing is granted to {person} at any door."),
    "grant_nothing": QT_TRANSLATE_NOOP("texts", "Name at least one door."),
    "pin_digits": QT_TRANSLATE_NOOP("texts", "A code is made of digits only."),
    "pin_empty": QT_TRANSLATE_NOOP("texts", "No code was given."),
    "duplicate_code": QT_TRANSLATE_NOOP(
        "texts", "Another person has the same code at {door}; choose another."
    ),
    "time_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{text} is no time; write it like 2026-12-24T15:00."
    ),
    "weekly_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{text} is no weekly window; write it like Mo-Fr 08:00-12:00."
    ),
    "from_after_until": QT_TRANSLATE_NOOP("texts", "The end lies before the beginning."),
    "unknown_calendar": QT_TRANSLATE_NOOP("texts", "There is no holiday calendar called {name}."),
    "plan_changed": QT_TRANSLATE_NOOP(
        "texts", "The plan is not the one you saw any more; look at it again."
    ),
    "still_on_lock": QT_TRANSLATE_NOOP(
        "texts", "{count} codes are not proven gone, so the lock stays in the project."
    ),
    # Pictures and tables
    "picture_unreadable": QT_TRANSLATE_NOOP(
        "texts",
        "The picture cannot be read: the file is damaged or is none; take or save it anew as PNG or JPEG.",
    ),
    "picture_too_large": QT_TRANSLATE_NOOP("texts", "{name} is too large to be read."),
    "no_code_in_picture": QT_TRANSLATE_NOOP("texts", "No code was found in {name}."),
    "no_code_in_film": QT_TRANSLATE_NOOP(
        "texts",
        "No code was found in {name}; hold each code still for a second, as large as half of the picture.",
    ),
    "film_unreadable": QT_TRANSLATE_NOOP(
        "texts",
        "{name} cannot be read as a film; it is damaged, or made in a way that this computer cannot read. Save it anew as MP4.",
    ),
    "camera_frame_unreadable": QT_TRANSLATE_NOOP(
        "texts",
        "The camera gives pictures that cannot be read; choose another camera, or type the digits.",
    ),
    "file_unreadable": QT_TRANSLATE_NOOP(
        "texts", "{name} cannot be read; check the path and its permissions."
    ),
    "out_unwritable": QT_TRANSLATE_NOOP("texts", "{name} cannot be written; choose another place."),
    "unknown_column": QT_TRANSLATE_NOOP("texts", "{name} is no column; choose from {choices}."),
    "unknown_separator": QT_TRANSLATE_NOOP(
        "texts", "{name} is no separator; use a comma, a semicolon or tab."
    ),
    # Settings
    "setting_value": QT_TRANSLATE_NOOP("texts", "The setting {key} does not take this value."),
    "settings_unreadable": QT_TRANSLATE_NOOP(
        "texts", "The settings file {file} cannot be read; the defaults are used."
    ),
    "settings_damaged": QT_TRANSLATE_NOOP(
        "texts",
        "The settings file {file} is damaged; the defaults are used until a setting is changed.",
    ),
    "settings_unwritable": QT_TRANSLATE_NOOP(
        "texts",
        "The settings file {file} cannot be written; the change holds until the program ends.",
    ),
    "unknown_setting": QT_TRANSLATE_NOOP(
        "texts",
        "The settings file holds {key}, which this version does not know; the defaults are used.",
    ),
    # The window
    "no_display": QT_TRANSLATE_NOOP(
        "texts",
        "There is no display to open a window on; use a command, or start this in a desktop session.",
    ),
    "practice_ended": QT_TRANSLATE_NOOP("texts", "The practice lock stopped."),
    "practice_command": QT_TRANSLATE_NOOP("texts", "The practice lock does not know this command."),
}
