-- Who stands in for a reviewer, and when. It is no right: what a substitute decides, they may decide themselves.
create table substitutes (
    person text primary key references people (id),
    substitute text not null references people (id),
    from_at {bigint} not null,
    until_at {bigint} not null,
    check (person <> substitute),
    check (from_at < until_at)
) {strict};
create index substitutes_standing_in on substitutes (substitute);

-- When a reviewer was last reminded of what waits for them: once a day at most.
create table request_reminders (
    person text primary key references people (id),
    reminded_at {bigint} not null
) {strict};

-- After how many days a library reminds, and lets a request go further; 0 is never. Without a row 3 and never.
create table waiting_settings (
    library text primary key references libraries (id),
    remind_after_days {bigint} not null,
    escalate_after_days {bigint} not null,
    version {bigint} not null
) {strict};

-- To whom else a request went that waited too long, and when.
alter table requests add column escalated text not null default ''
    check (escalated in ('', 'owners', 'administrators'));
alter table requests add column escalated_at {bigint};
create index requests_escalated on requests (phase, kind, id) where escalated <> '';
create index requests_to_escalate on requests (library, kind, id) where phase = 'pending' and escalated = '';
