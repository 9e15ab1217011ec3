-- Assets that came with a content of which a picture was known: each waits for its own, as long as for any other, so
-- that nobody learns what lies where they cannot see.
create table picture_waits (
    asset text not null,
    kind text not null check (kind in ('thumbnail', 'preview')),
    digest {bytes} not null,
    format text not null,
    since {bigint} not null,
    primary key (asset, kind)
) {strict};
create index picture_waits_by_source on picture_waits (digest, format, kind);
create index picture_waits_by_time on picture_waits (since);
