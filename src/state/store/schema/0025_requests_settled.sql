-- Whether anything of a form still waits: asked for each notice of it when one of its requests is decided.
create index requests_open_of_ask on requests (ask, for_directors) where phase = 'pending';

-- Of how many libraries a notice of several tells: one is named only where it is the only one.
alter table notices add column libraries {bigint} not null default 1;

-- What became of all that somebody asked for in the libraries of whoever looks: their history, without walking along
-- what they asked for elsewhere.
create index requests_of_person_in on requests (person, library, phase, kind, id) where person is not null;
