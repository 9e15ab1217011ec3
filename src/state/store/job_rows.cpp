#include "state/store/job_rows.h"

#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_job =
    "select id, kind, digest, format, state, run_at, attempts, reason, detail, created_at, changed_at from jobs";

JobRow job_of(const sql::Row& row) {
    JobRow job;
    job.id = row.get<JobId>(0);
    job.kind = word_at<domain::JobKind>(row, 1);
    job.source = {row.get<Digest>(2), row.get<std::string>(3)};
    job.state = word_at<domain::JobState>(row, 4);
    job.run_at = row.get<Instant>(5);
    job.attempts = row.get<std::int64_t>(6);
    job.reason = row.get<std::string>(7);
    job.detail = row.get<std::string>(8);
    job.created_at = row.get<Instant>(9);
    job.changed_at = row.get<Instant>(10);
    return job;
}

std::vector<JobRow> jobs_of(const sql::Rows& rows) {
    std::vector<JobRow> jobs;
    jobs.reserve(rows.size());
    for (const auto& row : rows) jobs.push_back(job_of(row));
    return jobs;
}

}  // namespace

Done add_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source, Instant now) {
    EXEAT_TRY(transaction.change(
        "insert into jobs (id, kind, digest, format, state, run_at, attempts, reason, detail, created_at, changed_at) "
        "values ($1, $2, $3, $4, 'waiting', $5, 0, '', '', $5, $5) on conflict (kind, digest, format) do nothing",
        {JobId::make(now), policy::to_text(kind), source.digest, source.format, now}));
    return {};
}

Done add_job_again(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source, Instant now) {
    EXEAT_TRY(add_job(transaction, kind, source, now));
    EXEAT_TRY(
        transaction.change("update jobs set state = 'waiting', run_at = $4, attempts = 0, reason = '', detail = '', "
                           "changed_at = $4 where kind = $1 and digest = $2 and format = $3",
                           {policy::to_text(kind), source.digest, source.format, now}));
    return {};
}

Result<std::vector<JobRow>> take_jobs(sql::Transaction& transaction, Instant now, int limit) {
    EXEAT_TAKE(const auto rows, transaction.query(std::string(k_job) + " where state = 'waiting' and run_at <= $1 "
                                                                       "order by run_at, id limit $2",
                                                  {now, limit}));
    std::vector<JobRow> taken;
    for (auto& job : jobs_of(rows)) {
        const Instant until{now.ms + domain::k_lease_ms};
        EXEAT_TAKE(const auto changed, transaction.change("update jobs set run_at = $2, attempts = attempts + 1 "
                                                          "where id = $1 and run_at = $3",
                                                          {job.id, until, job.run_at}));
        if (changed == 0) continue;  // another node was first
        job.run_at = until;
        ++job.attempts;
        taken.push_back(std::move(job));
    }
    return taken;
}

Result<bool> has_due_job(sql::Session& session, Instant now) {
    EXEAT_TAKE(
        const auto row,
        session.one("select 1 where exists (select 1 from jobs where state = 'waiting' and run_at <= $1)", {now}));
    return row.has_value();
}

Done end_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source) {
    EXEAT_TRY(transaction.change("delete from jobs where kind = $1 and digest = $2 and format = $3",
                                 {policy::to_text(kind), source.digest, source.format}));
    return {};
}

Done fail_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source,
              const JobFailure& failure, Instant now) {
    const auto state = failure.next ? domain::JobState::waiting : domain::JobState::failed;
    const auto run_at = failure.next.value_or(now);
    // Its content may be gone meanwhile: then there is nothing to keep.
    EXEAT_TRY(transaction.change(
        "insert into jobs (id, kind, digest, format, state, run_at, attempts, reason, detail, created_at, changed_at) "
        "select $1, $2, digest, $4, $5, $6, $7, $8, $9, $10, $10 from blobs where digest = $3 "
        "on conflict (kind, digest, format) do update set state = excluded.state, run_at = excluded.run_at, "
        "attempts = excluded.attempts, reason = excluded.reason, detail = excluded.detail, "
        "changed_at = excluded.changed_at",
        {JobId::make(now), policy::to_text(kind), source.digest, source.format, policy::to_text(state), run_at,
         failure.attempts, failure.reason, failure.detail, now}));
    return {};
}

Result<std::optional<JobRow>> read_job(sql::Session& session, JobId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_job) + " where id = $1", {id}));
    if (!row) return std::optional<JobRow>{};
    return std::optional(job_of(*row));
}

Result<std::optional<JobRow>> find_job(sql::Session& session, domain::JobKind kind, const PictureSource& source) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_job) + " where kind = $1 and digest = $2 and format = $3",
                                           {policy::to_text(kind), source.digest, source.format}));
    if (!row) return std::optional<JobRow>{};
    return std::optional(job_of(*row));
}

Result<std::vector<JobRow>> list_jobs(sql::Session& session, domain::JobState state, const std::optional<JobId>& after,
                                      int limit) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_job) + " where state = $1 and id > $2 order by id limit $3",
                                              {policy::to_text(state), after ? after->text() : std::string(), limit}));
    return jobs_of(rows);
}

Done retry_job(sql::Transaction& transaction, JobId id, Instant now) {
    EXEAT_TRY(
        transaction.change("update jobs set state = 'waiting', run_at = $2, attempts = 0, reason = '', "
                           "detail = '', changed_at = $2 where id = $1",
                           {id, now}));
    return {};
}

}  // namespace exeat::store
