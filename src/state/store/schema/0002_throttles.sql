-- Failures one by one (those of a busy minute together), so that the last hour can be looked at from any moment.
drop table throttles;
create table throttles (
    what text not null,
    failed_at {bigint} not null,
    failures {bigint} not null,
    primary key (what, failed_at)
) {strict};
create index throttles_failed_at on throttles (failed_at);
