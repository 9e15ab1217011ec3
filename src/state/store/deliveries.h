// Rows of deliveries: what somebody was given leave to take, kept from the ticket to its end; and how much of a quota
// is used. Written by usecases/deliveries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// One file of a delivery, with everything that is needed to send it.
struct DeliveryItem {
    AssetId asset;
    std::string file;        // as asked: "original", "version:2", …
    std::string name;        // what it is called when it is saved
    std::string media_type;  // of the file
    Digest digest;
    std::int64_t size = 0;
    std::uint32_t crc32 = 0;
    int standing = 0;  // in an archive, as zip::Standing: 0 is served
};

/// What came with a delivery and was checked then.
struct Accepted {
    std::string answers;  // JSON object of the form; empty: none
    std::vector<domain::TermsVersion> terms;
};

struct Delivery {
    DeliveryId id;
    PersonId person;
    std::string sign_in;  // the session or token that it was made with; empty: of none that could end
    Instant created_at;
    Instant expires_at;  // the first byte has to be asked for before
    std::optional<Instant> first_byte_at;
    std::int64_t bytes = 0;       // of the whole answer: one file, or the archive
    std::int64_t bytes_sent = 0;  // over all transfers
    Accepted accepted;
    std::optional<std::int64_t> reserved_day;  // the day whose quota holds its reservation
    std::int64_t reserved = 0;                 // files that count against the quota
    std::vector<DeliveryItem> items;
};

Done insert_delivery(sql::Transaction& transaction, const Delivery& delivery);
[[nodiscard]] Result<std::optional<Delivery>> read_delivery(sql::Session& session, DeliveryId id);

/// Keeps that an entry of an archive was withdrawn, and how it stands there now.
Done withdraw_item(sql::Transaction& transaction, DeliveryId id, std::int64_t position, int standing);

/// What transfers did since the last time: adds bytes, and sets the first byte's time if there is none.
struct DeliveryProgress {
    DeliveryId id;
    Instant first_byte_at;
    std::int64_t bytes_sent = 0;
};
Done add_progress(sql::Transaction& transaction, const DeliveryProgress& progress);

/// Gives back the reservations of deliveries that nobody began before they expired; at most `limit` at a time. Returns
/// how many there were.
Result<std::int64_t> give_back_unused(sql::Transaction& transaction, Instant now, int limit);

/// Days since 1970 in UTC.
[[nodiscard]] std::int64_t day_of(Instant instant);
/// Files that count for that person on the last `days` days up to `today`.
[[nodiscard]] Result<std::int64_t> quota_used(sql::Session& session, PersonId person, std::int64_t today, int days);
Done add_quota_use(sql::Transaction& transaction, PersonId person, std::int64_t day, std::int64_t files);

/// An older original, or an attachment, as files.
struct StoredFile {
    std::string name;
    std::string media_type;
    Digest digest;
    std::int64_t size = 0;
};
[[nodiscard]] Result<std::optional<StoredFile>> read_version(sql::Session& session, AssetId asset, std::int64_t number);
[[nodiscard]] Result<std::optional<StoredFile>> read_attachment(sql::Session& session, AssetId asset, AttachmentId id);

}  // namespace exeat::store
