-- What somebody asked with one form, or gave with one pass: its rows in requests are one for each asset. `answers` is
-- JSON: what was asked and what was answered. `waiting` counts the rows that are pending.
create table asks (
    id text primary key,
    library text not null references libraries (id),
    person text not null references people (id),
    reason text not null,
    answers text not null,
    terms text,
    terms_number {bigint},
    needed_by {bigint},
    waiting {bigint} not null,
    created_at {bigint} not null
) {strict};
create index asks_waiting on asks (person) where waiting > 0;

-- A request, and the pass that came of it. Exactly one of person and group_id is set: whose it is. `status`, `revoked`
-- and `valid_until` are what the policy reads; `phase` is where it stands in lists. Actions are bits; files are JSON
-- lists, null is every file.
create table requests (
    id {binary_text} primary key,
    ask text not null references asks (id),
    asset text not null references assets (id),
    library text not null references libraries (id),
    person text references people (id),
    group_id text references groups (id) on delete cascade,
    kind text not null check (kind in ('download', 'access')),
    status text not null check (status in ('pending', 'approved', 'auto_approved', 'rejected', 'cancelled')),
    phase text not null check
        (phase in ('pending', 'approved', 'auto_approved', 'rejected', 'expired', 'revoked', 'withdrawn')),
    revoked {bigint} not null,
    wanted_actions {bigint} not null,
    actions {bigint} not null,
    wanted_files text,
    files text,
    for_directors {bigint} not null,
    unasked {bigint} not null,
    created_at {bigint} not null,
    decided_at {bigint},
    decided_by text references people (id),
    decided_by_level {bigint},
    note text not null,
    valid_until {bigint},
    ended_at {bigint},
    ended_by text references people (id),
    closed text not null check (closed in ('', 'by_requester', 'asset_deleted', 'free_now')),
    batch text,
    version {bigint} not null,
    check ((person is null) <> (group_id is null))
) {strict};
-- The lists: of a library, of the site, of a person, of what directors decide; each walked by its index.
create index requests_of_library on requests (library, phase, kind, id);
create index requests_of_site on requests (phase, kind, id);
create index requests_of_person on requests (person, phase, kind, id);
create index requests_for_directors on requests (phase, kind, id) where for_directors = 1;
create index requests_of_group on requests (group_id, asset) where group_id is not null;
create index requests_held on requests (person, asset);
create index requests_of_asset on requests (asset, id);
create index requests_of_ask on requests (ask);
create index requests_of_batch on requests (batch) where batch is not null;
create index requests_ending on requests (valid_until)
    where phase in ('approved', 'auto_approved') and valid_until is not null;

-- What people are told: their inbox. One row for each act and person; `count` says of how many requests (those of
-- `batch`: an ask, or decisions that were made together), `request` is the first of them.
create table notices (
    id {binary_text} primary key,
    person text not null references people (id),
    kind text not null,
    library text not null,
    asset text not null,
    request text not null,
    batch text not null,
    count {bigint} not null,
    by_person text,
    note text not null,
    made_at {bigint} not null,
    read_at {bigint}
) {strict};
create index notices_of_person on notices (person, id);
create index notices_unread on notices (person, id) where read_at is null;
create index notices_of_batch on notices (batch);

-- A mail that says what a notice says has no letter until it is sent, and waits until not_before.
alter table outbox add column notice text;
alter table outbox add column not_before {bigint} not null default 0;
create index outbox_waiting on outbox (not_before) where done_at is null;
create index outbox_of_notice on outbox (notice) where notice is not null;

-- Files that answer a field of a form: sent first, and taken by the ask that names them.
create table request_files (
    id text primary key,
    ask text references asks (id),
    person text not null references people (id),
    name text not null,
    media_type text not null,
    size {bigint} not null,
    digest {bytes} not null references blobs (digest),
    created_at {bigint} not null
) {strict};
create index request_files_of_ask on request_files (ask);
create index request_files_by_digest on request_files (digest);
create index request_files_unsent on request_files (person, created_at) where ask is null;
