"""The first schema: the whole domain, so that later parts add rows and not tables.

Columns whose name begins with `secret_` hold secrets; what shows rows to somebody goes by that name. Ids are UUID texts, times UTC texts
of fixed length.
"""

PROJECT = """
CREATE TABLE project (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    kind TEXT NOT NULL CHECK (kind IN ('real', 'practice')),
    time_zone TEXT NOT NULL CHECK (length(time_zone) > 0),
    created_at TEXT NOT NULL,
    chains TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(chains))
) STRICT;
CREATE TRIGGER project_kind_stays BEFORE UPDATE OF kind, id ON project
    WHEN NEW.kind IS NOT OLD.kind OR NEW.id IS NOT OLD.id
    BEGIN SELECT RAISE(ABORT, 'kind_is_fixed'); END;
CREATE TRIGGER project_stays BEFORE DELETE ON project
    BEGIN SELECT RAISE(ABORT, 'kind_is_fixed'); END;
CREATE TRIGGER project_is_one BEFORE INSERT ON project WHEN (SELECT count(*) FROM project) > 0
    BEGIN SELECT RAISE(ABORT, 'kind_is_fixed'); END;
CREATE TABLE settings (
    key TEXT PRIMARY KEY CHECK (length(key) > 0),
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
"""

PLACES = """
CREATE TABLE sites (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0 AND instr(name, '/') = 0),
    time_zone TEXT,
    fields TEXT NOT NULL CHECK (json_valid(fields))
) STRICT, WITHOUT ROWID;
CREATE TABLE doors (
    id TEXT PRIMARY KEY,
    site_id TEXT NOT NULL REFERENCES sites (id),
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    time_zone TEXT,
    is_private INTEGER NOT NULL CHECK (is_private IN (0, 1)),
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    UNIQUE (site_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE door_groups (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE door_group_members (
    group_id TEXT NOT NULL REFERENCES door_groups (id) ON DELETE CASCADE,
    door_id TEXT NOT NULL REFERENCES doors (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, door_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX door_group_members_by_door ON door_group_members (door_id);
CREATE TABLE calendars (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (length(trim(name)) > 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar_dates (
    calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    day TEXT NOT NULL CHECK (day IS date(day)),
    PRIMARY KEY (calendar_id, day)
) STRICT, WITHOUT ROWID;
"""

PEOPLE = """
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(trim(name)) > 0),
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'staff', 'resident', 'guest', 'installer')),
    language TEXT,
    email TEXT,
    phone TEXT,
    is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
    removed_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE credentials (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'card', 'fingerprint', 'mobile_key', 'mechanical_key')),
    label TEXT NOT NULL,
    secret_value TEXT CHECK (secret_value IS NULL OR length(secret_value) > 0),
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX credentials_by_person ON credentials (person_id);
CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    credential_id TEXT NOT NULL,
    starts TEXT,
    ends TEXT,
    is_once INTEGER NOT NULL CHECK (is_once IN (0, 1)),
    created_at TEXT NOT NULL,
    revoked_at TEXT,
    FOREIGN KEY (credential_id, person_id) REFERENCES credentials (id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_person ON grants (person_id);
CREATE INDEX grants_by_credential ON grants (credential_id);
CREATE TABLE grant_doors (
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    door_id TEXT NOT NULL REFERENCES doors (id),
    is_excepted INTEGER NOT NULL CHECK (is_excepted IN (0, 1)),
    PRIMARY KEY (grant_id, door_id, is_excepted)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_doors_by_door ON grant_doors (door_id);
CREATE TABLE grant_groups (
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    group_id TEXT NOT NULL REFERENCES door_groups (id),
    PRIMARY KEY (grant_id, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_groups_by_group ON grant_groups (group_id);
CREATE TABLE grant_windows (
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    PRIMARY KEY (grant_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE grant_holidays (
    grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    calendar_id TEXT NOT NULL REFERENCES calendars (id),
    rule TEXT NOT NULL CHECK (rule IN ('ignore', 'closed', 'as_sunday')),
    PRIMARY KEY (grant_id, number),
    UNIQUE (grant_id, calendar_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_holidays_by_calendar ON grant_holidays (calendar_id);
"""

