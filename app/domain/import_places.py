"""Sites, doors and groups of an import: found by their names, made where they are missing, changed where the table says more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from app.core.secret import Secret
from app.domain.ids import DoorId, GroupId, SiteId
from app.domain.import_claims import Claims, Findings, Names, field_changes
from app.domain.import_fields import MORE_FIELDS, NOTED_OF_LOCK, SURVEY_FIELDS, ImportField
from app.domain.import_rows import RowWish
from app.domain.import_steps import ImportNoun, ImportStep, ProjectNow
from app.domain.lock import Lock
from app.domain.project import Door, Group, Site
from app.domain.survey import FieldOf
from app.domain.word_list import join_words

NewId = Callable[[], UUID]

COLUMN_OF: Mapping[tuple[FieldOf, str], ImportField] = {
    (of, key): column for column, (of, key) in SURVEY_FIELDS.items()
}
_SITE_KEYS = {key: column for (of, key), column in COLUMN_OF.items() if of is FieldOf.SITE}
_DOOR_KEYS = {key: column for (of, key), column in COLUMN_OF.items() if of is FieldOf.DOOR}
_LOCK_KEYS = {key: column for (of, key), column in COLUMN_OF.items() if of is FieldOf.LOCK}
_DOOR_OR_LOCK_KEYS = {
    **_DOOR_KEYS,
    **{f"{NOTED_OF_LOCK}{key}": column for key, column in _LOCK_KEYS.items()},
}
_MORE_COLUMNS = {of: column for column, of in MORE_FIELDS.items()}
_LOCK_COLUMNS = (
    ImportField.VENDOR,
    ImportField.PRODUCT,
    ImportField.SERIAL,
    ImportField.FIRMWARE,
)


@dataclass(slots=True)
class Places:
    """Sites, doors and groups as they are after the import. `door_of_row` and `groups_of_row` say what each row names."""

    sites: dict[SiteId, Site] = field(default_factory=dict[SiteId, Site])
    doors: dict[DoorId, Door] = field(default_factory=dict[DoorId, Door])
    groups: dict[GroupId, Group] = field(default_factory=dict[GroupId, Group])
    site_steps: tuple[ImportStep[Site], ...] = ()
    door_steps: tuple[ImportStep[Door], ...] = ()
    lock_steps: tuple[ImportStep[Lock], ...] = ()
    group_steps: tuple[ImportStep[Group], ...] = ()
    door_of_row: dict[int, DoorId] = field(default_factory=dict[int, DoorId])
    groups_of_row: dict[int, tuple[GroupId, ...]] = field(
        default_factory=dict[int, tuple[GroupId, ...]]
    )
    doors_named: Names[Door] = field(default_factory=lambda: Names[Door]((), lambda d: d.name))
    sites_named: Names[Site] = field(default_factory=lambda: Names[Site]((), lambda s: s.name))

    def label(self, door_id: DoorId) -> str:
        """`Site/Door`."""
        door = self.doors[door_id]
        return f"{self.sites[door.site_id].name}/{door.name}"

    def find_door(self, text: str) -> list[Door]:
        """The doors that `Site/Door`, or a door's name alone, may mean."""
        site_name, slash, door_name = text.partition("/")
        if slash:
            sites = {site.id for site in self.sites_named.find(site_name.strip())}
            return self.doors_named.find(door_name.strip(), lambda door: door.site_id in sites)
        return self.doors_named.find(text)


def plan_places(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings
) -> Places:
    """Find or make what the rows name."""
    places = Places()
    _plan_sites(wishes, now, new_id, findings, places)
    _plan_doors(wishes, now, new_id, findings, places)
    _plan_groups(wishes, now, new_id, findings, places)
    return places


