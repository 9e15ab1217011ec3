// Who is told of what happens to requests: a notice in the inbox of each, and a row of the outbox for the mail that
// says the same, both in the transaction of the happening. Only for the use cases of this folder. Refuses to put it
// into words, and to send.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "state/store/notice_rows.h"
#include "state/store/outbox_rows.h"
#include "usecases/caller.h"

namespace exeat::usecases {

/// The owners of a library less those taken off the list; nobody where none is left.
[[nodiscard]] Result<std::vector<store::Receiver>> receiving_owners(sql::Session& session,
                                                                    const domain::Library& library, Instant now);
/// Those who receive a library's requests: its owners less those taken off the list; directors and administrators where
/// they decide; administrators where nobody is left; and whoever stands in for one of them.
[[nodiscard]] Result<std::vector<store::Receiver>> receivers_of(sql::Session& session, const domain::Library& library,
                                                                bool for_directors, Instant now);
/// These, and whoever stands in for one of them and decides there themselves: standing in gives no right.
[[nodiscard]] Result<std::vector<store::Receiver>> with_substitutes(sql::Session& session, LibraryId library,
                                                                    bool for_directors,
                                                                    std::vector<store::Receiver> people, Instant now);
/// Whose a request is: a person, or the people of a group.
[[nodiscard]] Result<std::vector<store::Receiver>> holders_of(sql::Session& session, const domain::Request& request);

/// What is told. `request` is the first of `count` requests of one act.
struct Told {
    std::string_view kind;
    const domain::Request& request;
    BatchId batch;
    std::int64_t count = 1;
    std::int64_t libraries = 1;  // in which they lie
    std::string note{};
    Instant mail_after;  // the mail waits until then
};
/// In how many libraries they lie.
[[nodiscard]] std::int64_t libraries_of(const std::vector<const domain::Request*>& requests);
/// Tells somebody what is of no request, now: `note` is what whoever did it says.
Done tell_of_none(sql::Transaction& transaction, const Caller& caller, Instant now, const store::Receiver& receiver,
                  std::string_view kind, const std::string& note);
/// Tells each of them, but for whoever did it.
Done tell(sql::Transaction& transaction, const Caller& caller, Instant now,
          const std::vector<store::Receiver>& receivers, const Told& told);

/// The same for many receivers who are told different things in one transaction.
class Telling {
public:
    Telling(const Caller& caller, Instant now) : caller_(caller), now_(now) {}

    void add(const std::vector<store::Receiver>& receivers, const Told& told);
    Done write(sql::Transaction& transaction) const;

private:
    const Caller& caller_;
    Instant now_;
    std::vector<store::NoticeRow> notices_;
    std::vector<store::OutboxRow> mails_;
};

}  // namespace exeat::usecases