LOCKS = """
CREATE TABLE locks (
    id TEXT PRIMARY KEY,
    door_id TEXT NOT NULL REFERENCES doors (id),
    driver TEXT NOT NULL CHECK (length(driver) > 0),
    vendor TEXT NOT NULL,
    product TEXT NOT NULL,
    serial TEXT NOT NULL,
    firmware TEXT NOT NULL,
    address TEXT NOT NULL,
    mounted_at TEXT NOT NULL,
    retired_at TEXT,
    is_leaving INTEGER NOT NULL DEFAULT 0 CHECK (is_leaving IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_mounted_lock_per_door ON locks (door_id) WHERE retired_at IS NULL;
CREATE INDEX locks_by_door ON locks (door_id);
CREATE TRIGGER no_practice_lock_added BEFORE INSERT ON locks
    WHEN upper(NEW.serial) GLOB 'PRACTICE-*' AND (SELECT kind FROM project) = 'real'
    BEGIN SELECT RAISE(ABORT, 'practice_lock'); END;
CREATE TRIGGER no_practice_lock_set BEFORE UPDATE OF serial ON locks
    WHEN upper(NEW.serial) GLOB 'PRACTICE-*' AND (SELECT kind FROM project) = 'real'
    BEGIN SELECT RAISE(ABORT, 'practice_lock'); END;
CREATE TABLE lock_facts (
    lock_id TEXT PRIMARY KEY REFERENCES locks (id) ON DELETE CASCADE,
    vendor TEXT,
    product TEXT,
    serial TEXT,
    firmware TEXT,
    battery_percent INTEGER CHECK (battery_percent BETWEEN 0 AND 100),
    bolt TEXT CHECK (bolt IN ('locked', 'unlocked', 'unlatched', 'not_fully_locked', 'unknown')),
    door TEXT CHECK (door IN ('open', 'closed', 'ajar', 'jammed', 'forced', 'unknown')),
    clock TEXT CHECK (clock IN ('unknown', 'right', 'wrong')),
    said_at TEXT,
    reached_at TEXT,
    highest_event INTEGER,
    read_at TEXT,
    free_slots TEXT CHECK (json_valid(free_slots)),
    unfinished TEXT NOT NULL CHECK (json_valid(unfinished))
) STRICT, WITHOUT ROWID;
CREATE TABLE lock_capabilities (
    driver TEXT NOT NULL,
    serial TEXT NOT NULL,
    firmware TEXT NOT NULL,
    capabilities TEXT NOT NULL CHECK (json_valid(capabilities)),
    PRIMARY KEY (driver, serial, firmware)
) STRICT, WITHOUT ROWID;
CREATE TABLE lock_events (
    lock_id TEXT NOT NULL REFERENCES locks (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    at TEXT,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    source TEXT NOT NULL,
    slots TEXT NOT NULL CHECK (json_valid(slots)),
    by_us INTEGER CHECK (by_us IN (0, 1)),
    code TEXT,
    PRIMARY KEY (lock_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE foreign_slots (
    lock_id TEXT NOT NULL REFERENCES locks (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    state TEXT NOT NULL,
    made_by TEXT NOT NULL CHECK (made_by IN ('other_fabric', 'keypad', 'our_keys', 'unknown')),
    since TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    is_ignored INTEGER NOT NULL CHECK (is_ignored IN (0, 1)),
    PRIMARY KEY (lock_id, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE drawn_unique_ids (
    lock_id TEXT NOT NULL REFERENCES locks (id) ON DELETE CASCADE,
    unique_id INTEGER NOT NULL,
    record_id TEXT NOT NULL,
    PRIMARY KEY (lock_id, unique_id)
) STRICT, WITHOUT ROWID;
"""

RECORDS = """
CREATE TABLE slot_records (
    id TEXT PRIMARY KEY,
    door_id TEXT NOT NULL REFERENCES doors (id),
    lock_id TEXT REFERENCES locks (id),
    credential_id TEXT NOT NULL REFERENCES credentials (id),
    grant_id TEXT REFERENCES grants (id),
    kind TEXT NOT NULL CHECK (kind IN ('pin', 'card', 'fingerprint', 'mobile_key', 'mechanical_key')),
    created_at TEXT NOT NULL,
    replaces TEXT,
    slot TEXT,
    unique_id INTEGER,
    written TEXT NOT NULL CHECK (json_valid(written)),
    mark INTEGER,
    read_mark INTEGER,
    was_empty INTEGER NOT NULL CHECK (was_empty IN (0, 1)),
    is_value_confirmed INTEGER NOT NULL CHECK (is_value_confirmed IN (0, 1)),
    is_missing INTEGER NOT NULL CHECK (is_missing IN (0, 1)),
    is_taken INTEGER NOT NULL CHECK (is_taken IN (0, 1)),
    is_in_place INTEGER NOT NULL CHECK (is_in_place IN (0, 1)),
    sent_at TEXT,
    answered_at TEXT,
    clear_sent_at TEXT,
    clear_answered_at TEXT,
    misses INTEGER NOT NULL CHECK (misses >= 0),
    level TEXT NOT NULL CHECK (level IN ('planned', 'accepted', 'seen', 'opened', 'removal_planned',
        'removal_accepted', 'gone', 'refused_at_door', 'unknown')),
    reason TEXT,
    detail TEXT,
    proof_by TEXT CHECK (proof_by IN ('lock', 'service', 'person')),
    by_name TEXT,
    proven_at TEXT,
    read_at TEXT,
    proof_before TEXT CHECK (json_valid(proof_before)),
    ended TEXT CHECK (ended IN ('withdrawn', 'gone', 'refused_at_door')),
    CHECK (NOT (proof_by = 'person' AND level IN ('seen', 'gone')))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_live_record_per_lock ON slot_records (lock_id, credential_id)
    WHERE ended IS NULL AND lock_id IS NOT NULL;
CREATE UNIQUE INDEX one_live_record_per_bare_door ON slot_records (door_id, credential_id)
    WHERE ended IS NULL AND lock_id IS NULL;
CREATE INDEX live_records_by_door ON slot_records (door_id, level, ended) WHERE ended IS NULL;
CREATE INDEX records_by_credential ON slot_records (credential_id);
CREATE INDEX gone_records_by_lock ON slot_records (lock_id) WHERE ended IS NOT NULL;
CREATE INDEX records_by_grant ON slot_records (grant_id);
CREATE TABLE evidence (
    record_id TEXT NOT NULL REFERENCES slot_records (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    level TEXT NOT NULL,
    reason TEXT,
    proof_by TEXT CHECK (proof_by IN ('lock', 'service', 'person')),
    at TEXT NOT NULL,
    proven_at TEXT,
    event_number INTEGER,
    PRIMARY KEY (record_id, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
"""

