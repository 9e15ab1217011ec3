#include "state/blobs/check.h"

#include <algorithm>
#include <utility>

#include "state/blobs/content_hash.h"

namespace exeat::blobs {
namespace {

constexpr std::size_t k_step = 256 * 1024;

/// Where the first block begins whose checksum differs.
std::int64_t first_difference(const BlobFacts& expected, const BlobFacts& found) {
    const auto [at, ignored] = std::ranges::mismatch(expected.crc32c, found.crc32c);
    return std::min((at - expected.crc32c.begin()) * k_block, expected.size);
}

}  // namespace

Result<Examined> verify(Blobs& blobs, const BlobFacts& facts) {
    const auto blob = blobs.open(facts.digest);
    if (!blob && blob.error().code == "blob-missing") return Examined{Verdict::missing, 0};
    if (!blob && blob.error().kind == ErrorKind::busy) return fail(blob.error());
    if (!blob) return Examined{Verdict::unreadable, 0};
    if ((*blob)->size() != facts.size) return Examined{Verdict::wrong_size, 0};

    ContentHash hash;
    std::vector<std::byte> buffer(k_step);
    while (true) {
        const auto got = (*blob)->read(hash.size(), buffer);
        if (!got) return Examined{Verdict::unreadable, hash.size() / k_block * k_block};
        if (*got == 0) break;
        hash.add(std::span(buffer).first(*got));
    }
    const auto found = hash.facts();
    if (found == facts) return Examined{};
    if (found.size != facts.size) return Examined{Verdict::wrong_size, 0};
    if (found.digest != facts.digest) return Examined{Verdict::wrong_bytes, first_difference(facts, found)};
    return Examined{Verdict::wrong_facts, first_difference(facts, found)};
}

}  // namespace exeat::blobs
