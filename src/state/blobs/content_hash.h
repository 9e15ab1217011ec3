// SHA-256, CRC-32 and the CRC-32C of each block, all in one pass over bytes as they come. Called by the stores and by
// verify(). Refuses to know where the bytes come from.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "state/blobs/blobs.h"

namespace exeat::blobs {

/// A copy continues from the same place.
class ContentHash {
public:
    ContentHash();
    ~ContentHash();
    ContentHash(const ContentHash& other);
    ContentHash& operator=(const ContentHash& other);

    void add(std::span<const std::byte> bytes);
    [[nodiscard]] std::int64_t size() const;
    /// Of the bytes so far; adding may go on afterwards.
    [[nodiscard]] BlobFacts facts() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace exeat::blobs
