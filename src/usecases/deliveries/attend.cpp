#include "usecases/deliveries/attend.h"

#include <algorithm>

#include "core/vocabulary/bytes.h"
#include "state/store/ended_sign_ins.h"
#include "usecases/deliveries/create_delivery.h"
#include "usecases/deliveries/free_file.h"
#include "usecases/keys.h"
#include "usecases/permit.h"

namespace exeat::usecases {
namespace {

/// Authority's facts, asked as of another moment than now.
class AtTime : public domain::Places {
public:
    AtTime(domain::Places& places, Instant at) : places_(places), at_(at) {}
    Result<Instant> now() override { return at_; }
    Result<std::shared_ptr<const domain::SitePolicy>> site() override { return places_.site(); }
    Result<std::shared_ptr<const domain::Library>> library(LibraryId id) override { return places_.library(id); }
    Result<std::vector<std::shared_ptr<const domain::Folder>>> folder_path(FolderId id) override {
        return places_.folder_path(id);
    }
    Result<std::shared_ptr<const domain::Standing>> standing(PersonId id) override { return places_.standing(id); }
    Result<std::vector<domain::Membership>> memberships(
        const domain::Standing& person, LibraryId library,
        const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) override {
        return places_.memberships(person, library, folders, asset);
    }
    Result<domain::HeldRequests> requests(const domain::Standing& person, AssetId asset) override {
        return places_.requests(person, asset);
    }

private:
    domain::Places& places_;
    Instant at_;
};

Done check_life(ReadyDelivery& delivery, Instant now) {
    const std::scoped_lock lock(delivery.mutex);
    const auto ended = [] {
        return fail(ErrorKind::gone, "ticket-ended", "This download link has ended. Start the download again.");
    };
    if (!delivery.first_byte_at) {
        if (now >= delivery.row.expires_at) return ended();
        return {};
    }
    if (now.ms >= delivery.first_byte_at->ms + k_resume_ms) return ended();
    if (delivery.bytes_sent > 2 * delivery.row.bytes + 64 * k_mib) return ended();
    return {};
}

/// A ticket ends with the session or token that it was made with, when somebody takes that away. Asked once for each
/// change of anything.
Done sign_in_goes_on(House& house, ReadyDelivery& delivery) {
    if (delivery.row.sign_in.empty()) return {};
    const auto number = house.authority.number();
    if (delivery.signed_in_at.load() == number) return {};
    EXEAT_TAKE(const auto ended, house.database.read([&](sql::Session& session) {
        return store::has_ended(session, delivery.row.sign_in);
    }));
    if (ended) {
        return fail(ErrorKind::gone, "ticket-ended", "This download link has ended. Start the download again.");
    }
    delivery.signed_in_at = number;
    return {};
}

Caller holder_of(const ReadyDelivery& delivery) {
    Caller caller;
    caller.kind = Caller::Kind::person;
    caller.person = delivery.row.person;
    return caller;
}

/// Of an archive something must be left to send: what may not leave any more is empty room in it, and an archive of
/// nothing else is a refusal like that of a single file.
Done some_may_still_leave(House& house, const ReadyDelivery& delivery, Instant at) {
    std::optional<Error> refusal;
    for (std::size_t file = 0; file < delivery.items.size(); ++file) {
        if (delivery.standing[file].load() != zip::Standing::served) continue;
        auto free = may_still_leave(house, delivery, file, at);
        if (free) return {};
        if (!refusal) refusal = std::move(free.error());
    }
    if (refusal) return fail(std::move(*refusal));
    return fail(ErrorKind::gone, "ticket-ended", "Nothing of this download may be taken any more. Start it again.");
}

}  // namespace

Done may_still_leave(House& house, const ReadyDelivery& delivery, std::size_t file, Instant at) {
    const auto& ready = delivery.items.at(file);
    AtTime places(house.authority, at);
    std::optional<policy::Quota> quota;
    EXEAT_TAKE(const auto rule, quota_rule(house, delivery.row.person));
    if (rule) {
        EXEAT_TAKE(quota, house.database.read([&](sql::Session& session) {
            return quota_now(session, *rule, delivery.row.person, at, std::max<std::int64_t>(delivery.row.reserved, 1));
        }));
        quota->used -= delivery.row.reserved;
    }
    EXEAT_TAKE(const auto permit, may_leave(house, places, holder_of(delivery), ready.item.asset, ready.name,
                                            delivery.row.accepted, quota));
    EXEAT_TRY(must(permit));
    // An original that was replaced meanwhile is another file: this ticket was for the bytes that it named.
    if (ready.name.file.file_class == policy::FileClass::original && permit.asset()->digest != ready.item.digest) {
        return fail(ErrorKind::gone, "file-replaced", "This file was replaced meanwhile. Start the download again.");
    }
    return {};
}

bool is_at_hand(House& house, std::string_view ticket) {
    const auto id = house.keys.read_ticket(ticket);
    if (!id) return false;
    const auto delivery = house.transfers.delivery_at_hand(*id);
    if (!delivery || delivery->layout) return false;
    if (!delivery->row.sign_in.empty() && delivery->signed_in_at.load() != house.authority.number()) return false;
    if (!house.authority.keeps(delivery->row.person, delivery->items.front().item.asset)) return false;
    const auto rule = quota_rule(house, delivery->row.person);
    return rule && !*rule;
}

Result<Attended> attend(House& house, std::string_view ticket) {
    const auto id = house.keys.read_ticket(ticket);
    if (!id) return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(auto delivery, house.transfers.delivery(*id));
    // A true ticket without a row: nobody began it in time, and its reservation was given back.
    if (!delivery)
        return fail(ErrorKind::gone, "ticket-ended", "This download link has ended. Start the download again.");
    EXEAT_TRY(check_life(*delivery, now));
    EXEAT_TRY(sign_in_goes_on(house, *delivery));

    Attended attended;
    attended.now = now;
    attended.authority_number = house.authority.number();
    attended.is_archive = delivery->layout.has_value();
    if (attended.is_archive) {
        EXEAT_TRY(some_may_still_leave(house, *delivery, now));
        attended.etag = delivery->layout->etag(delivery->row.id.text());
        attended.file_name = "exeat-" + delivery->row.id.text().substr(0, 8) + ".zip";
        attended.media_type = "application/zip";
    } else {
        EXEAT_TRY(may_still_leave(house, *delivery, 0, now));
        const auto& item = delivery->items.front().item;
        attended.etag = "\"" + to_text(item.digest) + "\"";
        attended.file_name = item.name;
        attended.media_type = item.media_type;
    }
    attended.length = delivery->row.bytes;
    attended.delivery = std::move(delivery);
    return attended;
}

Done still_attended(House& house, const Attended& attended) {
    // The sign-in knows the number that it was asked at, which may be an earlier one than that of the decision.
    EXEAT_TRY(sign_in_goes_on(house, *attended.delivery));
    if (attended.is_archive || house.authority.number() == attended.authority_number) return {};
    return may_still_leave(house, *attended.delivery, 0, attended.now);
}

}  // namespace exeat::usecases
