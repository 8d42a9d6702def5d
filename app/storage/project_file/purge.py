"""Purge: a person's data leaves every payload, the chains stay."""

from sqlcipher3.dbapi2 import Connection

from app.domain.ids import PersonId


def purge_person(connection: Connection, person_id: PersonId) -> int:
    """Take salt and text of every part about this person, and of every entry that concerns them; returns how many parts."""
    cursor = connection.execute(
        "UPDATE history_payloads SET salt = NULL, before = NULL, after = NULL"
        " WHERE salt IS NOT NULL AND (person_id = :person"
        " OR position IN (SELECT position FROM history WHERE person_id = :person))",
        {"person": str(person_id)},
    )
    return cursor.rowcount
