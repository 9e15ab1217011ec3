// What happened, hash-chained so that a later change shows. Called by use cases inside the transaction of what
// happened. Refuses to know what a kind means and who may read it. docs/ledger.md tells the exact bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::ledger {

/// One happening. All but the body is part of the header: it stays for ever, so it holds ids and no names. What can be
/// a person's data (names, addresses, answers, notes) belongs into the body, which can be erased.
struct Entry {
    std::string kind;   // what was done, in the past: [a-z][a-z0-9_]*, at most 64
    std::string actor;  // an id, or a word like "operator"
    std::optional<LibraryId> library{};
    std::optional<FolderId> folder{};
    std::optional<AssetId> asset{};
    std::optional<PersonId> person{};  // whom it concerns
    std::string about{};               // any other id; empty: none. Actor and about: letters, digits and ._:-
    std::string body = "{}";           // JSON text, kept byte for byte
    Instant at{};
};

/// Where an entry stands: entries of a stream count from one without a gap.
struct Place {
    int stream = 0;
    std::int64_t n = 0;
    friend bool operator==(const Place&, const Place&) = default;
};

/// Adds an entry to the stream of this transaction's connection; it is rolled back with the transaction and leaves no
/// gap. Errors: internal for an entry that is not as told above, else those of the database.
Result<Place> append(sql::Transaction& transaction, const Entry& entry);
/// Adds several, in order, for less than one at a time costs. Returns the place of the last.
Result<std::optional<Place>> append_all(sql::Transaction& transaction, std::span<const Entry> entries);

/// Erases the body of an entry (and its salt, without which nobody can show what the body was). The chain still
/// verifies. False: there was none.
Result<bool> erase(sql::Transaction& transaction, const Place& place);

/// The last entry of a stream.
struct Head {
    int stream = 0;
    std::int64_t n = 0;
    Digest hash;
    friend bool operator==(const Head&, const Head&) = default;
};

/// The heads of all streams, in their order.
[[nodiscard]] Result<std::vector<Head>> heads(sql::Session& session);

}  // namespace exeat::ledger
