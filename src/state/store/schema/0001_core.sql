-- Ids are 26-character text, times are milliseconds since 1970, digests are 32 bytes, lists and settings are JSON text,
-- yes and no are 1 and 0. {bigint} {bytes} {binary_text} {real} {identity} {strict} stand for what differs between the
-- databases; {binary_text} is sorted by its bytes.

create table site (
    only_row {bigint} primary key check (only_row = 1),
    settings text not null,
    version {bigint} not null,
    set_up_at {bigint},
    set_up_code {bytes}
) {strict};
insert into site (only_row, settings, version) values (1, '{}', 1);

create table people (
    id text primary key,
    email text not null,
    email_key text not null unique,
    name text not null,
    name_key {binary_text} not null,
    level {bigint} not null check (level in (0, 1, 2, 3, 4, 7, 8, 9)),
    active {bigint} not null,
    password_hash text,
    totp_secret {bytes},
    totp_enabled {bigint} not null default 0,
    totp_last_step {bigint} not null default 0,
    quota_limit {bigint},
    created_at {bigint} not null,
    version {bigint} not null
) {strict};

create index people_by_name on people (name_key, id);

create table recovery_codes (
    person text not null references people (id),
    code_hash {bytes} not null,
    used_at {bigint},
    primary key (person, code_hash)
) {strict};

create table roles (
    id text primary key,
    name text not null,
    name_key {binary_text} not null unique,
    flags text not null,
    version {bigint} not null
) {strict};

create table role_people (
    role text not null references roles (id) on delete cascade,
    person text not null references people (id),
    primary key (role, person)
) {strict};
create index role_people_person on role_people (person);

create table groups (
    id text primary key,
    name text not null,
    name_key {binary_text} not null unique,
    version {bigint} not null
) {strict};

create table group_people (
    group_id text not null references groups (id) on delete cascade,
    person text not null references people (id),
    primary key (group_id, person)
) {strict};
create index group_people_person on group_people (person);

create table sessions (
    id text primary key,
    token_hash {bytes} not null unique,
    person text not null references people (id),
    stage text not null check (stage in ('code', 'full')),
    created_at {bigint} not null,
    last_seen_at {bigint} not null,
    expires_at {bigint} not null,
    address text not null,
    agent text not null
) {strict};
create index sessions_person on sessions (person);

create table tokens (
    id text primary key,
    token_hash {bytes} not null unique,
    person text not null references people (id),
    name text not null,
    scopes text not null,
    created_at {bigint} not null,
    last_used_at {bigint},
    expires_at {bigint}
) {strict};
create index tokens_person on tokens (person);

create table resets (
    token_hash {bytes} primary key,
    person text not null references people (id),
    created_at {bigint} not null,
    expires_at {bigint} not null,
    used_at {bigint}
) {strict};

create table throttles (
    what text primary key,
    failures {bigint} not null,
    window_start {bigint} not null
) {strict};

-- letter is the whole message, sealed with a key of the site: there may be a link in it that opens an account.
create table outbox (
    id text primary key,
    kind text not null,
    recipient text not null,
    letter {bytes} not null,
    created_at {bigint} not null,
    done_at {bigint}
) {strict};

create table libraries (
    id text primary key,
    name text not null,
    name_key {binary_text} not null unique,
    kind text not null check (kind in ('media', 'logo', 'icon', 'document')),
    settings text not null,
    archived_at {bigint},
    created_at {bigint} not null,
    version {bigint} not null,
    members_version {bigint} not null default 1
) {strict};

-- parent '' is the library itself, so that one unique rule covers both.
create table folders (
    id text primary key,
    library text not null references libraries (id),
    parent text not null,
    name text not null,
    name_key {binary_text} not null,
    access text not null,
    protection text not null,
    created_at {bigint} not null,
    version {bigint} not null,
    unique (library, parent, name_key)
) {strict};

create table terms (
    id text not null,
    number {bigint} not null,
    title text not null,
    body text not null,
    created_at {bigint} not null,
    primary key (id, number)
) {strict};

create table blobs (
    digest {bytes} primary key,
    size {bigint} not null,
    crc32 {bigint} not null,
    crc32c {bytes} not null,
    created_at {bigint} not null
) {strict};

