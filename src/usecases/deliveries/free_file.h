// From what somebody named to a file that they may take now: resolves the name and asks the policy. Called when a
// delivery is made and again at the first byte of each transfer and of each entry of an archive.
#pragma once

#include <optional>
#include <string>

#include "state/store/deliveries.h"
#include "usecases/deliveries/create_delivery.h"
#include "usecases/permit.h"

namespace exeat::usecases {

/// The wish of a delivery for one asset: the file, and what of the delivery's acceptances is about it.
[[nodiscard]] domain::Wish wish_for(const domain::Asset& asset, const domain::FileName& name,
                                    const store::Accepted& accepted);

/// Whether that file of an asset may leave now, for that person. The answer is the permit; hidden and absent are
/// not_found. `quota` takes part in the decision when it is given.
[[nodiscard]] Result<Permit> may_leave(House& house, domain::Places& places, const Caller& caller, AssetId asset,
                                       const domain::FileName& name, const store::Accepted& accepted,
                                       std::optional<policy::Quota> quota);

/// Finds the bytes behind a name that the policy allowed: the original, an older version, an attachment, the attribute
/// values as CSV (made now and kept as a blob). Errors: not_found; unsupported "not-made-yet" for a conversion.
[[nodiscard]] Result<store::DeliveryItem> resolve(House& house, const Permit& permit, const domain::FileName& name);

/// What limits a person's downloads, as authority has it now.
struct QuotaRule {
    std::int64_t limit = 0;
    int days = 1;
    bool is_administrator = false;  // gate 11 exempts them
};
/// nullopt when nothing limits them. Not inside a transaction.
[[nodiscard]] Result<std::optional<QuotaRule>> quota_rule(House& house, PersonId person);
/// How much of it is used.
[[nodiscard]] Result<policy::Quota> quota_now(sql::Session& session, const QuotaRule& rule, PersonId person,
                                              Instant now, std::int64_t wanted);

}  // namespace exeat::usecases