WORK = """
CREATE TABLE setup_codes (
    id TEXT PRIMARY KEY,
    secret_text TEXT NOT NULL CHECK (length(secret_text) > 0),
    family TEXT NOT NULL,
    is_valid INTEGER NOT NULL CHECK (is_valid IN (0, 1)),
    came_by TEXT NOT NULL,
    at TEXT NOT NULL,
    door_id TEXT REFERENCES doors (id) ON DELETE SET NULL,
    note TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX setup_codes_by_door ON setup_codes (door_id);
CREATE TABLE pairings (
    id TEXT PRIMARY KEY,
    door_id TEXT NOT NULL REFERENCES doors (id),
    driver TEXT NOT NULL,
    setup_code_id TEXT REFERENCES setup_codes (id),
    node_id INTEGER CHECK (node_id BETWEEN 1 AND 9007199254740991),
    begun_at TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE drawn_node_ids (
    node_id INTEGER PRIMARY KEY CHECK (node_id BETWEEN 1 AND 9007199254740991),
    pairing_id TEXT NOT NULL
) STRICT;
CREATE TABLE tasks (
    id TEXT PRIMARY KEY,
    door_id TEXT REFERENCES doors (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    due_at TEXT NOT NULL,
    made_at TEXT NOT NULL,
    done_at TEXT,
    done_by TEXT,
    parameters TEXT NOT NULL CHECK (json_valid(parameters))
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_by_door ON tasks (door_id);
CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    secret_token TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE fabric (
    context TEXT NOT NULL,
    key TEXT NOT NULL,
    secret_value TEXT NOT NULL,
    PRIMARY KEY (context, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE attachments (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    media_type TEXT NOT NULL,
    secret_content BLOB NOT NULL CHECK (length(secret_content) <= 409600)
) STRICT;
CREATE TABLE attachment_uses (
    id TEXT PRIMARY KEY,
    attachment_hash TEXT NOT NULL REFERENCES attachments (hash),
    door_id TEXT REFERENCES doors (id),
    purpose TEXT NOT NULL,
    note TEXT,
    at TEXT NOT NULL,
    is_secret INTEGER NOT NULL CHECK (is_secret IN (0, 1))
) STRICT, WITHOUT ROWID;
"""

HISTORY = """
CREATE TABLE writers (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE history (
    position INTEGER PRIMARY KEY,
    writer INTEGER NOT NULL REFERENCES writers (number),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    kind TEXT NOT NULL,
    door_id TEXT,
    person_id TEXT,
    undoes INTEGER,
    digest TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX history_undone ON history (writer, undoes) WHERE undoes IS NOT NULL;
CREATE TABLE history_doors (
    door_id TEXT NOT NULL,
    position INTEGER NOT NULL REFERENCES history (position),
    PRIMARY KEY (door_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE history_payloads (
    position INTEGER NOT NULL REFERENCES history (position),
    part INTEGER NOT NULL CHECK (part >= 1),
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL,
    person_id TEXT,
    digest TEXT NOT NULL,
    salt TEXT,
    before TEXT,
    after TEXT,
    PRIMARY KEY (position, part)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER history_update BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER history_delete BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER history_replace BEFORE INSERT ON history
    WHEN EXISTS (SELECT 1 FROM history WHERE position = NEW.position)
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER history_payload_delete BEFORE DELETE ON history_payloads
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER history_payload_replace BEFORE INSERT ON history_payloads
    WHEN EXISTS (SELECT 1 FROM history_payloads WHERE position = NEW.position AND part = NEW.part)
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER history_payload_purge_only BEFORE UPDATE ON history_payloads
    WHEN NEW.salt IS NOT NULL OR NEW.before IS NOT NULL OR NEW.after IS NOT NULL
        OR NEW.position IS NOT OLD.position OR NEW.part IS NOT OLD.part
        OR NEW.table_name IS NOT OLD.table_name OR NEW.row_key IS NOT OLD.row_key
        OR NEW.person_id IS NOT OLD.person_id OR NEW.digest IS NOT OLD.digest
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER writers_update BEFORE UPDATE ON writers
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
CREATE TRIGGER writers_delete BEFORE DELETE ON writers
    BEGIN SELECT RAISE(ABORT, 'append_only'); END;
"""

STATEMENTS = (PROJECT, PLACES, PEOPLE, LOCKS, RECORDS, WORK, HISTORY)
