// The records of the ZIP format as bytes (APPNOTE 6.3, sections 4.3 and 4.5). Used by layout.cpp; knows no layout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary/instant.h"

namespace exeat::zip {

struct Record {
    std::string_view path;
    std::uint64_t size = 0;
    std::uint32_t crc32 = 0;
    Instant time;
    std::uint64_t header_offset = 0;  // for the directory
};

[[nodiscard]] std::string local_header(const Record& record);
[[nodiscard]] std::uint64_t local_header_length(const Record& record);

[[nodiscard]] std::string directory_header(const Record& record);
[[nodiscard]] std::uint64_t directory_header_length(const Record& record);

struct Directory {
    std::uint64_t entries = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// What stands behind the directory: the end record, and before it those of ZIP64 where they are needed.
[[nodiscard]] std::string directory_end(const Directory& directory);

}  // namespace exeat::zip
