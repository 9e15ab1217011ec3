// Assets as people look at them and change them: lists, cards, files, decisions, one change and many. Called by
// src/api/assets_routes.cpp and the command line. New assets come in through usecases/uploads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "core/policy/decision.h"
#include "platform/json/change.h"
#include "state/listing/pages.h"
#include "usecases/caller.h"
#include "usecases/folders/rules_shown.h"
#include "usecases/house.h"
#include "usecases/libraries/place.h"
#include "usecases/pictures/pictures.h"

namespace exeat::usecases {

/// A decision without its explanation: what a tile's badge is a function of.
struct Answer {
    policy::Outcome outcome = policy::Outcome::hidden;
    std::vector<policy::Need> needs;
    std::optional<policy::DeniedBy> denied_by;
    policy::RequestState request_state = policy::RequestState::none;
    bool can_request = false;
    std::optional<Instant> good_until;  // of a running grant: when it ends; none: it does not, or there is none
};
[[nodiscard]] Answer answer_of(const policy::Decision& decision);

struct AssetCan {
    bool download = false;  // the original, now, with nothing left to give
    bool share = false;     // the original as one file
    bool edit = false;
    bool update = false;
    bool organise = false;
    bool delete_ = false;
    bool publish = false;
    bool protect = false;
};

/// A row of a list.
struct AssetRow {
    AssetId id;
    LibraryId library;
    std::optional<FolderId> folder;  // none where it lies in one that the caller cannot see
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    policy::AssetStatus status = policy::AssetStatus::published;
    std::optional<Instant> available_from;
    std::optional<Instant> available_until;
    Instant created_at;
    Answer download;  // of the original
    bool watermarked = false;
    std::optional<PictureShown> picture;  // none where no picture is made of such files
    AssetCan can;
    std::vector<std::string> why;  // sentences, where the download is refused
    std::int64_t version = 1;
};

struct TermsShown {
    TermsId id;
    std::int64_t number = 1;
    std::string title;
    std::string body;
};

/// The whole card.
struct AssetCard : AssetRow {
    Whys why_not;  // sentences for every action that is refused
    std::map<std::string, std::vector<std::string>> attributes;
    std::optional<TermsShown> terms;
    std::optional<Digest> digest;  // SHA-256 of the original, for whoever may take it: it tells whose copy it is
    std::optional<Instant> replaced_at;
    // For editors and owners; others see none of these.
    std::optional<AccessShown> access;
    std::optional<ProtectionShown> protection;
    std::optional<std::vector<std::string>> not_offered;
    std::optional<PersonId> created_by;
};

struct AssetsPage {
    std::vector<AssetRow> assets;
    std::optional<std::string> next;    // cursor
    std::optional<std::int64_t> count;  // when it was asked for
};

struct AssetsWanted {
    std::optional<LibraryId> library;               // may be left out where a folder is given
    std::optional<std::optional<FolderId>> folder;  // one, or those in none; not set: all of the library
    std::string text;
    store::AssetOrder order = store::AssetOrder::name;
    std::optional<std::string> cursor;
    std::optional<std::int64_t> at;
    std::int64_t limit = 50;
    listing::Counting counting = listing::Counting::none;
};
inline constexpr std::int64_t k_most_assets_a_page = 200;

/// Every row is decided again; one that fails is left out and alarmed. Errors: not_found for a library or folder that
/// cannot be seen; invalid "wrong-cursor", "wrong-page".
[[nodiscard]] Result<AssetsPage> list_assets(House& house, const Caller& caller, const AssetsWanted& wanted);
[[nodiscard]] Result<AssetCard> read_asset(House& house, const Caller& caller, AssetId id);

struct FileCan {
    bool download = false;
};
/// One file of an asset and whether it may be taken.
struct FileShown {
    std::string file;  // as deliveries name it
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    Instant created_at;
    Answer download;
    FileCan can;
    std::vector<std::string> why;
};
/// The original, older ones, attachments: those that the caller may know of.
[[nodiscard]] Result<std::vector<FileShown>> list_files(House& house, const Caller& caller, AssetId id);

/// One gate of an explanation, with what the asker may be told.
struct TraceLine {
    std::string gate;
    std::string result;
    std::string reason;
    std::string source;
    std::optional<std::string> folder;   // name, where the source is one and it may be told
    std::optional<std::string> setting;  // where it may be told
    std::string text;                    // the same as a sentence
};
struct DecisionShown {
    policy::Action action = policy::Action::view;
    std::string file;
    Answer answer;
    bool watermarked = false;
    std::optional<Instant> good_until;
    std::vector<TraceLine> trace;
    std::vector<std::string> why;
};
/// Of any action and, for a download, any file, also one that cannot be made yet. Errors: not_found where the asset
/// cannot be seen, or where there is no such version or attachment.
[[nodiscard]] Result<DecisionShown> explain_decision(House& house, const Caller& caller, AssetId id,
                                                     policy::Action action, std::string_view file);

struct AssetChange {
    std::optional<std::string> name;
    std::optional<LibraryId> library;
    json::Change<FolderId> folder;  // null: to the top of the library
    std::optional<policy::AssetStatus> status;
    json::Change<Instant> available_from;
    json::Change<Instant> available_until;
    std::optional<policy::Access> access;
    std::optional<policy::Protection> protection;
    std::optional<std::vector<std::string>> not_offered;
    json::Change<TermsId> terms;
    std::optional<std::map<std::string, std::vector<std::string>>> attributes;  // an empty list takes values away
};

/// Each member under its own action: a name asks for `organise`, a place as POLICY.md says of moves, status and dates
/// for `publish`, lock, protection, offered files and terms for `protect`, attribute values for `edit`, those that a
/// trigger names for `protect`. All or nothing. Errors: invalid with pointers, forbidden, conflict "stale".
[[nodiscard]] Result<AssetCard> change_asset(House& house, const Caller& caller, AssetId id, std::int64_t version,
                                             const AssetChange& wanted);

/// How one of many went; `error` is set where it did not change.
struct ChangedOne {
    AssetId asset;
    std::optional<Error> error;
    std::int64_t version = 0;  // the new one
};
inline constexpr std::size_t k_most_assets_at_once = 500;
/// The same change to many, over whatever versions they have; each is changed whole or not at all. Errors: invalid
/// "too-many-assets".
[[nodiscard]] Result<std::vector<ChangedOne>> change_assets(House& house, const Caller& caller,
                                                            const std::vector<AssetId>& ids, const AssetChange& wanted);

/// Into the bin.
Done delete_asset(House& house, const Caller& caller, AssetId id);

}  // namespace exeat::usecases
