// What Authority holds in memory. Only for this module's own sources.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/domain/records.h"
#include "state/authority/authority.h"
#include "state/authority/recent.h"
#include "state/store/members.h"
#include "state/store/request_rows.h"

namespace exeat::authority {

struct Authority::Kept {
    std::shared_ptr<const domain::SitePolicy> site;
    std::unordered_map<LibraryId, std::shared_ptr<const domain::Library>> libraries;
    std::unordered_map<FolderId, std::shared_ptr<const domain::Folder>> folders;
    std::unordered_map<LibraryId, std::unordered_set<FolderId>> folders_of_library;
    std::unordered_map<LibraryId, std::shared_ptr<const Tree>> trees;  // made when asked for, gone with a change
    std::unordered_map<std::string, domain::Membership> members;       // by row id
    std::unordered_map<PersonId, std::unordered_set<std::string>> members_of_person;
    std::unordered_map<GroupId, std::unordered_set<std::string>> members_of_group;

    void put_folder(const std::shared_ptr<const domain::Folder>& folder);
    void drop_folder(FolderId id);
    void put_member(const store::Member& member);
    void drop_member(const std::string& id);
    /// Calls `use` with each membership of the person and their groups.
    template <class Use>
    void each_of(const domain::Standing& person, Use use) const {
        const auto use_all = [&](const auto& index, const auto& key) {
            const auto found = index.find(key);
            if (found == index.end()) return;
            for (const auto& id : found->second) use(members.at(id));
        };
        use_all(members_of_person, person.id);
        for (const auto& group : person.groups) use_all(members_of_group, group.id);
    }
};

/// Of whoever holds very many only those that were asked for are kept, as pieces: what changes then is not all read
/// again for one of them. Never changed: a change makes another one.
struct Authority::Held {
    std::unordered_map<AssetId, domain::HeldRequests> by_asset;  // where it is whole
    bool is_whole = true;

    static Result<std::shared_ptr<const Held>> read(sql::Session& session, const store::Holder& holder, int most);
};

/// Of one holder for one asset.
struct PieceKey {
    HolderId holder;
    AssetId asset;
    friend bool operator==(const PieceKey&, const PieceKey&) = default;
};
struct PieceHash {
    std::size_t operator()(const PieceKey& key) const {
        return std::hash<HolderId>{}(key.holder) ^ (std::hash<AssetId>{}(key.asset) * 0x9E3779B97F4A7C15ULL);
    }
};
struct Piece {
    std::int64_t number = 0;
    domain::HeldRequests requests;
};

struct Authority::Cache {
    explicit Cache(const AuthorityOptions& options)
        : people(options.people_kept),
          assets(options.assets_kept),
          requests(options.holders_kept),
          pieces(options.pieces_kept) {}

    Recent<PersonId, std::shared_ptr<const domain::Standing>> people;
    Recent<AssetId, std::shared_ptr<const domain::Asset>> assets;
    struct HeldAt {
        std::shared_ptr<const Held> held;
        std::int64_t number = 0;  // of the last change when it was taken in; its pieces have the same
    };
    Recent<HolderId, HeldAt> requests;
    Recent<PieceKey, Piece, PieceHash> pieces;

    /// Null where it has to be read.
    [[nodiscard]] const Piece* piece_of(HolderId holder, std::int64_t number, AssetId asset) const {
        const auto* piece = pieces.find({holder, asset}).value;
        return piece != nullptr && piece->number == number ? piece : nullptr;
    }
    std::unordered_map<LibraryId, std::shared_ptr<const std::vector<std::string>>> owner_names;
};

}  // namespace exeat::authority
