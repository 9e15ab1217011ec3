// How rows come into memory beside those that are loaded at the start. Only for this module's own sources.
#pragma once

#include "state/authority/authority.h"

namespace exeat::authority {

/// Rows are read again when a change came meanwhile, this often.
inline constexpr int k_reads = 8;

[[nodiscard]] inline std::unexpected<Error> changing_too_fast() {
    Error error;
    error.kind = ErrorKind::busy;
    error.code = "changing";
    error.text = "Too much is being changed at this moment. Try again.";
    error.retry_after_seconds = 1;
    return fail(std::move(error));
}

/// Reads rows with `read` and hands them to `keep` (under the lock) when nothing has changed between the number at
/// which they were read and the one that is taken in.
template <class Keep>
Done Authority::at_one_number(const std::function<Done(sql::Session&)>& read, Keep keep) {
    for (int tries = 0; tries < k_reads; ++tries) {
        std::int64_t number = 0;
        EXEAT_TRY(database_.read([&](sql::Session& session) -> Done {
            EXEAT_TRY(read(session));
            EXEAT_TAKE(number, store::newest_change(session));
            return {};
        }));
        {
            const std::unique_lock lock(mutex_);
            if (applied_ == number) {
                keep();
                return {};
            }
        }
        EXEAT_TRY(catch_up());
    }
    return changing_too_fast();
}

}  // namespace exeat::authority
