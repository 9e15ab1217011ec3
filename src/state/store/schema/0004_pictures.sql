-- What is known of pictures of a content, read as a format. The pictures themselves are in renditions/, and are made
-- again when they are gone.
create table pictures (
    digest {bytes} not null references blobs (digest),
    format text not null check (format in ('jpeg', 'png', 'gif', 'webp', 'tiff', 'svg', 'pdf')),
    state text not null check (state in ('waiting', 'ready', 'failed')),
    width {bigint},
    height {bigint},
    colour {bigint},
    primary key (digest, format)
) {strict};

-- Work that is done by and by, each piece at least once. Whoever takes one moves run_at to when it is to be tried again
-- if nobody is heard of it.
create table jobs (
    id text primary key,
    kind text not null check (kind in ('thumbnail', 'preview')),
    digest {bytes} not null references blobs (digest),
    format text not null,
    state text not null check (state in ('waiting', 'failed')),
    run_at {bigint} not null,
    attempts {bigint} not null,
    reason text not null,
    detail text not null,
    created_at {bigint} not null,
    changed_at {bigint} not null,
    unique (kind, digest, format)
) {strict};
create index jobs_due on jobs (run_at, id) where state = 'waiting';
create index jobs_by_digest on jobs (digest);
