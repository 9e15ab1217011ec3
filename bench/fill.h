// The kinds of rows that `fill` makes. Each writes through the store's own functions, into a site that nobody serves.
#pragma once

#include <cstdint>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "platform/sql/database.h"

namespace exeat::bench {

/// So many copies of an asset, evenly over a hundred new folders of its library.
Done fill_assets(sql::Database& database, AssetId model, std::int64_t count);

/// `pending`: all of them wait. `mixed`: two years of a site, in every phase.
enum class Mix : std::uint8_t { pending, mixed };
struct RequestsMeant {
    std::int64_t requests = 0;
    std::int64_t people = 0;           // who ask: new ones, viewers of these libraries
    std::vector<LibraryId> libraries;  // with assets; nine of ten requests go to the first
    Mix mix = Mix::mixed;
};
/// Requests and passes with the forms they came with.
Done fill_requests(sql::Database& database, const RequestsMeant& meant);

}  // namespace exeat::bench
