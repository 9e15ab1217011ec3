// Ids in a row as one text: what an Idempotency-Key keeps of a call that made several things. Only for the use cases of
// this folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/id.h"

namespace exeat::usecases {

[[nodiscard]] inline std::string text_of(const std::vector<RequestId>& ids) {
    std::string text;
    for (const auto& id : ids) text += id.text();
    return text;
}

[[nodiscard]] inline std::vector<RequestId> ids_in(std::string_view text) {
    constexpr std::size_t k_id = 26;
    std::vector<RequestId> ids;
    for (std::size_t at = 0; at + k_id <= text.size(); at += k_id) {
        if (const auto id = RequestId::parse(text.substr(at, k_id))) ids.push_back(*id);
    }
    return ids;
}

}  // namespace exeat::usecases
