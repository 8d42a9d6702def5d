"""What schema 2 adds to schema 1: numbers and locks of setup codes, pictures, what a survey notes of sites and locks, zones of clocks."""

SETUP_CODES = """
ALTER TABLE setup_codes ADD COLUMN number INTEGER NOT NULL DEFAULT 0 CHECK (number >= 0);
ALTER TABLE setup_codes ADD COLUMN lock_id TEXT REFERENCES locks (id) ON DELETE SET NULL;
UPDATE setup_codes SET number =
    (SELECT count(*) FROM setup_codes AS other WHERE (other.at, other.id) <= (setup_codes.at, setup_codes.id));
UPDATE setup_codes SET lock_id =
    (SELECT id FROM locks WHERE locks.door_id = setup_codes.door_id AND retired_at IS NULL)
    WHERE is_valid AND NOT EXISTS
    (SELECT 1 FROM setup_codes AS later WHERE later.door_id = setup_codes.door_id
        AND later.is_valid AND (later.at, later.id) > (setup_codes.at, setup_codes.id));
CREATE UNIQUE INDEX setup_codes_by_number ON setup_codes (number) WHERE number > 0;
CREATE INDEX setup_codes_by_lock ON setup_codes (lock_id);
CREATE TABLE drawn_code_numbers (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    setup_code_id TEXT NOT NULL
) STRICT;
INSERT INTO drawn_code_numbers SELECT number, id FROM setup_codes;
"""

# Schema 1 made the table of uses and nothing wrote to it, so it can be made anew with its rules.
ATTACHMENTS = """
ALTER TABLE attachments ADD COLUMN unused_since TEXT;
DROP TABLE attachment_uses;
CREATE TABLE attachment_uses (
    id TEXT PRIMARY KEY,
    attachment_hash TEXT NOT NULL REFERENCES attachments (hash),
    door_id TEXT REFERENCES doors (id) ON DELETE CASCADE,
    setup_code_id TEXT REFERENCES setup_codes (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    note TEXT,
    at TEXT NOT NULL,
    is_secret INTEGER NOT NULL CHECK (is_secret IN (0, 1)),
    CHECK ((door_id IS NULL) <> (setup_code_id IS NULL)),
    CHECK (is_secret = 1 OR setup_code_id IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_uses_by_door ON attachment_uses (door_id);
CREATE INDEX attachment_uses_by_setup_code ON attachment_uses (setup_code_id);
CREATE INDEX attachment_uses_by_attachment ON attachment_uses (attachment_hash);
"""

SURVEY = """
ALTER TABLE sites ADD COLUMN secret_wifi_password TEXT CHECK (secret_wifi_password <> '');
ALTER TABLE locks ADD COLUMN fields TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(fields));
"""

CLOCKS = """
ALTER TABLE lock_facts ADD COLUMN zone TEXT CHECK (zone <> '');
"""

STATEMENTS = (SETUP_CODES, ATTACHMENTS, SURVEY, CLOCKS)
