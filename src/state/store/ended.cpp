#include "state/store/ended.h"

#include <string>

namespace exeat::store {
namespace {

Done run(sql::Transaction& transaction, std::string_view statement, sql::Parameter parameter) {
    EXEAT_TRY(transaction.change(statement, {std::move(parameter)}));
    return {};
}

constexpr std::int64_t k_day_ms = 86'400'000;

}  // namespace

Done forget_sessions(sql::Transaction& transaction, Instant now) {
    return run(transaction, "delete from sessions where expires_at <= $1", now);
}

Done forget_resets(sql::Transaction& transaction, Instant now) {
    return run(transaction, "delete from resets where expires_at <= $1", now);
}

Done forget_throttles(sql::Transaction& transaction, Instant now) {
    return run(transaction, "delete from throttles where failed_at <= $1", now.ms - k_day_ms);
}

Done forget_idempotency(sql::Transaction& transaction, Instant before) {
    return run(transaction, "delete from idempotency where created_at <= $1", before);
}

Done forget_changes(sql::Transaction& transaction, std::int64_t kept) {
    return run(transaction, "delete from changes where no <= (select max(no) from changes) - $1", kept);
}

Done forget_blob(sql::Transaction& transaction, const Digest& digest) {
    constexpr std::string_view unused =
        "digest = $1 and not exists (select 1 from assets where digest = $1) "
        "and not exists (select 1 from asset_versions where digest = $1) "
        "and not exists (select 1 from attachments where digest = $1) "
        "and not exists (select 1 from request_files where digest = $1)";
    for (const std::string_view table : {"jobs", "pictures", "blobs"}) {
        EXEAT_TRY(run(transaction, "delete from " + std::string(table) + " where " + std::string(unused), digest));
    }
    return {};
}

}  // namespace exeat::store
