create index assets_in_bin on assets (library, deleted_at, no) where deleted_at is not null;

-- Several libraries may have one name: whoever takes a name must not learn of one that they cannot see. The id follows
-- the name in the key, which stays unique.
update libraries set name_key = name_key || '
' || id;

-- What the client said about its upload, as it said it: tus gives it back.
alter table uploads add column metadata text not null default '';
