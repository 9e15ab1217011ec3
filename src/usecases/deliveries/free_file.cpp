#include "usecases/deliveries/free_file.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "state/blobs/blobs.h"
#include "state/store/assets.h"
#include "usecases/deliveries/attribute_export.h"

namespace exeat::usecases {
namespace {

std::unexpected<Error> absent() {
    return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
}

Result<store::DeliveryItem> with_blob(House& house, const Permit& permit, const domain::FileName& name,
                                      const store::StoredFile& file) {
    EXEAT_TAKE(const auto blob,
               house.database.read([&](sql::Session& session) { return store::read_blob(session, file.digest); }));
    if (!blob) return fail(ErrorKind::internal, "internal", "", "no blob row for " + to_text(file.digest));
    return store::DeliveryItem{permit.asset()->id, name.text,  file.name,  file.media_type,
                               file.digest,        blob->size, blob->crc32};
}

/// What an export's text is, kept like every other content: its size and checksums are known before the ticket is.
Result<store::DeliveryItem> keep_export(House& house, const Permit& permit, const domain::FileName& name) {
    const auto text = attribute_csv(*permit.asset());
    EXEAT_TAKE(const auto incoming, house.blobs.begin());
    EXEAT_TRY(incoming->append(std::as_bytes(std::span(text))));
    EXEAT_TAKE(const auto stored, incoming->finish());
    const store::BlobRow row{stored.facts.digest, stored.facts.size, stored.facts.crc32, stored.facts.crc32c};
    EXEAT_TRY(house.database.write(
        [&](sql::Transaction& transaction) { return store::keep_blob(transaction, row, permit.now()); }));
    return store::DeliveryItem{permit.asset()->id, name.text, permit.asset()->name + ".csv", "text/csv", row.digest,
                               row.size,           row.crc32};
}

}  // namespace

domain::Wish wish_for(const domain::Asset& asset, const domain::FileName& name, const store::Accepted& accepted) {
    domain::Wish wish;
    wish.action = policy::Action::download;
    wish.file = name.asked();
    wish.justified = !accepted.answers.empty();
    if (asset.rules.terms) {
        const auto same = std::ranges::find(accepted.terms, *asset.rules.terms);
        if (same != accepted.terms.end()) wish.terms = *same;
    }
    return wish;
}

Result<Permit> may_leave(House& house, domain::Places& places, const Caller& caller, AssetId asset,
                         const domain::FileName& name, const store::Accepted& accepted,
                         std::optional<policy::Quota> quota) {
    EXEAT_TAKE(auto found, house.authority.asset(asset));
    if (!found) return absent();
    auto wish = wish_for(*found, name, accepted);
    wish.quota = quota;
    return ask(places, caller, std::move(found), wish);
}

Result<store::DeliveryItem> resolve(House& house, const Permit& permit, const domain::FileName& name) {
    const auto& asset = *permit.asset();
    switch (name.file.file_class) {
        case policy::FileClass::original:
            return with_blob(house, permit, name, {asset.name, asset.media_type, asset.digest, asset.size});
        case policy::FileClass::version: {
            EXEAT_TAKE(const auto file, house.database.read([&](sql::Session& session) {
                return store::read_version(session, asset.id, name.version);
            }));
            if (!file) return absent();
            return with_blob(house, permit, name, *file);
        }
        case policy::FileClass::attachment: {
            EXEAT_TAKE(const auto file, house.database.read([&](sql::Session& session) {
                return store::read_attachment(session, asset.id, *name.attachment);
            }));
            if (!file) return absent();
            return with_blob(house, permit, name, *file);
        }
        case policy::FileClass::metadata:
            return keep_export(house, permit, name);
        case policy::FileClass::conversion:
        case policy::FileClass::pdf:
        case policy::FileClass::detail:
        case policy::FileClass::proxy:
            break;
    }
    return fail(ErrorKind::unsupported, "not-made-here",
                "This server does not make \"" + name.text + "\". The original may be what you need.");
}

Result<std::optional<QuotaRule>> quota_rule(House& house, PersonId person) {
    EXEAT_TAKE(const auto site, house.authority.site());
    EXEAT_TAKE(const auto standing, house.authority.standing(person));
    if (!standing) return std::optional<QuotaRule>{};
    const auto& settings = site->settings().quota;
    const auto limit = standing->quota_limit ? standing->quota_limit : settings.limit;
    if (!limit) return std::optional<QuotaRule>{};
    return std::optional(QuotaRule{*limit, settings.days, standing->level == policy::Level::administrator});
}

Result<policy::Quota> quota_now(sql::Session& session, const QuotaRule& rule, PersonId person, Instant now,
                                std::int64_t wanted) {
    EXEAT_TAKE(const auto used, store::quota_used(session, person, store::day_of(now), rule.days));
    return policy::Quota{used, wanted, rule.limit};
}

}  // namespace exeat::usecases
