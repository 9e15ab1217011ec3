// Any text as the fields of tus: what is taken is well formed.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "platform/http/field_parameters.h"
#include "platform/http/tus_fields.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace exeat::http;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto metadata = parse_tus_metadata(text)) {
        for (const auto& [key, value] : *metadata) {
            if (key.empty() || key.find_first_of(" ,") != std::string::npos || value.size() > size) std::abort();
        }
    }
    if (const auto checksum = parse_tus_checksum(text)) {
        if (checksum->digest.size() != (checksum->kind == ChecksumKind::sha1 ? 20U : 32U)) std::abort();
    }
    if (const auto number = parse_tus_number(text); number && *number >> 63U != 0) std::abort();
    (void)parse_field_parameters(text);
    RunningChecksum once(ChecksumKind::sha1);
    RunningChecksum twice(ChecksumKind::sha1);
    once.add(text);
    const auto half = size == 0 ? 0 : data[0] % size;
    twice.add(text.substr(0, half));
    twice.add(text.substr(half));
    if (once.digest() != twice.digest()) std::abort();
    return 0;
}