def _plan_sites(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings, places: Places
) -> None:
    places.sites = {site.id: site for site in now.sites}
    names = places.sites_named = Names(now.sites, lambda site: site.name)
    claims: dict[SiteId, Claims] = {}
    for wish in wishes:
        if not wish.site:
            continue
        found = names.find(wish.site)
        if len(found) > 1:
            findings.refuse(wish.row, ImportField.SITE, "import_site_ambiguous", name=wish.site)
            continue
        if found:
            site = found[0]
        else:
            site = Site(SiteId(new_id()), wish.site)
            names.add(site)
            places.sites[site.id] = site
        claim = claims.setdefault(site.id, Claims(wish.row))
        claim.say(wish.row, ImportField.SITE_TIME_ZONE, wish.site_zone, findings)
        claim.say(wish.row, ImportField.SITE_WIFI_PASSWORD, wish.wifi_password, findings)
        claim.say(wish.row, ImportField.SITE_MORE, wish.more.get(FieldOf.SITE), findings)
        for key, value in wish.site_values.items():
            claim.say(wish.row, _SITE_KEYS[key], value, findings)
    old = {site.id: site for site in now.sites}
    steps: list[ImportStep[Site]] = []
    for site_id, claim in claims.items():
        _note_spaces(claim, findings)
        site = _claimed_site(places.sites[site_id], claim, now.time_zone)
        before = old.get(site_id)
        if site == before:
            findings.count_as_there(ImportNoun.SITES)
            continue
        places.sites[site_id] = site
        changes = field_changes(_told_of_site(before), _told_of_site(site))
        steps.append(
            ImportStep(
                ImportNoun.SITES, claim.row, site.name, site, before, changes if before else ()
            )
        )
    places.site_steps = tuple(steps)


def _note_spaces(claim: Claims, findings: Findings) -> None:
    column = ImportField.SITE_WIFI_PASSWORD
    password = cast("Secret[str] | None", claim.value(column))
    if password is not None and password.reveal() != password.reveal().strip():
        findings.note(claim.row_of(column), column, "import_wifi_spaces")


def _claimed_site(site: Site, claim: Claims, project_zone: str) -> Site:
    password = claim.value(ImportField.SITE_WIFI_PASSWORD)
    zone = claim.text(ImportField.SITE_TIME_ZONE)
    if zone == project_zone and not site.time_zone:
        zone = ""  # what the site has already from its project
    return replace(
        site,
        time_zone=zone or site.time_zone,
        wifi_password=site.wifi_password if password is None else cast("Secret[str]", password),
        fields={**site.fields, **_more_of(claim, FieldOf.SITE), **_said_of(claim, _SITE_KEYS)},
    )


def _said_of(claim: Claims, keys: Mapping[str, ImportField]) -> dict[str, str]:
    return {key: claim.text(column) for key, column in keys.items() if column in claim.values}


def _more_of(claim: Claims, of: FieldOf, before: str = "") -> dict[str, str]:
    """What is noted under words of the customer's own, each with `before` in front."""
    said = cast("Mapping[str, str]", claim.value(_MORE_COLUMNS[of]) or {})
    return {f"{before}{key}": text for key, text in said.items()}


def _told_more(
    fields: Mapping[str, str], keys: Mapping[str, ImportField]
) -> dict[ImportField, object]:
    """The noted values by column; a word of the customer's own stands in none of them."""
    return {keys[key]: text for key, text in fields.items() if key in keys}


def _told_of_site(site: Site | None) -> dict[ImportField, object]:
    if site is None:
        return {}
    told: dict[ImportField, object] = {
        ImportField.SITE_TIME_ZONE: site.time_zone,
        ImportField.SITE_WIFI_PASSWORD: site.wifi_password,
    }
    told.update(_told_more(site.fields, _SITE_KEYS))
    told[ImportField.SITE_MORE] = own_words(site.fields, FieldOf.SITE)
    return told


