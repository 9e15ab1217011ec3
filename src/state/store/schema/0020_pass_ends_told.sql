-- The end of a pass that its holder was told of beforehand; another end, after a renewal, is told again. Passes of less
-- than four days are told of by their countdown alone.
alter table requests add column told_end {bigint};
create index requests_ending_soon on requests (valid_until)
    where ended_at is null and valid_until is not null and valid_until - decided_at >= 345600000
    and (told_end is null or told_end <> valid_until);
