-- One change to many assets, done by and by. `step` grows with each piece that was done: two who work on the same one
-- cannot both do a piece. folder null: all of the library; '': its top. Of chosen assets `chosen` has the ids; else it is
-- everything that the folder and the text find, up to the asset `until_no`.
create table bulk_changes (
    id text primary key,
    library text not null references libraries (id),
    folder text,
    name_text text not null,
    chosen text not null,
    except_for text not null,
    change text not null,
    until_no {bigint} not null,
    person text not null references people (id),
    scopes {bigint} not null,
    address text not null,
    state text not null check (state in ('changing', 'changed', 'undoing', 'undone')),
    position text not null,
    step {bigint} not null,
    total {bigint} not null,
    visited {bigint} not null,
    changed {bigint} not null,
    undone {bigint} not null,
    created_at {bigint} not null,
    ended_at {bigint}
) {strict};
create index bulk_changes_open on bulk_changes (created_at, id) where state in ('changing', 'undoing');
create index bulk_changes_person on bulk_changes (person, id);

-- What became of each, also of an id that names nothing: `before` is what it had, where it was changed ('' where not); `left_code` why it was left alone.
create table bulk_change_assets (
    bulk_change text not null references bulk_changes (id),
    no {bigint} not null,
    asset text not null,
    before text not null,
    version_after {bigint} not null,
    left_code text not null,
    left_text text not null,
    primary key (bulk_change, no)
) {strict};
create index bulk_change_assets_left on bulk_change_assets (bulk_change, no) where left_code <> '';
