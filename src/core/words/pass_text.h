// A pass in a mail, line by line: for what, what it opens, until when. Called by usecases/mail with what the reader may
// know. Refuses to find out names, and to say that a pass runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/instant.h"
#include "core/words/catalogue.h"

namespace exeat::words {

struct PassFacts {
    std::string_view asset;  // the name of the only one; empty: not said
    std::int64_t count = 1;
    policy::Actions actions;
    std::optional<std::vector<std::string>> files;  // none: every file
    std::optional<Instant> until;                   // of several, the first end; none: no end
    bool end_together = true;
};

/// Labels, each with its value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> pass_text(const PassFacts& facts, Language language);

/// "30 Nov", in UTC; "30 Nov 2028" where it could be taken for another year's, seen from `now`.
[[nodiscard]] std::string day_text(Instant instant, Instant now, Language language);
/// "22 November 2026, 17:49 UTC": in sentences of answers and mails, whose reader's clock is not known.
[[nodiscard]] std::string moment_text(Instant instant, Language language);

}  // namespace exeat::words
