// What somebody may list in one library: which folders, which single assets, and whether only what is available now.
// Made by scope() alone, walked by state/listing, held against decide(view) by a property test. Refuses to know rows:
// folders are numbers 0..n-1 as the caller counts them, assets are their `no`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/policy/facts.h"

namespace exeat::policy {

/// How much of a place is listed.
enum class Reach : std::uint8_t {
    nothing,
    available,   // published, and now within available_from and available_until
    everything,  // whatever the state
};

inline constexpr std::uint32_t k_no_folder = UINT32_MAX;

/// One folder of the library, with what the person's memberships (own and by groups, not ended) say on it alone.
struct ScopeFolder {
    std::uint32_t parent = k_no_folder;  // in any order; k_no_folder at the top
    Role role = Role::none;
};
/// A membership on one asset.
struct ScopeAsset {
    std::int64_t no = 0;
    Role role = Role::none;
};

/// Whose scope it is. As decide() takes them: without a link `principal` is the person and the roles are theirs;
/// through a link the roles are the creator's, and what the link holds is for the caller to walk. `role` of an account
/// is the one on the library itself.
struct ScopeFacts {
    Instant now;
    const Site* site = nullptr;  // never null
    Visibility visibility = Visibility::members;
    const Account* principal = nullptr;
    const Link* link = nullptr;  // `in_scope` is not looked at
    std::span<const ScopeFolder> folders;
    std::span<const ScopeAsset> assets;
};

/// What decides about the available ones.
struct Lifecycle {
    AssetStatus status = AssetStatus::draft;
    std::optional<Instant> available_from;
    std::optional<Instant> available_until;
};
/// POLICY.md gate 3: published, and now within its dates.
[[nodiscard]] bool is_available(const Lifecycle& asset, Instant now);

/// A bit for each folder.
class FolderBits {
public:
    explicit FolderBits(std::size_t folders = 0) : words_((folders + 63) / 64) {}
    void add(std::uint32_t folder) { words_[folder / 64] |= std::uint64_t{1} << (folder % 64); }
    [[nodiscard]] bool has(std::uint32_t folder) const {
        return folder / 64 < words_.size() && ((words_[folder / 64] >> (folder % 64)) & 1U) != 0;
    }
    [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
    [[nodiscard]] bool empty() const;

private:
    std::vector<std::uint64_t> words_;
};

/// Made by scope() alone.
struct Scope {
    Instant now;                             // of the lifecycle condition
    Reach top = Reach::nothing;              // of the library itself: assets in no folder, and at least this everywhere
    FolderBits available;                    // folders whose reach is `available`
    FolderBits everything;                   // folders whose reach is `everything`; the two are disjoint
    std::vector<std::int64_t> assets;        // single assets of reach `available` at least, sorted
    std::vector<std::int64_t> whole_assets;  // single assets of reach `everything`, sorted; the two are disjoint

    /// Nothing at all is listed.
    [[nodiscard]] bool empty() const;
    /// The reach at one asset; `folder` is the one it lies in, or k_no_folder.
    [[nodiscard]] Reach reach(std::int64_t asset_no, std::uint32_t folder) const;
    /// Whether that asset is listed.
    [[nodiscard]] bool lists(std::int64_t asset_no, std::uint32_t folder, const Lifecycle& asset) const;
};

[[nodiscard]] Scope scope(const ScopeFacts& facts);

}  // namespace exeat::policy
