-- When the site was restored from a backup that no administrator has confirmed yet.
alter table site add column held_at {bigint};
