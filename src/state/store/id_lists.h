// Lists of ids as the parameters of statements, in pieces that a statement takes. Only for this module's own sources.
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "state/store/rows.h"

namespace exeat::store {

/// `fixed` ids first, then `ids` filled up to a length of rows.h.
template <class SomeId>
std::vector<sql::Parameter> list_parameters(std::vector<sql::Parameter> fixed, std::span<const SomeId> ids) {
    const auto length = list_length(ids.size());
    for (std::size_t i = 0; i < length; ++i) fixed.emplace_back(ids[std::min(i, ids.size() - 1)]);
    return fixed;
}

/// Calls `use` with pieces of a list that are no longer than a statement takes.
template <class SomeId, class Use>
Done in_pieces(std::span<const SomeId> ids, Use use) {
    for (std::size_t from = 0; from < ids.size(); from += k_longest_list) {
        EXEAT_TRY(use(ids.subspan(from, std::min(k_longest_list, ids.size() - from))));
    }
    return {};
}

}  // namespace exeat::store
