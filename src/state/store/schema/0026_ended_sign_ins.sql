-- A delivery knows the session or token that it was made with; '' for those made before. Of sign-ins that somebody took
-- away the id is kept for as long as a ticket can live: what was begun with one ends with it.
alter table deliveries add column sign_in text not null default '';
create table ended_sign_ins (
    id text primary key,
    ended_at {bigint} not null
) {strict};
create index ended_sign_ins_at on ended_sign_ins (ended_at);
