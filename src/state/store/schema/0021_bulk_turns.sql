-- Bulk changes take turns by person: whoever has had no piece for longest is next. `turn` is the number of the last
-- piece that was done for somebody, counted over everybody.
create table bulk_turns (
    person text primary key references people (id),
    turn {bigint} not null
) {strict};
create index bulk_turns_last on bulk_turns (turn);

-- One more reason to end early: nothing of its first thousand could be changed.
alter table bulk_changes add column stopped_by text
    check (stopped_by in ('cancelled', 'signed_out', 'not_allowed', 'all_refused'));
update bulk_changes set stopped_by = stopped;
alter table bulk_changes drop column stopped;
alter table bulk_changes rename column stopped_by to stopped;
