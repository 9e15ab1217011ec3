-- Whether anything of a form still waits: asked for each notice of it when one of its requests is decided.
create index requests_open_of_ask on requests (ask, for_directors) where phase = 'pending';

-- Of how many libraries a notice of several tells: one is named only where it is the only one.
alter table notices add column libraries {bigint} not null default 1;