def _plan_doors(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings, places: Places
) -> None:
    places.doors = {door.id: door for door in now.doors}
    in_site: dict[SiteId, Names[Door]] = {}
    for door in now.doors:
        in_site.setdefault(door.site_id, Names[Door]((), lambda d: d.name)).add(door)
    everywhere = places.doors_named = Names(now.doors, lambda door: door.name)
    claims: dict[DoorId, Claims] = {}
    # Doors with a site first: a row that leaves the site out may mean a door of a later row.
    for wish in sorted(wishes, key=lambda wish: not wish.site):
        if not wish.door:
            continue
        door = _door_of(wish, in_site, everywhere, new_id, findings, places)
        if door is None:
            continue
        places.door_of_row[wish.row] = door.id
        claim = claims.setdefault(door.id, Claims(wish.row))
        claim.row = min(claim.row, wish.row)
        claim.say(wish.row, ImportField.TIME_ZONE, wish.door_zone, findings)
        claim.say(wish.row, ImportField.PRIVATE, wish.is_private, findings)
        for key, value in wish.door_values.items():
            claim.say(wish.row, _DOOR_KEYS[key], value, findings)
        for key, value in wish.lock_values.items():
            claim.say(wish.row, _LOCK_KEYS[key], value, findings)
        for of in (FieldOf.DOOR, FieldOf.LOCK):
            claim.say(wish.row, _MORE_COLUMNS[of], wish.more.get(of), findings)
    old = {door.id: door for door in now.doors}
    steps: list[ImportStep[Door]] = []
    lock_steps: list[ImportStep[Lock]] = []
    for door_id, claim in claims.items():
        lock = now.locks.get(door_id)
        if lock is not None:
            _leave_out_of_lock(claim, lock, places.label(door_id), findings)
            lock_steps += _step_of_lock(claim, lock, places.label(door_id), findings)
        door = _claimed_door(places.doors[door_id], claim)
        before = old.get(door_id)
        if door == before:
            findings.count_as_there(ImportNoun.DOORS)
            continue
        places.doors[door_id] = door
        changes = field_changes(_told_of_door(before), _told_of_door(door)) if before else ()
        label = places.label(door_id)
        steps.append(ImportStep(ImportNoun.DOORS, claim.row, label, door, before, changes))
    places.door_steps = tuple(sorted(steps, key=lambda step: step.row))
    places.lock_steps = tuple(sorted(lock_steps, key=lambda step: step.row))


def _door_of(
    wish: RowWish,
    in_site: dict[SiteId, Names[Door]],
    everywhere: Names[Door],
    new_id: NewId,
    findings: Findings,
    places: Places,
) -> Door | None:
    """The door that a row names, made where its site has none of this name."""
    if not wish.site:
        found = everywhere.find(wish.door)
        if len(found) == 1:
            return found[0]
        code = "import_door_ambiguous" if found else "import_door_without_site"
        findings.refuse(wish.row, ImportField.DOOR, code, name=wish.door)
        return None
    sites = places.sites_named.find(wish.site)
    if len(sites) != 1:
        return None  # said at the site
    names = in_site.setdefault(sites[0].id, Names[Door]((), lambda door: door.name))
    found = names.find(wish.door)
    if len(found) > 1:
        findings.refuse(wish.row, ImportField.DOOR, "import_door_ambiguous", name=wish.door)
        return None
    if found:
        return found[0]
    door = Door(DoorId(new_id()), sites[0].id, wish.door)
    names.add(door)
    everywhere.add(door)
    places.doors[door.id] = door
    return door


def _leave_out_of_lock(claim: Claims, lock: Lock, label: str, findings: Findings) -> None:
    """What a mounted lock says of itself is not noted again at its door, and is not changed by a table."""
    says = (lock.vendor, lock.product, lock.serial, lock.firmware)
    for column, own in zip(_LOCK_COLUMNS, says, strict=True):
        if column not in claim.values:
            continue
        if claim.text(column).casefold() != own.strip().casefold():
            row = claim.row_of(column)
            findings.note(row, column, "import_lock_differs", door=label, lock=own)
        del claim.values[column]


