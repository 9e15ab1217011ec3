#include "state/store/assets.h"

#include <algorithm>
#include <unordered_map>

#include "state/store/changes.h"
#include "state/store/libraries.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_asset =
    "select no, id, library, folder, name, media_type, size, digest, status, available_from, available_until, access, "
    "protection, not_offered, terms, replaced_at, created_at, created_by, version, deleted_at, "
    "(select max(number) from terms where terms.id = assets.terms) from assets";

domain::Asset asset_of(const sql::Row& row) {
    domain::Asset asset;
    asset.no = row.get<std::int64_t>(0);
    asset.id = row.get<AssetId>(1);
    asset.library = row.get<LibraryId>(2);
    asset.folder = id_or_none<FolderId>(row, 3);
    asset.name = row.get<std::string>(4);
    asset.media_type = row.get<std::string>(5);
    asset.size = row.get<std::int64_t>(6);
    asset.digest = row.get<Digest>(7);
    asset.rules.status = word_at<policy::AssetStatus>(row, 8);
    asset.rules.available_from = row.get<std::optional<Instant>>(9);
    asset.rules.available_until = row.get<std::optional<Instant>>(10);
    asset.rules.access = word_at<policy::Access>(row, 11);
    asset.rules.protection = word_at<policy::Protection>(row, 12);
    asset.rules.not_offered = list_at(row, 13);
    const auto terms = row.get<std::optional<TermsId>>(14);
    asset.rules.replaced_at = row.get<std::optional<Instant>>(15);
    asset.created_at = row.get<Instant>(16);
    asset.created_by = row.get<std::optional<PersonId>>(17);
    asset.version = row.get<std::int64_t>(18);
    asset.deleted_at = row.get<std::optional<Instant>>(19);
    const auto number = row.get<std::optional<std::int64_t>>(20);
    if (terms) asset.rules.terms = domain::TermsVersion{*terms, number.value_or(0)};
    return asset;
}

/// Values come in the order of attributes' names and positions.
void add_value(domain::AssetRules& rules, std::string name, std::string value) {
    if (rules.attributes.empty() || rules.attributes.back().name != name) {
        rules.attributes.push_back({std::move(name), {}});
    }
    rules.attributes.back().values.push_back(std::move(value));
}

Done read_attributes(sql::Session& session, domain::Asset& asset) {
    EXEAT_TAKE(const auto rows, session.query("select d.name, v.value from asset_attributes v "
                                              "join attributes d on d.id = v.attribute "
                                              "where v.asset = $1 order by d.name, v.position",
                                              {asset.id}));
    for (const auto& row : rows) add_value(asset.rules, row.get<std::string>(0), row.get<std::string>(1));
    return {};
}

/// At most k_longest_list ids, and at least one.
Done read_some_assets(sql::Session& session, std::span<const AssetId> ids, std::vector<domain::Asset>& assets) {
    const auto length = list_length(ids.size());
    std::vector<sql::Parameter> parameters(ids.begin(), ids.end());
    parameters.resize(length, sql::Parameter(ids.back()));
    const auto list = parameter_list(1, length);
    EXEAT_TAKE(const auto rows, session.query(std::string(k_asset) + " where id in (" + list + ")", parameters));
    std::unordered_map<AssetId, std::size_t> places;
    for (const auto& row : rows) {
        assets.push_back(asset_of(row));
        places.emplace(assets.back().id, assets.size() - 1);
    }
    EXEAT_TAKE(const auto values, session.query("select v.asset, d.name, v.value from asset_attributes v "
                                                "join attributes d on d.id = v.attribute where v.asset in (" +
                                                    list + ") order by v.asset, d.name, v.position",
                                                parameters));
    for (const auto& row : values) {
        const auto place = places.find(row.get<AssetId>(0));
        if (place == places.end()) continue;
        add_value(assets[place->second].rules, row.get<std::string>(1), row.get<std::string>(2));
    }
    return {};
}

std::string bytes_of(const std::vector<std::uint32_t>& values) {
    std::string bytes;
    bytes.reserve(values.size() * 4);
    for (const auto value : values) {
        for (unsigned shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(value >> shift & 0xffU));
    }
    return bytes;
}

std::vector<std::uint32_t> values_of(const std::string& bytes) {
    std::vector<std::uint32_t> values(bytes.size() / 4);
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (unsigned byte = 0; byte < 4; ++byte) {
            values[i] |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i * 4 + byte])) << (8 * byte);
        }
    }
    return values;
}

}  // namespace

Result<std::optional<domain::Asset>> read_asset(sql::Session& session, AssetId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_asset) + " where id = $1", {id}));
    if (!row) return std::optional<domain::Asset>{};
    auto asset = asset_of(*row);
    EXEAT_TRY(read_attributes(session, asset));
    return std::optional(std::move(asset));
}

