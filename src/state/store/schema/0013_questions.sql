-- What reviewers ask before they decide, and what is answered; `talk` of a request says where that stands: '' nothing was
-- said, 'question' one waits for its requester.
create table request_messages (
    id {binary_text} primary key,
    request {binary_text} not null references requests (id),
    kind text not null check (kind in ('question', 'answer')),
    person text not null references people (id),
    text text not null,
    said_at {bigint} not null
) {strict};
create index request_messages_of on request_messages (request, id);
alter table requests add column talk text not null default '' check (talk in ('', 'question', 'answer'));
