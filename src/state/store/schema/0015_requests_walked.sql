-- Each list is walked by an index that holds all that it is narrowed by, so that its length does not matter.
drop index requests_of_asset;
create index requests_of_asset on requests (asset, phase, kind, id);
drop index requests_of_group;
create index requests_of_group on requests (group_id, phase, kind, id) where group_id is not null;
create index requests_held_by_group on requests (group_id, asset) where group_id is not null;
-- What waits in a library, for its owners or for directors, and what waits for directors anywhere. They hold the person
-- as well: whoever looks at what waits leaves out their own.
create index requests_waiting on requests (library, for_directors, phase, kind, id, person) where phase = 'pending';
drop index requests_for_directors;
create index requests_for_directors on requests (phase, kind, id, person, library) where for_directors = 1;

-- Mails of one act have one time: the next of them is found without looking at all the others.
drop index outbox_waiting;
create index outbox_waiting on outbox (not_before, id) where done_at is null;
create index outbox_of_day on outbox (notice, id) where done_at is null and digest = 1;
create index outbox_done on outbox (done_at) where done_at is not null;

-- Whether somebody took what they were given, before that is taken back.
create index deliveries_of_person on deliveries (person, id);
