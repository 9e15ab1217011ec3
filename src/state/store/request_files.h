// Rows of files that answer a field of a form. Sent before the form is; an ask takes those that it names, the others go
// after a day. Called by usecases/requests. Refuses to know what is in them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat {
using RequestFileId = Id<struct RequestFileTag>;
}

namespace exeat::store {

struct RequestFile {
    RequestFileId id;
    std::optional<AskId> ask;  // none: not sent with a form yet
    PersonId person;
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    Digest digest;
    Instant created_at;
};

/// Its blob row must be there.
Done insert_request_file(sql::Transaction& transaction, const RequestFile& file);
[[nodiscard]] Result<std::optional<RequestFile>> read_request_file(sql::Session& session, RequestFileId id);
[[nodiscard]] Result<std::vector<RequestFile>> files_of_ask(sql::Session& session, AskId ask);
[[nodiscard]] Result<std::int64_t> count_unsent_files(sql::Session& session, PersonId person);
/// Bytes of that person's files that no form has taken, that came with a form which waits for a decision, or that came
/// at that time or later.
[[nodiscard]] Result<std::int64_t> request_file_bytes(sql::Session& session, PersonId person, Instant since);
/// Whether it was that person's and not taken yet.
[[nodiscard]] Result<bool> take_request_file(sql::Transaction& transaction, RequestFileId id, PersonId person,
                                             AskId ask);
/// Those of a form whose requests were all withdrawn or are gone: nobody decides on them any more, and nobody did.
Done forget_files_of_undecided(sql::Transaction& transaction, AskId ask);
/// Those whose requests are gone, whatever took them.
Done forget_files_without_request(sql::Transaction& transaction);
/// Those that nobody sent.
Done forget_unsent_files(sql::Transaction& transaction, Instant before);

}  // namespace exeat::store
