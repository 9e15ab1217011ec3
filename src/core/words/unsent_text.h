// What a request says of a mail about it that never arrived. Called by usecases/requests with what the reader may know.
// Refuses to find out names.
#pragma once

#include <string>
#include <string_view>

#include "core/words/catalogue.h"

namespace exeat::words {

struct UnsentFacts {
    std::string_view name;    // whom it was for; empty: not said
    std::string_view reply;   // what the mail server said; empty: not said
    bool is_own = false;      // it was for the reader
    bool was_refused = true;  // else it was tried until it was given up
};

/// One sentence, and what the server said behind it.
[[nodiscard]] std::string unsent_text(const UnsentFacts& facts, Language language);

}  // namespace exeat::words
