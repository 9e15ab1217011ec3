#include "state/store/deliveries.h"

#include <boost/json.hpp>

#include "platform/json/read.h"
#include "platform/json/write.h"
#include "state/store/rows.h"

namespace exeat::store {

namespace {
struct TermsText {
    TermsId id;
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TermsText, (), (id, version))
struct AcceptedText {
    std::string answers;
    std::vector<TermsText> terms;
};
BOOST_DESCRIBE_STRUCT(AcceptedText, (), (answers, terms))

std::string text_of(const Accepted& accepted) {
    AcceptedText text{accepted.answers, {}};
    for (const auto& terms : accepted.terms) text.terms.push_back({terms.id, terms.number});
    return json::to_text(text);
}

Result<Accepted> accepted_of(const std::string& column) {
    EXEAT_TAKE(const auto text, json::from_text<AcceptedText>(column));
    Accepted accepted{text.answers, {}};
    for (const auto& terms : text.terms) accepted.terms.push_back({terms.id, terms.version});
    return accepted;
}

StoredFile file_of(const sql::Row& row) {
    return {row.get<std::string>(0), row.get<std::string>(1), row.get<Digest>(2), row.get<std::int64_t>(3)};
}
}  // namespace

Done insert_delivery(sql::Transaction& transaction, const Delivery& delivery) {
    EXEAT_TRY(transaction.change(
        "insert into deliveries (id, person, created_at, expires_at, bytes, bytes_sent, accepted, reserved_day, "
        "reserved, sign_in) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {delivery.id, delivery.person, delivery.created_at, delivery.expires_at, delivery.bytes, delivery.bytes_sent,
         text_of(delivery.accepted), delivery.reserved_day, delivery.reserved, delivery.sign_in}));
    std::int64_t position = 0;
    for (const auto& item : delivery.items) {
        EXEAT_TRY(transaction.change(
            "insert into delivery_items (delivery, position, asset, file, name, media_type, digest, size, crc32) "
            "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            {delivery.id, position++, item.asset, item.file, item.name, item.media_type, item.digest, item.size,
             item.crc32}));
    }
    return {};
}

Result<std::optional<Delivery>> read_delivery(sql::Session& session, DeliveryId id) {
    EXEAT_TAKE(const auto row, session.one("select person, created_at, expires_at, first_byte_at, bytes, bytes_sent, "
                                           "accepted, reserved_day, reserved, sign_in from deliveries where id = $1",
                                           {id}));
    if (!row) return std::optional<Delivery>{};
    Delivery delivery;
    delivery.id = id;
    delivery.person = row->get<PersonId>(0);
    delivery.created_at = row->get<Instant>(1);
    delivery.expires_at = row->get<Instant>(2);
    delivery.first_byte_at = row->get<std::optional<Instant>>(3);
    delivery.bytes = row->get<std::int64_t>(4);
    delivery.sign_in = row->get<std::string>(9);
    delivery.bytes_sent = row->get<std::int64_t>(5);
    EXEAT_TAKE(delivery.accepted, accepted_of(row->get<std::string>(6)));
    delivery.reserved_day = row->get<std::optional<std::int64_t>>(7);
    delivery.reserved = row->get<std::int64_t>(8);
    EXEAT_TAKE(const auto items, session.query("select asset, file, name, media_type, digest, size, crc32, standing "
                                               "from delivery_items where delivery = $1 order by position",
                                               {id}));
    delivery.items.reserve(items.size());
    for (const auto& item : items) {
        delivery.items.push_back({item.get<AssetId>(0), item.get<std::string>(1), item.get<std::string>(2),
                                  item.get<std::string>(3), item.get<Digest>(4), item.get<std::int64_t>(5),
                                  static_cast<std::uint32_t>(item.get<std::int64_t>(6)), item.get<int>(7)});
    }
    return std::optional(std::move(delivery));
}

Done withdraw_item(sql::Transaction& transaction, DeliveryId id, std::int64_t position, int standing) {
    EXEAT_TRY(transaction.change("update delivery_items set standing = $1 where delivery = $2 and position = $3",
                                 {standing, id, position}));
    return {};
}

Done add_progress(sql::Transaction& transaction, const DeliveryProgress& progress) {
    EXEAT_TRY(
        transaction.change("update deliveries set bytes_sent = bytes_sent + $1, "
                           "first_byte_at = coalesce(first_byte_at, $2) where id = $3",
                           {progress.bytes_sent, progress.first_byte_at, progress.id}));
    return {};
}

Result<std::int64_t> give_back_unused(sql::Transaction& transaction, Instant now, int limit) {
    EXEAT_TAKE(const auto rows,
               transaction.query("select id, person, reserved_day, reserved from deliveries "
                                 "where first_byte_at is null and expires_at <= $1 order by expires_at limit $2",
                                 {now, limit}));
    for (const auto& row : rows) {
        const auto id = row.get<DeliveryId>(0);
        EXEAT_TRY(transaction.change("delete from delivery_items where delivery = $1", {id}));
        EXEAT_TAKE(const auto removed,
                   transaction.change("delete from deliveries where id = $1 and first_byte_at is null", {id}));
        const auto day = row.get<std::optional<std::int64_t>>(2);
        if (removed == 1 && day)
            EXEAT_TRY(add_quota_use(transaction, row.get<PersonId>(1), *day, -row.get<std::int64_t>(3)));
    }
    return static_cast<std::int64_t>(rows.size());
}

std::int64_t day_of(Instant instant) {
    constexpr std::int64_t day = 86'400'000;
    return instant.ms >= 0 ? instant.ms / day : (instant.ms - day + 1) / day;
}

Result<std::int64_t> quota_used(sql::Session& session, PersonId person, std::int64_t today, int days) {
    EXEAT_TAKE(
        const auto row,
        session.one("select cast(coalesce(sum(used), 0) as bigint) from quota_use where person = $1 and day > $2",
                    {person, today - days}));
    return row->get<std::int64_t>(0);
}

Done add_quota_use(sql::Transaction& transaction, PersonId person, std::int64_t day, std::int64_t files) {
    EXEAT_TRY(
        transaction.change("insert into quota_use (person, day, used) values ($1, $2, $3) "
                           "on conflict (person, day) do update set used = quota_use.used + excluded.used",
                           {person, day, files}));
    return {};
}

Result<std::optional<StoredFile>> read_version(sql::Session& session, AssetId asset, std::int64_t number) {
    EXEAT_TAKE(const auto row, session.one("select name, media_type, digest, size from asset_versions "
                                           "where asset = $1 and number = $2",
                                           {asset, number}));
    if (!row) return std::optional<StoredFile>{};
    return std::optional(file_of(*row));
}

Result<std::optional<StoredFile>> read_attachment(sql::Session& session, AssetId asset, AttachmentId id) {
    EXEAT_TAKE(const auto row, session.one("select name, media_type, digest, size from attachments "
                                           "where asset = $1 and id = $2",
                                           {asset, id}));
    if (!row) return std::optional<StoredFile>{};
    return std::optional(file_of(*row));
}

}  // namespace exeat::store
