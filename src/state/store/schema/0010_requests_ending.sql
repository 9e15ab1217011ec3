-- Found without their phase, so that both databases take this index and no other: what ran out is looked for each
-- second.
drop index requests_ending;
update requests set ended_at = valid_until where phase = 'expired' and ended_at is null;
create index requests_ending on requests (valid_until) where ended_at is null and valid_until is not null;
