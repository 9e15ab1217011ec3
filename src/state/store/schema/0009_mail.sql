-- How a mail fared. Whoever takes one moves not_before to when it is to be tried again if nobody is heard of it. `state`
-- is told to administrators; `digest` is 1 for what waits for the one mail of a day; `reply` is what the server said.
alter table outbox add column state text not null default 'waiting'
    check (state in ('waiting', 'sent', 'written', 'refused', 'given_up', 'not_wanted', 'ended'));
alter table outbox add column attempts {bigint} not null default 0;
alter table outbox add column first_tried_at {bigint};
alter table outbox add column digest {bigint} not null default 0;
alter table outbox add column reply text not null default '';
update outbox set state = 'ended' where done_at is not null;
create index outbox_by_state on outbox (state, id);

-- How somebody wants to be written to; without a row at once. The zone is that of the day's mail.
create table mail_wishes (
    person text primary key references people (id),
    choice text not null check (choice in ('at_once', 'daily', 'never')),
    zone text not null
) {strict};
