// What a notice says: the subject of its mail, the sentence in the inbox and in the mail, and what the button is
// called. Called by usecases/inbox and usecases/mail with names that the reader may see. Refuses to find out names: one
// that is not given is not said.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/words/catalogue.h"

namespace exeat::words {

struct NoticeFacts {
    std::string_view kind;     // "request_made", "request_approved", …
    std::string_view by;       // who did it; empty: not said
    std::string_view asset;    // the name of the first; empty: not said
    std::string_view library;  // empty: not said
    std::int64_t count = 1;
    std::int64_t libraries = 1;  // in which they lie; of several none is named
};

struct NoticeText {
    std::string subject;  // begins with the fact
    std::string sentence;
    std::string button;
};

/// Of a kind that has no text of its own, that something changed.
[[nodiscard]] NoticeText notice_text(const NoticeFacts& facts, Language language);

}  // namespace exeat::words
