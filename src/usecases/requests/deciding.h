// Decisions on requests inside one transaction: each is read and held against the rules; at the end all are written and
// put into the ledger, and everybody is told once. Only for the use cases of this folder.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "usecases/record.h"
#include "usecases/requests/decisions.h"
#include "usecases/requests/kept_places.h"

namespace exeat::usecases {

class Deciding {
public:
    Deciding(sql::Transaction& transaction, const Caller& caller, Instant now)
        : transaction_(transaction),
          caller_(caller),
          now_(now),
          places_(transaction, now),
          batch_(BatchId::make(now)) {}

    /// Reads the caller, the requests and their assets.
    Done begin(const std::vector<RequestId>& ids);

    /// Errors: not_found, and those of the rules. Each once for a request.
    Done decide(RequestId id, const NewDecision& wanted);
    Done take_back(RequestId id);
    Done revoke(RequestId id, const std::string& note);
    Done renew(RequestId id, const std::optional<domain::ValiditySettings>& validity, const std::string& note);

    /// Writes the rows and the ledger's entries, tells whoever is to be told, and notes the changes. Last.
    Done finish();

private:
    /// The request of that id for somebody who may decide on it.
    Result<domain::Request*> find(RequestId id, bool for_directors_too);
    Result<std::shared_ptr<const domain::Library>> library_of(const domain::Request& request);
    Result<std::string> name_of(const std::optional<PersonId>& person);
    Done approve(domain::Request& request, const NewDecision& wanted);
    Done reject(domain::Request& request, const NewDecision& wanted);
    void decided_by_me(domain::Request& request, const std::string& note);
    /// To be written as it is now. `kind` is a literal.
    void keep(domain::Request& request, std::string_view kind, std::int64_t waiting);
    Done settle();
    Done tell_again(BatchId batch);
    Done tell_about(const std::vector<const domain::Request*>& requests, std::string_view kind, BatchId batch,
                    Instant mail_after);

    sql::Transaction& transaction_;
    const Caller& caller_;
    Instant now_;
    KeptPlaces places_;
    BatchId batch_;
    std::shared_ptr<const domain::Standing> me_;
    std::map<RequestId, domain::Request> requests_;
    std::map<AskId, std::int64_t> waiting_;
    std::set<HolderId> holders_;
    std::vector<const domain::Request*> decided_;
    std::vector<Happening> happenings_;
    std::map<std::string_view, std::vector<const domain::Request*>> told_;  // by kind
    std::set<BatchId> taken_back_;
    std::map<Instant, std::vector<const domain::Request*>> waiting_again_;  // by when they were decided
};

}  // namespace exeat::usecases
