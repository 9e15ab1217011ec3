-- What people choose stands for what mails are about, not for all of them. Without a row a topic is told at once; what
-- somebody chose for everything is carried over to each.
create table mail_choices (
    person text not null references people (id),
    topic text not null check (topic in ('to_decide', 'approved_by_rule', 'answers', 'questions', 'passes',
                                         'passes_ending', 'standing_in')),
    choice text not null check (choice in ('daily', 'never')),
    primary key (person, topic)
) {strict};
insert into mail_choices (person, topic, choice)
    select w.person, t.topic, w.choice from mail_wishes w cross join (
        select 'to_decide' as topic union all select 'approved_by_rule' union all select 'answers' union all
        select 'questions' union all select 'passes' union all select 'passes_ending' union all select 'standing_in') t
    where w.choice <> 'at_once';
alter table mail_wishes drop column choice;
alter table mail_wishes add column version {bigint} not null default 1;
