// Rows of terms: texts to be accepted before a download. A text is never changed; a new one is the next number, and
// assets that carry the terms carry the newest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct TermsText {
    TermsId id;
    std::int64_t number = 1;
    std::string title;
    std::string body;
    Instant created_at;
};

/// The text of that number; the newest when none is given.
[[nodiscard]] Result<std::optional<TermsText>> read_terms(sql::Session& session, TermsId id,
                                                          std::optional<std::int64_t> number = std::nullopt);
/// The newest text of each, by title.
[[nodiscard]] Result<std::vector<TermsText>> read_all_terms(sql::Session& session);
/// All texts of one, the newest first.
[[nodiscard]] Result<std::vector<TermsText>> read_terms_history(sql::Session& session, TermsId id);

/// Notes the change. Errors: conflict "stale" when that number is taken.
Done insert_terms(sql::Transaction& transaction, const TermsText& terms);

}  // namespace exeat::store
