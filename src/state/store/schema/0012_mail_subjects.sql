-- The subjects of mails about requests, as administrators of the site want them; an empty text is the usual one.
create table mail_subjects (
    only_row {bigint} primary key check (only_row = 1),
    request text not null,
    approved text not null,
    rejected text not null,
    version {bigint} not null
) {strict};
insert into mail_subjects (only_row, request, approved, rejected, version) values (1, '', '', '', 1);
