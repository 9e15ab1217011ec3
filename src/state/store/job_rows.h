// Rows of the queue: work that is due, taken for a while, done or failed. What people wait for right now does not come
// through here (usecases/pictures/desk.h); what is here survives a restart. Refuses to know what a job does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/job.h"
#include "platform/sql/database.h"
#include "state/store/picture_rows.h"

namespace exeat::store {

struct JobRow {
    JobId id;
    domain::JobKind kind = domain::JobKind::thumbnail;
    PictureSource source;
    domain::JobState state = domain::JobState::waiting;
    Instant run_at;
    std::int64_t attempts = 0;
    std::string reason;  // code of what went wrong last; empty: nothing yet
    std::string detail;  // for administrators
    Instant created_at;
    Instant changed_at;
};

/// Due at once. One that is there already, waiting or failed, stays as it is.
Done add_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source, Instant now);

/// The same, but what is there already is due now, as if it had never been tried.
Done add_job_again(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source, Instant now);

/// Takes due jobs for k_lease_ms, the longest waiting first: nobody else gets them until then. Counts the attempt.
[[nodiscard]] Result<std::vector<JobRow>> take_jobs(sql::Transaction& transaction, Instant now, int limit);
/// Whether any is due: a read that costs nothing.
[[nodiscard]] Result<bool> has_due_job(sql::Session& session, Instant now);

/// The job of that kind and source is done. No row is no error.
Done end_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source);

/// How it went wrong. `next`: when it is tried again; without one it has failed. A row is made where there is none.
struct JobFailure {
    std::string reason;
    std::string detail;
    std::optional<Instant> next;
    std::int64_t attempts = 1;
};
Done fail_job(sql::Transaction& transaction, domain::JobKind kind, const PictureSource& source,
              const JobFailure& failure, Instant now);

[[nodiscard]] Result<std::optional<JobRow>> read_job(sql::Session& session, JobId id);
[[nodiscard]] Result<std::optional<JobRow>> find_job(sql::Session& session, domain::JobKind kind,
                                                     const PictureSource& source);
/// In one state, after that one (from the start, if there is none), at most `limit`.
[[nodiscard]] Result<std::vector<JobRow>> list_jobs(sql::Session& session, domain::JobState state,
                                                    const std::optional<JobId>& after, int limit);
/// Due at once, as if it had never been tried.
Done retry_job(sql::Transaction& transaction, JobId id, Instant now);

}  // namespace exeat::store
