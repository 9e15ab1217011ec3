-- A bulk change goes on only while what its maker came with does, and tells why it ended early. Those under way came
-- with something that nobody wrote down: they stop with their maker's account alone.
alter table bulk_changes add column session text not null default '';
alter table bulk_changes add column token text not null default '';
alter table bulk_changes add column stopped text check (stopped in ('cancelled', 'signed_out', 'not_allowed'));
