#include "usecases/uploads/file_in.h"

#include <algorithm>
#include <boost/json.hpp>
#include <span>

#include "core/domain/names.h"
#include "service/media/type_finder.h"
#include "state/store/assets.h"
#include "state/store/files.h"
#include "state/store/places.h"
#include "state/store/uploads.h"
#include "usecases/pictures/make_pictures.h"
#include "usecases/record.h"
#include "usecases/requests/closing.h"
#include "usecases/sessions/still_signed_in.h"
#include "usecases/uploads/accepting.h"

namespace exeat::usecases {
namespace {

constexpr std::string_view k_name_pointer = "/filename";
constexpr int k_duplicates_told = 20;

std::unexpected<Error> absent() {
    return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
}

domain::Wish wish_to(policy::Action action) {
    domain::Wish wish;
    wish.action = action;
    return wish;
}

/// An asset that is there is changed by a file for it: a token that only adds files must not. Asked before anything is
/// looked for.
Done must_fit_token(const Caller& caller, const FileTarget& target) {
    if (!target.replaces && !target.attach_to) return {};
    return must_have_scope(caller, TokenScope::edit);
}

/// The leave to put a file at a target: `upload` at a place, `update` on an asset.
Result<Permit> permit_for(domain::Places& places, const Caller& caller, const FileTarget& target,
                          const std::optional<domain::Asset>& asset) {
    if (asset)
        return ask(places, caller, std::make_shared<const domain::Asset>(*asset), wish_to(policy::Action::update));
    return ask_at(places, caller, target.library, target.folder, policy::Action::upload);
}

Done must_take(const Permit& permit) {
    EXEAT_TRY(must(permit));
    if (permit.facts().library().archived_at) {
        return fail(ErrorKind::conflict, "library-archived",
                    "The library \"" + permit.facts().library().name + "\" is archived and takes no more files.");
    }
    return {};
}

Result<std::optional<domain::Asset>> target_asset(sql::Session& session, const FileTarget& target) {
    const auto id = target.replaces ? target.replaces : target.attach_to;
    if (!id) return std::optional<domain::Asset>{};
    EXEAT_TAKE(auto asset, store::read_asset(session, *id));
    if (!asset || asset->deleted_at) return absent();
    return asset;
}

std::string body_of(const FileIn& file, const blobs::BlobFacts& facts) {
    return boost::json::serialize(boost::json::object{
        {"name", file.name}, {"media_type", file.media_type}, {"size", facts.size}, {"sha256", to_text(facts.digest)}});
}

/// One file's rows, inside a transaction that the caller opened.
class Taking {
public:
    Taking(sql::Transaction& transaction, const Caller& caller, Instant now)
        : transaction_(transaction), caller_(caller), now_(now), places_(transaction, now) {}

    Result<Taken> take(const FileIn& file, const blobs::BlobFacts& facts) {
        EXEAT_TRY(must_fit_token(caller_, file.target));
        EXEAT_TAKE(const auto asset, target_asset(transaction_, file.target));
        EXEAT_TAKE(const auto permit, permit_for(places_, caller_, file.target, asset));
        EXEAT_TRY(must_take(permit));
        if (!file.target.attach_to) {
            EXEAT_TRY(must_accept(permit.facts().library(), file.name, file.media_type, k_name_pointer));
        }
        EXEAT_TRY(store::keep_blob(transaction_, {facts.digest, facts.size, facts.crc32, facts.crc32c}, now_));
        EXEAT_TAKE(auto taken, place(file, facts, asset));
        if (file.upload) EXEAT_TRY(store::finish_upload(transaction_, *file.upload, taken.asset));
        return taken;
    }

private:
    Result<Taken> place(const FileIn& file, const blobs::BlobFacts& facts, const std::optional<domain::Asset>& asset) {
        if (file.target.attach_to) return attach(file, facts, *asset);
        if (file.target.replaces) return replace(file, facts, *asset);
        return add(file, facts);
    }

    Result<Taken> add(const FileIn& file, const blobs::BlobFacts& facts) {
        Taken taken;
        EXEAT_TAKE(taken.duplicates, visible_duplicates(file.target.library, facts.digest));
        if (file.target.duplicates == Duplicates::skip && !taken.duplicates.empty()) {
            taken.asset = taken.duplicates.front();
            taken.existed = true;
            return taken;
        }
        domain::Asset asset;
        asset.id = AssetId::make(now_);
        asset.library = file.target.library;
        asset.folder = file.target.folder;
        asset.name = file.name;
        asset.media_type = file.media_type;
        asset.size = facts.size;
        asset.digest = facts.digest;
        asset.created_at = now_;
        asset.created_by = caller_.person;
        EXEAT_TRY(store::insert_asset(transaction_, asset));
        EXEAT_TRY(want_own_picture_of(transaction_, asset.id, asset.digest, asset.media_type, now_));
        Happening added{.kind = "asset_added", .library = asset.library, .folder = asset.folder, .asset = asset.id};
        added.body = body_of(file, facts);
        EXEAT_TRY(record(transaction_, caller_, now_, added));
        taken.asset = asset.id;
        return taken;
    }

    Result<Taken> replace(const FileIn& file, const blobs::BlobFacts& facts, domain::Asset asset) {
        EXEAT_TRY(store::keep_version(transaction_, asset, now_, caller_.person));
        asset.name = file.name;
        asset.media_type = file.media_type;
        asset.size = facts.size;
        asset.digest = facts.digest;
        asset.rules.replaced_at = now_;
        EXEAT_TRY(store::update_asset(transaction_, asset));
        EXEAT_TRY(want_own_picture_of(transaction_, asset.id, asset.digest, asset.media_type, now_));
        Happening replaced{.kind = "asset_replaced", .library = asset.library, .asset = asset.id};
        replaced.body = body_of(file, facts);
        EXEAT_TRY(record(transaction_, caller_, now_, replaced));
        EXEAT_TRY(end_requests_of_replaced(transaction_, caller_, asset, now_));
        Taken taken;
        taken.asset = asset.id;
        return taken;
    }