-- folder '' is the library itself.
create table assets (
    no {identity},
    id text not null unique,
    library text not null references libraries (id),
    folder text not null,
    name text not null,
    name_key {binary_text} not null,
    media_type text not null,
    size {bigint} not null,
    digest {bytes} not null references blobs (digest),
    status text not null check (status in ('draft', 'published', 'archived')),
    available_from {bigint},
    available_until {bigint},
    access text not null,
    protection text not null,
    not_offered text not null,
    terms text,
    replaced_at {bigint},
    created_at {bigint} not null,
    created_by text,
    version {bigint} not null,
    deleted_at {bigint}
) {strict};
create index assets_by_name on assets (library, name_key, no) where deleted_at is null;
create index assets_by_folder on assets (library, folder, name_key, no) where deleted_at is null;
create index assets_by_time on assets (library, created_at, no) where deleted_at is null;
create index assets_by_size on assets (library, size, no) where deleted_at is null;
create index assets_locked on assets (library, folder) where access = 'locked' and deleted_at is null;
create index assets_by_digest on assets (digest);

create table asset_versions (
    asset text not null references assets (id),
    number {bigint} not null,
    name text not null,
    media_type text not null,
    size {bigint} not null,
    digest {bytes} not null references blobs (digest),
    created_at {bigint} not null,
    created_by text,
    primary key (asset, number)
) {strict};
create index asset_versions_by_digest on asset_versions (digest);

create table attachments (
    id text primary key,
    asset text not null references assets (id),
    name text not null,
    media_type text not null,
    size {bigint} not null,
    digest {bytes} not null references blobs (digest),
    created_at {bigint} not null,
    created_by text
) {strict};
create index attachments_asset on attachments (asset);
create index attachments_by_digest on attachments (digest);

create table attributes (
    id text primary key,
    name text not null unique,
    type text not null check (type in ('text', 'number', 'date', 'pulldown', 'multi_select', 'tag', 'boolean')),
    vocabulary text not null,
    version {bigint} not null
) {strict};

create table asset_attributes (
    asset text not null references assets (id),
    attribute text not null references attributes (id),
    position {bigint} not null,
    value text not null,
    primary key (asset, attribute, position)
) {strict};
create index asset_attributes_by_attribute on asset_attributes (attribute);

-- library is always set; folder and asset narrow it ('' when they do not). Exactly one of person and group_id is set.
create table members (
    id text primary key,
    library text not null references libraries (id),
    folder text not null,
    asset text not null,
    person text references people (id),
    group_id text references groups (id),
    role text not null check (role in ('viewer', 'editor', 'owner')),
    ends_at {bigint},
    created_at {bigint} not null,
    check ((person is null) <> (group_id is null)),
    check (role <> 'owner' or (folder = '' and asset = ''))
) {strict};
create index members_library on members (library, folder, asset);
create index members_person on members (person);
create index members_group on members (group_id);

create table uploads (
    id text primary key,
    person text not null references people (id),
    target text not null,
    name text not null,
    length {bigint} not null,
    position {bigint} not null,
    created_at {bigint} not null,
    expires_at {bigint} not null,
    finished_asset text
) {strict};

create table deliveries (
    id text primary key,
    person text not null references people (id),
    created_at {bigint} not null,
    expires_at {bigint} not null,
    first_byte_at {bigint},
    bytes {bigint} not null,
    bytes_sent {bigint} not null,
    accepted text not null,
    reserved_day {bigint},
    reserved {bigint} not null
) {strict};
create index deliveries_unused on deliveries (expires_at) where first_byte_at is null;

create table delivery_items (
    delivery text not null references deliveries (id),
    position {bigint} not null,
    asset text not null,
    file text not null,
    name text not null,
    media_type text not null,
    digest {bytes} not null,
    size {bigint} not null,
    crc32 {bigint} not null,
    standing {bigint} not null default 0,
    primary key (delivery, position)
) {strict};
create index delivery_items_by_digest on delivery_items (digest);

create table quota_use (
    person text not null references people (id),
    day {bigint} not null,
    used {bigint} not null,
    primary key (person, day)
) {strict};

create table idempotency (
    caller text not null,
    idempotency_key text not null,
    request_digest {bytes} not null,
    made text not null,
    created_at {bigint} not null,
    primary key (caller, idempotency_key)
) {strict};

-- What authority follows: a row for each change of something it keeps, and of an asset's own rules.
create table changes (
    no {identity},
    kind text not null,
    id text not null
) {strict};
