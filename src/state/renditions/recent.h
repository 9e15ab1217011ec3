// Small renditions that were asked for lately, in memory: a wall of tiles asks for the same ones again and again. Asked
// by Renditions. Refuses to know files.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/instant.h"

namespace exeat::renditions {

struct Rendition {
    std::string media_type;
    std::string bytes;
    friend bool operator==(const Rendition&, const Rendition&) = default;
};

/// Thread-safe. Two halves: what is asked for moves into the new one, and when that is full the old one is forgotten.
class Recent {
public:
    static constexpr std::size_t k_limit = 16U << 20U;    // bytes of both halves
    static constexpr std::size_t k_longest = 64U << 10U;  // what is longer stays on the disk
    explicit Recent(std::size_t limit = k_limit) : half_(limit / 2) {}

    /// As it was put, unless that was at or before `oldest`.
    [[nodiscard]] std::optional<Rendition> find(const Digest& name, Instant oldest);
    [[nodiscard]] bool holds(const Digest& name, Instant oldest) const;
    void put(const Digest& name, const Rendition& rendition, Instant now);
    void forget(const Digest& name);
    /// Bytes of the pictures in it.
    [[nodiscard]] std::size_t size() const;

private:
    struct Kept {
        Rendition rendition;
        Instant put_at;
    };
    using Half = std::unordered_map<Digest, Kept>;
    /// mutex_ is held.
    [[nodiscard]] const Kept* look(const Digest& name, Instant oldest) const;
    void add(const Digest& name, Kept kept);

    const std::size_t half_;
    mutable std::mutex mutex_;
    Half new_;
    Half old_;
    std::size_t new_bytes_ = 0;
    std::size_t old_bytes_ = 0;
};

}  // namespace exeat::renditions