    Result<Taken> attach(const FileIn& file, const blobs::BlobFacts& facts, const domain::Asset& asset) {
        const auto id = AttachmentId::make(now_);
        EXEAT_TRY(store::insert_attachment(
            transaction_, id, asset.id, {file.name, file.media_type, facts.digest, facts.size}, now_, caller_.person));
        Happening attached{.kind = "attachment_added", .library = asset.library, .asset = asset.id, .about = id.text()};
        attached.body = body_of(file, facts);
        EXEAT_TRY(record(transaction_, caller_, now_, attached));
        Taken taken;
        taken.asset = asset.id;
        taken.attachment = id;
        return taken;
    }

    Result<std::vector<AssetId>> visible_duplicates(LibraryId library, const Digest& digest) {
        std::vector<AssetId> visible;
        EXEAT_TAKE(const auto same, store::assets_with(transaction_, library, digest, k_duplicates_told));
        for (const auto id : same) {
            EXEAT_TAKE(const auto asset, store::read_asset(transaction_, id));
            if (!asset) continue;
            EXEAT_TAKE(const auto permit, ask(places_, caller_, std::make_shared<const domain::Asset>(*asset),
                                              wish_to(policy::Action::view)));
            if (permit.allows()) visible.push_back(id);
        }
        return visible;
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    Instant now_;
    store::StoredPlaces places_;
};

}  // namespace

namespace {

/// The permit for a file of that name and size, before a byte is read.
Result<Permit> permit_to_take(House& house, const Caller& caller, const FileTarget& target, std::string_view name,
                              std::optional<std::int64_t> size) {
    EXEAT_TRY(must_fit_token(caller, target));
    EXEAT_TAKE(const auto asset,
               house.database.read([&](sql::Session& session) { return target_asset(session, target); }));
    EXEAT_TAKE(auto permit, permit_for(house.authority, caller, target, asset));
    EXEAT_TRY(must_take(permit));
    EXEAT_TRY(domain::check_file_name(name, k_name_pointer));
    if (size && *size > house.options.upload_limit) {
        return fail(ErrorKind::too_large, "file-too-large",
                    "This file has " + size_text(*size) + "; at most " + size_text(house.options.upload_limit) +
                        " are possible.");
    }
    if (!target.attach_to) EXEAT_TRY(must_accept_name(permit.facts().library(), name));
    return permit;
}

}  // namespace

Done may_take_file(House& house, const Caller& caller, const FileTarget& target, std::string_view name,
                   std::optional<std::int64_t> size) {
    EXEAT_TRY(permit_to_take(house, caller, target, name, size));
    return {};
}

Done may_keep_file(House& house, const Caller& caller, const FileTarget& target, std::string_view name,
                   blobs::Incoming& incoming) {
    EXEAT_TAKE(const auto permit, permit_to_take(house, caller, target, name, incoming.size()));
    if (target.attach_to) return {};
    return must_accept_content(house, permit.facts().library(), name, incoming);
}

Result<std::string> type_of(House& house, const blobs::BlobFacts& facts, std::string_view name) {
    EXEAT_TAKE(const auto blob, house.blobs.open(facts.digest));
    std::vector<std::byte> head(static_cast<std::size_t>(std::min<std::int64_t>(facts.size, media::k_head_bytes)));
    EXEAT_TAKE(const auto got, blob->read(0, head));
    return house.types.type_of(std::span(head).first(got), name);
}

Result<Taken> take_file(House& house, const Caller& caller, const FileIn& file, const blobs::Stored& stored) {
    EXEAT_TAKE(auto all, take_files(house, caller, {{file, &stored}}));
    return std::move(all.front());
}

Result<std::vector<Taken>> take_files(House& house, const Caller& caller,
                                      const std::vector<std::pair<FileIn, const blobs::Stored*>>& files) {
    for (const auto& [file, stored] : files) EXEAT_TRY(domain::check_file_name(file.name, k_name_pointer));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Result<std::vector<Taken>> {
        // The bytes may have come for hours.
        EXEAT_TRY(still_signed_in(transaction, caller, now));
        Taking taking(transaction, caller, now);
        std::vector<Taken> all;
        all.reserve(files.size());
        for (const auto& [file, stored] : files) {
            EXEAT_TAKE(auto taken, taking.take(file, stored->facts));
            all.push_back(std::move(taken));
        }
        return all;
    });
}

Result<std::vector<Taken>> take_arrived(House& house, const Caller& caller, std::vector<ArrivedFile> files) {
    std::vector<std::unique_ptr<blobs::Incoming>> incoming;
    for (auto& file : files) {
        EXEAT_TRY(may_keep_file(house, caller, file.target, file.name, *file.incoming));
        incoming.push_back(std::move(file.incoming));
    }
    auto stored = house.blobs.finish_many(incoming);
    std::vector<std::pair<FileIn, const blobs::Stored*>> ready;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (!stored[i]) return std::unexpected(std::move(stored[i].error()));
        EXEAT_TAKE(auto type, type_of(house, stored[i]->facts, files[i].name));
        ready.emplace_back(FileIn{files[i].target, files[i].name, std::move(type)}, &*stored[i]);
    }
    return take_files(house, caller, ready);
}

}  // namespace exeat::usecases
