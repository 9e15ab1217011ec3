// `exeat check`: every row that points at a blob, every blob, and whether they agree. Repairs nothing, but puts a blob
// whose bytes are wrong aside, so that it is never served.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/vocabulary/error.h"
#include "usecases/house.h"

namespace exeat::usecases {

enum class CheckDepth : std::uint8_t { names_and_sizes, every_byte };

struct CheckReport {
    std::int64_t blobs = 0;
    std::int64_t bytes = 0;
    std::int64_t orphans = 0;            // blobs that nothing points at; collected later by themselves
    std::vector<std::string> missing;    // digests that a row points at and that are not here
    std::vector<std::string> corrupt;    // digests whose bytes are wrong; quarantined
    std::vector<std::string> strangers;  // what lies among the blobs and is none
};

/// Errors: unavailable.
[[nodiscard]] Result<CheckReport> check_blobs(House& house, CheckDepth depth,
                                              const std::function<void(std::int64_t done)>& progress);

}  // namespace exeat::usecases