Result<std::vector<domain::Asset>> read_assets(sql::Session& session, std::span<const AssetId> ids) {
    std::vector<domain::Asset> assets;
    assets.reserve(ids.size());
    for (std::size_t from = 0; from < ids.size(); from += k_longest_list) {
        EXEAT_TRY(read_some_assets(session, ids.subspan(from, std::min(k_longest_list, ids.size() - from)), assets));
    }
    return assets;
}

Result<std::vector<AssetId>> read_locked_assets(sql::Session& session, LibraryId library, FolderId folder) {
    EXEAT_TAKE(const auto rows, session.query("select id from assets where library = $1 and folder = $2 and "
                                              "access = 'locked' and deleted_at is null",
                                              {library, folder}));
    std::vector<AssetId> ids;
    ids.reserve(rows.size());
    for (const auto& row : rows) ids.push_back(row.get<AssetId>(0));
    return ids;
}

Done keep_blob(sql::Transaction& transaction, const BlobRow& blob, Instant now) {
    EXEAT_TRY(
        transaction.change("insert into blobs (digest, size, crc32, crc32c, created_at) values ($1, $2, $3, $4, $5) "
                           "on conflict (digest) do nothing",
                           {blob.digest, blob.size, blob.crc32, sql::Bytes{bytes_of(blob.crc32c)}, now}));
    return {};
}

Result<std::optional<BlobRow>> read_blob(sql::Session& session, const Digest& digest) {
    EXEAT_TAKE(const auto row, session.one("select size, crc32, crc32c from blobs where digest = $1", {digest}));
    if (!row) return std::optional<BlobRow>{};
    BlobRow blob;
    blob.digest = digest;
    blob.size = row->get<std::int64_t>(0);
    blob.crc32 = static_cast<std::uint32_t>(row->get<std::int64_t>(1));
    blob.crc32c = values_of(row->get<sql::Bytes>(2).data);
    return std::optional(std::move(blob));
}

Result<std::int64_t> insert_asset(sql::Transaction& transaction, const domain::Asset& asset) {
    EXEAT_TAKE(
        const auto row,
        transaction.one("insert into assets (id, library, folder, name, name_key, media_type, size, digest, "
                        "status, available_from, available_until, access, protection, not_offered, terms, "
                        "replaced_at, created_at, created_by, version) values ($1, $2, $3, $4, $5, $6, $7, $8, "
                        "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) returning no",
                        {asset.id, asset.library, text_or_empty(asset.folder), asset.name, name_key(asset.name),
                         asset.media_type, asset.size, asset.digest, policy::to_text(asset.rules.status),
                         asset.rules.available_from, asset.rules.available_until, policy::to_text(asset.rules.access),
                         policy::to_text(asset.rules.protection), list_text(asset.rules.not_offered),
                         asset.rules.terms ? std::optional(asset.rules.terms->id) : std::nullopt,
                         asset.rules.replaced_at, asset.created_at, asset.created_by, asset.version}));
    return row->get<std::int64_t>(0);
}

Done update_asset(sql::Transaction& transaction, const domain::Asset& asset) {
    EXEAT_TRY(one_changed(transaction.change(
        "update assets set library = $1, folder = $2, name = $3, name_key = $4, media_type = $5, size = $6, "
        "digest = $7, status = $8, available_from = $9, available_until = $10, access = $11, protection = $12, "
        "not_offered = $13, terms = $14, replaced_at = $15, deleted_at = $16, version = version + 1 "
        "where id = $17 and version = $18",
        {asset.library, text_or_empty(asset.folder), asset.name, name_key(asset.name), asset.media_type, asset.size,
         asset.digest, policy::to_text(asset.rules.status), asset.rules.available_from, asset.rules.available_until,
         policy::to_text(asset.rules.access), policy::to_text(asset.rules.protection),
         list_text(asset.rules.not_offered), asset.rules.terms ? std::optional(asset.rules.terms->id) : std::nullopt,
         asset.rules.replaced_at, asset.deleted_at, asset.id, asset.version})));
    return note_change(transaction, ChangeKind::asset, asset.id.text());
}

Done write_asset_attribute(sql::Transaction& transaction, AssetId asset, AttributeId attribute,
                           const std::vector<std::string>& values) {
    EXEAT_TRY(
        transaction.change("delete from asset_attributes where asset = $1 and attribute = $2", {asset, attribute}));
    std::int64_t position = 0;
    for (const auto& value : values) {
        EXEAT_TRY(transaction.change(
            "insert into asset_attributes (asset, attribute, position, value) values ($1, $2, $3, $4)",
            {asset, attribute, position++, value}));
    }
    return note_change(transaction, ChangeKind::asset, asset.text());
}

}  // namespace exeat::store
