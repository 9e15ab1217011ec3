// One asset that is being changed, inside a transaction: finds it for somebody who can see it, asks for each member of
// the change what POLICY.md asks, and writes rows and ledger entries. Only for the use cases of this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "state/store/places.h"
#include "usecases/assets/assets.h"
#include "usecases/permit.h"

namespace exeat::usecases {

/// An error of the caller's own making: of many assets, the others go on. What comes from the database ends the
/// transaction, which may then run again.
[[nodiscard]] bool is_of_one(const Error& error);

class AssetChanging {
public:
    AssetChanging(sql::Transaction& transaction, const Caller& caller, Instant now)
        : transaction_(transaction), caller_(caller), now_(now), places_(transaction, now) {}

    /// Errors: not_found.
    Done find(AssetId id);
    [[nodiscard]] std::int64_t version() const { return asset_.version; }
    /// As it is now: after find() as it was found.
    [[nodiscard]] const domain::Asset& asset() const { return asset_; }

    /// Asks for everything first and writes then: an error leaves the transaction as it was.
    Done apply(const AssetChange& wanted);
    Done remove();

private:
    struct Values {
        AttributeId attribute;
        std::string name;
        std::vector<std::string> values;
    };

    Done must_may(policy::Action action) const;
    Done rename(const std::string& name);
    Done move(const AssetChange& wanted);
    Done publish(const AssetChange& wanted);
    Done protect(const AssetChange& wanted);
    Done check_not_offered(const std::vector<std::string>& words) const;
    Done carry_terms(const json::Change<TermsId>& terms);
    Done say(const std::map<std::string, std::vector<std::string>>& attributes);
    Done write();
    void note(std::string_view kind, std::string body) { notes_.emplace_back(kind, std::move(body)); }

    sql::Transaction& transaction_;
    const Caller& caller_;
    Instant now_;
    store::StoredPlaces places_;
    domain::Asset asset_;
    std::optional<Permit> seen_;
    std::vector<Values> values_;                                   // to be written
    std::vector<std::pair<std::string_view, std::string>> notes_;  // kinds and bodies of ledger entries
    bool changes_library_ = false;
    bool may_be_free_ = false;  // lock or protection may have gone
};

}  // namespace exeat::usecases