def _step_of_lock(
    claim: Claims, lock: Lock, label: str, findings: Findings
) -> list[ImportStep[Lock]]:
    """What is noted of a mounted lock goes with the lock, and is not noted at its door as well."""
    said = {**_more_of(claim, FieldOf.LOCK), **_said_of(claim, _LOCK_KEYS)}
    columns = {*_LOCK_KEYS.values(), ImportField.LOCK_MORE}
    row = min((claim.row_of(column) for column in columns & claim.values.keys()), default=claim.row)
    for column in columns:
        claim.values.pop(column, None)
    if not said:
        return []
    noted = replace(lock, fields={**lock.fields, **said})
    if noted == lock:
        findings.count_as_there(ImportNoun.LOCKS)
        return []
    changes = field_changes(_told_of_lock(lock), _told_of_lock(noted))
    return [ImportStep(ImportNoun.LOCKS, row, label, noted, lock, changes)]


def _told_of_lock(lock: Lock) -> dict[ImportField, object]:
    told = _told_more(lock.fields, _LOCK_KEYS)
    told[ImportField.LOCK_MORE] = own_words(lock.fields, FieldOf.LOCK)
    return told


def _claimed_door(door: Door, claim: Claims) -> Door:
    is_private = claim.value(ImportField.PRIVATE)
    return replace(
        door,
        time_zone=claim.text(ImportField.TIME_ZONE) or door.time_zone,
        is_private=door.is_private if is_private is None else bool(is_private),
        fields={
            **door.fields,
            **_more_of(claim, FieldOf.DOOR),
            **_more_of(claim, FieldOf.LOCK, NOTED_OF_LOCK),
            **_said_of(claim, _DOOR_OR_LOCK_KEYS),
        },
    )


def _told_of_door(door: Door | None) -> dict[ImportField, object]:
    if door is None:
        return {}
    told: dict[ImportField, object] = {
        ImportField.TIME_ZONE: door.time_zone,
        ImportField.PRIVATE: door.is_private,
    }
    told.update(_told_more(door.fields, _DOOR_OR_LOCK_KEYS))
    told[ImportField.DOOR_MORE] = own_words(door.fields, FieldOf.DOOR)
    return told


def own_words(fields: Mapping[str, str], of: FieldOf) -> str:
    """Notes under words of the customer's own, as a cell has them: `word=text` between semicolons."""
    known = {FieldOf.SITE: _SITE_KEYS, FieldOf.DOOR: _DOOR_OR_LOCK_KEYS, FieldOf.LOCK: _LOCK_KEYS}[
        of
    ]
    return join_words(f"{key}={text}" for key, text in fields.items() if key not in known)


def _plan_groups(
    wishes: Sequence[RowWish], now: ProjectNow, new_id: NewId, findings: Findings, places: Places
) -> None:
    """Membership is added, never taken away."""
    places.groups = {group.id: group for group in now.groups}
    names = Names(now.groups, lambda group: group.name)
    rows: dict[GroupId, int] = {}
    members: dict[GroupId, set[DoorId]] = {group.id: set(group.door_ids) for group in now.groups}
    for wish in wishes:
        found_groups: list[GroupId] = []
        for name in wish.groups:
            found = names.find(name)
            if len(found) > 1:
                findings.refuse(wish.row, ImportField.GROUPS, "import_group_ambiguous", name=name)
                continue
            if found:
                group = found[0]
            else:
                group = Group(GroupId(new_id()), name)
                names.add(group)
                members[group.id] = set()
                places.groups[group.id] = group
            rows.setdefault(group.id, wish.row)
            found_groups.append(group.id)
            door_id = places.door_of_row.get(wish.row)
            if door_id is not None:
                members[group.id].add(door_id)
        places.groups_of_row[wish.row] = tuple(found_groups)
    old = {group.id: group for group in now.groups}
    steps: list[ImportStep[Group]] = []
    for group_id, row in rows.items():
        group = replace(places.groups[group_id], door_ids=frozenset(members[group_id]))
        before = old.get(group_id)
        if group == before:
            findings.count_as_there(ImportNoun.GROUPS)
            continue
        places.groups[group_id] = group
        new_doors = group.door_ids - (before.door_ids if before else frozenset())
        added = ", ".join(sorted(places.label(door_id) for door_id in new_doors))
        changes = field_changes({}, {ImportField.DOOR: added}) if before else ()
        steps.append(ImportStep(ImportNoun.GROUPS, row, group.name, group, before, changes))
    places.group_steps = tuple(steps)
