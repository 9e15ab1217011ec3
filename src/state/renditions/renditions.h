// Pictures that were made from stored files, as a cache: what is lost is made again. Each lies under a name that says
// all of what it is: source, recipe, page and mark, so that a marked and a clean one never meet. Called by
// usecases/pictures. Refuses to know assets, and who may see what.
//
// Nothing is synced: after a power cut a file may be empty or half. Length and checksum at its end tell, and what is
// not whole is not there.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/vocabulary/bytes.h"
#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "state/renditions/recent.h"

namespace exeat::renditions {

enum class Mark : std::uint8_t { clean, padlock };

/// All that a rendition depends on.
struct Key {
    Digest source;
    std::string recipe;  // "thumbnail", with the format it reads: lower case and dashes
    std::uint32_t recipe_version = 1;
    std::uint32_t page = 0;
    Mark mark = Mark::clean;
};
/// SHA-256 of the key: the rendition's name, also as an ETag.
[[nodiscard]] Digest name_of(const Key& key);

struct Options {
    std::string folder;  // made when it is missing
    std::int64_t limit = 20 * k_gib;
};

/// Thread-safe. One process uses a folder.
class Renditions {
public:
    /// Errors: unavailable.
    [[nodiscard]] static Result<std::unique_ptr<Renditions>> open(Options options, const Clock& clock);

    /// nullopt: not there, or not whole (then it is removed).
    [[nodiscard]] std::optional<Rendition> find(const Digest& name);
    [[nodiscard]] bool holds(const Digest& name) const;
    /// Whether find() has it in memory.
    [[nodiscard]] bool at_hand(const Digest& name) const;
    /// Errors: unavailable, "disk-full" or "disk-failed".
    Done keep(const Digest& name, const Rendition& rendition);

    /// Removes what was used longest ago where there is more than the limit. To be called now and then; goes through
    /// all files only the first time and when there is too much.
    void tidy();
    /// Bytes of all; known after the first tidy().
    [[nodiscard]] std::int64_t size() const { return size_.load(); }

private:
    Renditions(Options options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}
    [[nodiscard]] std::string path_of(const Digest& name) const;
    /// What was put into memory before is looked for on the disk, which notes that it is still used.
    [[nodiscard]] Instant oldest_at_hand() const;
    /// What stays, in bytes, where at most that part of them is kept.
    [[nodiscard]] std::int64_t tidy_folders(double kept) const;
    [[nodiscard]] std::int64_t tidy_folder(const std::string& folder, double kept) const;

    Options options_;
    const Clock& clock_;
    Recent recent_;
    std::atomic<std::int64_t> size_{0};
    std::atomic<std::uint64_t> parts_{0};
    std::mutex tidying_;
    bool counted_ = false;
};

}  // namespace exeat::renditions
