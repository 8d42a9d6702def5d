"""What only the command line says: questions, results, headings."""

from app.texts.catalogue import QT_TRANSLATE_NOOP

COMMAND_LINE = {
    # Usage
    "usage": QT_TRANSLATE_NOOP("texts", "{text}; `{command} --help` says more."),
    "not_text": QT_TRANSLATE_NOOP(
        "texts", "A word of the command is no text in UTF-8; type it again."
    ),
    "too_many_lines": QT_TRANSLATE_NOOP(
        "texts", "That is more than {limit} lines; give the codes in smaller parts."
    ),
    "field_form": QT_TRANSLATE_NOOP("texts", "{text} is no field; write it like KEY=VALUE."),
    "switch_form": QT_TRANSLATE_NOOP("texts", "{text} is neither on nor off."),
    "unknown_format": QT_TRANSLATE_NOOP("texts", "{name} is no format; choose one of {choices}."),
    "unknown_kind": QT_TRANSLATE_NOOP(
        "texts", "There is no practice lock of the kind {name}; choose one of {choices}."
    ),
    "code_twice": QT_TRANSLATE_NOOP("texts", "Give the setup code once: --code or --code-file."),
    "code_needed": QT_TRANSLATE_NOOP(
        "texts", "No setup code was given; use --code-file, --code - or a terminal."
    ),
    "unknown_setup_code": QT_TRANSLATE_NOOP(
        "texts", "No kept setup code has this number or id; `lockchart codes` lists them."
    ),
    "pin_twice": QT_TRANSLATE_NOOP("texts", "Choose the code once: --pin or --pin-file."),
    "pin_word": QT_TRANSLATE_NOOP(
        "texts", "--pin is auto or ask; a code itself is never an argument, use --pin-file."
    ),
    "pin_unasked": QT_TRANSLATE_NOOP(
        "texts", "There is no terminal to ask for the code; use --pin-file."
    ),
    "step_not_on_terminal": QT_TRANSLATE_NOOP(
        "texts", "This lock asks for something that only the window can ask ({step}); use it."
    ),
    "nothing_typed": QT_TRANSLATE_NOOP("texts", "Nothing was typed, so nothing was done."),
    # Questions
    "ask_passphrase": QT_TRANSLATE_NOOP("texts", "Passphrase: "),
    "ask_new_passphrase": QT_TRANSLATE_NOOP("texts", "New passphrase: "),
    "ask_passphrase_again": QT_TRANSLATE_NOOP("texts", "The same once more: "),
    "ask_setup_code": QT_TRANSLATE_NOOP("texts", "Setup code: "),
    "ask_pin": QT_TRANSLATE_NOOP("texts", "Code: "),
    "ask_go_on": QT_TRANSLATE_NOOP("texts", "Go on?"),
    "ask_recovery_sheet": QT_TRANSLATE_NOOP(
        "texts", "Show the recovery sheet now? It opens the project without the passphrase."
    ),
    "no_way_back": QT_TRANSLATE_NOOP(
        "texts",
        "The project is encrypted with a passphrase. Without it, or the recovery sheet, nobody can open the project again, not even we.",
    ),
    "recovery_sheet": QT_TRANSLATE_NOOP(
        "texts",
        "Recovery sheet of {name} ({file}). Print it and keep it locked away: whoever has it can open the project.",
    ),
    "recovery_written": QT_TRANSLATE_NOOP(
        "texts",
        "The recovery sheet is in {name}: print it, then delete the file; whoever has it can open the project.",
    ),
    # Results
    "said_made": QT_TRANSLATE_NOOP("texts", "Made {name}."),
    "said_added": QT_TRANSLATE_NOOP("texts", "Added {name}."),
    "said_changed": QT_TRANSLATE_NOOP("texts", "Changed {name}."),
    "key_in_hand": QT_TRANSLATE_NOOP(
        "texts", "{person} still has the key {number} ({doors}); take it back by hand."
    ),
    "said_removed": QT_TRANSLATE_NOOP("texts", "Removed {name}."),
    "said_undone": QT_TRANSLATE_NOOP("texts", "Taken back: {what}, of {at}."),
    "said_written": QT_TRANSLATE_NOOP("texts", "Written to {name}."),
    "said_mounted": QT_TRANSLATE_NOOP("texts", "{lock} is ours and mounted at {door}."),
    "said_taken_out": QT_TRANSLATE_NOOP("texts", "{lock} is no longer mounted at {door}."),
    "left_on_lock": QT_TRANSLATE_NOOP(
        "texts",
        "{count} codes may still be on the lock; they stay listed as unknown under the retired lock.",
    ),
    "foreign_stay": QT_TRANSLATE_NOOP(
        "texts", "{count} entries that others made stay on the lock."
    ),
    "said_shared": QT_TRANSLATE_NOOP(
        "texts", "Another home app may add the lock at {door} until {until}."
    ),
    "said_locked": QT_TRANSLATE_NOOP("texts", "{door}: the lock reported that it is locked."),
    "said_unlocked": QT_TRANSLATE_NOOP("texts", "{door}: the lock reported that it is unlocked."),
    "said_unlatched": QT_TRANSLATE_NOOP("texts", "{door}: the lock reported that it is open."),
    "said_not_fully_locked": QT_TRANSLATE_NOOP(
        "texts", "{door}: the lock reported that it is not fully locked; look at the door."
    ),
    "said_unknown": QT_TRANSLATE_NOOP("texts", "{door}: the lock did not say where its bolt is."),
    "said_read": QT_TRANSLATE_NOOP("texts", "read; changes: {count}"),
    "said_unproven": QT_TRANSLATE_NOOP("texts", "codes not proven as wanted: {count}"),
    "said_granted": QT_TRANSLATE_NOOP("texts", "{person} shall enter {doors}: {times}."),
    "would_grant": QT_TRANSLATE_NOOP("texts", "Would be recorded: {person} at {doors}: {times}."),
    "said_revoked": QT_TRANSLATE_NOOP("texts", "{person} shall not enter {doors} any more."),
    "would_revoke": QT_TRANSLATE_NOOP("texts", "Would be taken away: {person} at {doors}."),
    "said_code": QT_TRANSLATE_NOOP("texts", "Code: {code}"),
    "said_code_new": QT_TRANSLATE_NOOP(
        "texts", "A new code was drawn; `lockchart status --with-secrets` shows it."
    ),
    "said_code_own": QT_TRANSLATE_NOOP("texts", "It is the code that the person has already."),
    "apply_next": QT_TRANSLATE_NOOP(
        "texts", "Nothing was written to a lock yet; `lockchart apply` does that."
    ),
    "plan_empty": QT_TRANSLATE_NOOP("texts", "Nothing is to be done."),
    "stopping": QT_TRANSLATE_NOOP(
        "texts", "Stopping after the running step; press Ctrl-C again to stop at once."
    ),
    "practice_lock_runs": QT_TRANSLATE_NOOP(
        "texts",
        "A practice lock starts; `quit` or Ctrl-C ends it. Only practice projects of this user can reach it.",
    ),
    "practice_project_note": QT_TRANSLATE_NOOP(
        "texts", "This is a practice project: none of these locks is real."
    ),
    # Decoding
    "decoded_qr": QT_TRANSLATE_NOOP("texts", "A Matter setup code (QR)."),
    "decoded_manual": QT_TRANSLATE_NOOP("texts", "A Matter setup code (digits)."),
    "decoded_text": QT_TRANSLATE_NOOP("texts", "Text: {text}"),
    "decoded_payload": QT_TRANSLATE_NOOP(
        "texts",
        "Maker {vendor}, product {product}, discriminator {discriminator}, found by {discovery}.",
    ),
    "decoded_serial": QT_TRANSLATE_NOOP("texts", "Serial number {serial}."),
    "decoded_passcode": QT_TRANSLATE_NOOP("texts", "Passcode {passcode}."),
    "decoded_hidden": QT_TRANSLATE_NOOP("texts", "Passcode hidden; --with-secrets shows it."),
    "decoded_unsaid": QT_TRANSLATE_NOOP("texts", "not said"),
    # Words in tables
    "no_lock_word": QT_TRANSLATE_NOOP("texts", "no lock"),
    "lock_leaving": QT_TRANSLATE_NOOP("texts", "is being taken out"),
    "retired_lock": QT_TRANSLATE_NOOP("texts", "Taken out earlier: {lock}"),
    "battery_word": QT_TRANSLATE_NOOP("texts", "battery {percent} %"),
    "reached_word": QT_TRANSLATE_NOOP("texts", "reached {at}"),
    "bolt_locked": QT_TRANSLATE_NOOP("texts", "locked"),
    "bolt_unlocked": QT_TRANSLATE_NOOP("texts", "unlocked"),
    "bolt_unlatched": QT_TRANSLATE_NOOP("texts", "open"),
    "bolt_not_fully_locked": QT_TRANSLATE_NOOP("texts", "not fully locked"),
    "bolt_unknown": QT_TRANSLATE_NOOP("texts", "bolt unknown"),
    "times_always": QT_TRANSLATE_NOOP("texts", "always"),
    "times_from": QT_TRANSLATE_NOOP("texts", "from {at}"),
    "times_until": QT_TRANSLATE_NOOP("texts", "until {at}"),
    "times_once": QT_TRANSLATE_NOOP("texts", "once"),
    "times_closed": QT_TRANSLATE_NOOP("texts", "closed on {calendar}"),
    "times_as_sunday": QT_TRANSLATE_NOOP("texts", "{calendar} as Sundays"),
    "finding_named": QT_TRANSLATE_NOOP("texts", "finding {code}"),
    # Headings of tables
    "column_id": QT_TRANSLATE_NOOP("texts", "Id"),
    "column_lock": QT_TRANSLATE_NOOP("texts", "Lock"),
    "column_person": QT_TRANSLATE_NOOP("texts", "Person"),
    "column_role": QT_TRANSLATE_NOOP("texts", "Role"),
    "column_email": QT_TRANSLATE_NOOP("texts", "E-mail"),
    "column_phone": QT_TRANSLATE_NOOP("texts", "Phone"),
    "column_at": QT_TRANSLATE_NOOP("texts", "When"),
    "column_operator": QT_TRANSLATE_NOOP("texts", "By"),
    "column_what": QT_TRANSLATE_NOOP("texts", "What"),
    "column_undo_refusal": QT_TRANSLATE_NOOP("texts", "Why it cannot be undone"),
    "column_slot": QT_TRANSLATE_NOOP("texts", "Place on the lock"),
    "column_proof": QT_TRANSLATE_NOOP("texts", "Proof"),
    "column_state": QT_TRANSLATE_NOOP("texts", "State"),
    "column_why": QT_TRANSLATE_NOOP("texts", "Why"),
    "column_credential": QT_TRANSLATE_NOOP("texts", "Code"),
    "column_proven_at": QT_TRANSLATE_NOOP("texts", "Proven"),
    "column_times": QT_TRANSLATE_NOOP("texts", "Times"),
    "column_digits": QT_TRANSLATE_NOOP("texts", "Digits"),
}
