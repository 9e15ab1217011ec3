-- Who was invited by whom, to which library. Somebody who has set a password is invited no more. One that made the
-- account, or let it in again, keeps the account's version then: a withdrawal ends only what nobody else has changed. A
-- withdrawal that ended the account keeps its version likewise, so that the same address can be invited again for as
-- long as nobody else has changed it.
create table invitations (
    id {binary_text} primary key,
    person text not null references people (id),
    library text not null references libraries (id),
    member text not null,
    invited_by text references people (id),
    created_at {bigint} not null,
    sent_at {bigint} not null,
    withdrawn_at {bigint},
    made_version {bigint},
    ended_version {bigint}
) {strict};
create index invitations_of_library on invitations (library, id);
create index invitations_of_person on invitations (person, id);
create index invitations_of_member on invitations (member);
create index resets_of_person on resets (person);

-- What owners of libraries may do about addresses without an account.
create table invite_settings (
    only_row {bigint} primary key check (only_row = 1),
    owners_invite {bigint} not null,
    level {bigint} not null,
    roles text not null,
    version {bigint} not null
) {strict};
insert into invite_settings (only_row, owners_invite, level, roles, version) values (1, 0, 2, '[]', 1);
