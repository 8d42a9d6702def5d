"""What schema 3 adds to schema 2: birthdays, pauses, reserve codes, numbers of cards, ended one uses, other fabrics, keys and key boxes."""

# Somebody with `reserve_of` is nobody: the row stands for a door, so that a code held by the door has grants, records and proof like any other.
PEOPLE = """
ALTER TABLE people ADD COLUMN birthday TEXT CHECK (birthday IS date(birthday));
ALTER TABLE people ADD COLUMN reserve_of TEXT REFERENCES doors (id);
CREATE UNIQUE INDEX one_reserve_holder_per_door ON people (reserve_of)
    WHERE reserve_of IS NOT NULL AND removed_at IS NULL;
CREATE TABLE person_paused_doors (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    door_id TEXT NOT NULL REFERENCES doors (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, door_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_paused_doors_by_door ON person_paused_doors (door_id);
ALTER TABLE credentials ADD COLUMN number TEXT CHECK (length(trim(number)) > 0);
ALTER TABLE grants ADD COLUMN used_at TEXT;
"""

LOCKS = """
ALTER TABLE lock_facts ADD COLUMN fabrics TEXT CHECK (json_valid(fabrics));
ALTER TABLE lock_facts ADD COLUMN fabrics_read_at TEXT;
"""

KEYS = """
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (length(trim(number)) > 0),
    copies INTEGER NOT NULL CHECK (copies >= 1),
    note TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE key_doors (
    key_id TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
    door_id TEXT NOT NULL REFERENCES doors (id) ON DELETE CASCADE,
    PRIMARY KEY (key_id, door_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_doors_by_door ON key_doors (door_id);
CREATE TABLE key_boxes (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL UNIQUE CHECK (length(trim(label)) > 0),
    place TEXT NOT NULL,
    secret_code TEXT CHECK (length(secret_code) > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE key_box_doors (
    box_id TEXT NOT NULL REFERENCES key_boxes (id) ON DELETE CASCADE,
    door_id TEXT NOT NULL REFERENCES doors (id) ON DELETE CASCADE,
    PRIMARY KEY (box_id, door_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_box_doors_by_door ON key_box_doors (door_id);
CREATE TABLE key_box_knowers (
    box_id TEXT NOT NULL REFERENCES key_boxes (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (box_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_box_knowers_by_person ON key_box_knowers (person_id);
CREATE TABLE key_opens_boxes (
    key_id TEXT NOT NULL REFERENCES keys (id) ON DELETE CASCADE,
    box_id TEXT NOT NULL REFERENCES key_boxes (id) ON DELETE CASCADE,
    PRIMARY KEY (key_id, box_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_opens_boxes_by_box ON key_opens_boxes (box_id);
CREATE TABLE key_issues (
    id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL REFERENCES keys (id),
    person_id TEXT REFERENCES people (id),
    box_id TEXT REFERENCES key_boxes (id),
    copies INTEGER NOT NULL CHECK (copies >= 1),
    issued_at TEXT NOT NULL,
    returned_at TEXT,
    lost_at TEXT,
    CHECK ((person_id IS NULL) <> (box_id IS NULL)),
    CHECK (returned_at IS NULL OR lost_at IS NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_issues_out_by_key ON key_issues (key_id) WHERE returned_at IS NULL;
CREATE INDEX key_issues_by_key ON key_issues (key_id);
CREATE INDEX key_issues_by_person ON key_issues (person_id);
CREATE INDEX key_issues_by_box ON key_issues (box_id);
"""

STATEMENTS = (PEOPLE, LOCKS, KEYS)
