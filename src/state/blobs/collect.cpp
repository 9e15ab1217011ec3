#include "state/blobs/collect.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace exeat::blobs {
namespace {

class Collection {
public:
    Collection(Blobs& blobs, const CollectOptions& options, const StillUsed& still_used, const WentAway& went_away)
        : blobs_(blobs), options_(options), still_used_(still_used), went_away_(went_away) {}

    Done see(const BlobEntry& entry) {
        ++collected_.seen;
        if (entry.modified >= options_.older_than) return {};
        old_.emplace(entry.digest, entry.size);
        return old_.size() < options_.batch ? Done{} : decide();
    }

    /// Most blobs are used: asked once without condemning them, then only the orphans go through remove().
    Done decide() {
        std::vector<Digest> orphans;
        for (const auto& [digest, size] : old_) orphans.push_back(digest);
        if (orphans.empty()) return {};
        EXEAT_TAKE(const auto used, still_used_(orphans));
        const std::unordered_set<Digest> keep(used.begin(), used.end());
        std::erase_if(orphans, [&](const Digest& digest) { return keep.contains(digest); });
        EXEAT_TAKE(const auto removed, blobs_.remove(orphans, still_used_));
        for (const auto& digest : removed) {
            ++collected_.removed;
            collected_.bytes += old_.at(digest);
        }
        old_.clear();
        return removed.empty() ? Done{} : went_away_(removed);
    }

    [[nodiscard]] Collected collected() const { return collected_; }

private:
    Blobs& blobs_;
    const CollectOptions& options_;
    const StillUsed& still_used_;
    const WentAway& went_away_;
    std::unordered_map<Digest, std::int64_t> old_;
    Collected collected_;
};

}  // namespace

Result<Collected> collect_orphans(Blobs& blobs, const CollectOptions& options, const StillUsed& still_used,
                                  const WentAway& went_away) {
    Collection collection(blobs, options, still_used, went_away);
    EXEAT_TRY(blobs.list(
        {[&](const BlobEntry& entry) { return collection.see(entry); }, [](std::string_view) { return Done{}; }}));
    EXEAT_TRY(collection.decide());
    return collection.collected();
}

}  // namespace exeat::blobs
