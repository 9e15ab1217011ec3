// Walks the whole ledger and finds the first place that is not as it was written. Called by `exeat audit verify`,
// `exeat check` and a restore. Refuses to repair anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/sql/database.h"
#include "state/ledger/canonical.h"
#include "state/ledger/seal.h"

namespace exeat::ledger {

struct VerifyOptions {
    std::vector<PublicKey> trusted;        // whose seals are believed; at least the site's own
    std::optional<std::string> elsewhere;  // the text of a seal that was kept elsewhere
    std::int64_t rows_at_a_time = 500;
};

enum class FlawKind : std::uint8_t {
    entry_removed,   // a number is missing in a stream, or the stream ends before what a seal says
    entry_changed,   // its header does not give its hash, or what it holds is nothing that is ever written
    body_changed,    // salt and body do not give the digest
    body_astray,     // a body without an entry
    stream_changed,  // the list of streams and the entries differ
    seal_removed,    // a number is missing among the seals, or the seal kept elsewhere is not here
    seal_changed,    // it cannot be read, or does not follow from the one before
    seal_unsigned,   // its signature is wrong, or of a key that is not trusted
    seal_differs,    // it says something else than the entries do: they were changed and chained anew
};

/// The first place that is wrong. For a seal, `stream` is zero unless it is about one.
struct Flaw {
    FlawKind kind = FlawKind::entry_changed;
    std::int64_t stream = 0;
    std::int64_t n = 0;
    std::string text;  // a sentence for the administrator
};

struct Report {
    std::int64_t streams = 0;
    std::int64_t entries = 0;
    std::int64_t erased = 0;  // entries whose body is gone, as erase() leaves them
    std::int64_t seals = 0;
    std::int64_t unsealed = 0;  // entries after the last seal
    std::optional<Flaw> flaw;   // none: all is as it was written
};

/// The walk, a bounded number of rows at a time, so that no transaction is held for long. Seals that are made meanwhile
/// are not looked at. Memory does not grow with the ledger.
class Verifier {
public:
    explicit Verifier(VerifyOptions options);

    /// Goes on with the next rows. False: done, or a flaw was found.
    Result<bool> step(sql::Session& session);
    [[nodiscard]] const Report& report() const { return report_; }

private:
    enum class Part : std::uint8_t { start, entries, streams, bodies, seals, elsewhere, done };

    struct Stream {
        std::int64_t opened_at = 0;
        std::int64_t n = 0;       // of the last entry seen
        std::int64_t sealed = 0;  // up to here
    };

    Done start(sql::Session& session);
    Done look_at_entries(sql::Session& session);
    void look_at_entry(const sql::Row& row);
    void look_at_body(const Header& header, const sql::Row& row);
    Done look_at_streams(sql::Session& session);
    Done look_at_bodies(sql::Session& session);
    Done look_at_seals(sql::Session& session);
    Done look_at_seal(sql::Session& session, std::int64_t n, const std::string& text);
    Done look_at_heads(sql::Session& session, const Seal& seal);
    Done look_elsewhere(sql::Session& session);
    void count_unsealed();
    void flaw(FlawKind kind, std::int64_t stream, std::int64_t n, std::string text);

    VerifyOptions options_;
    Report report_;
    Part part_ = Part::start;
    std::map<std::int64_t, Stream> streams_;
    std::int64_t stream_ = 0;  // of the last entry seen
    std::int64_t n_ = 0;
    Digest hash_;
    std::int64_t last_seal_ = 0;  // when the walk began
    std::int64_t seal_n_ = 0;     // of the last seal seen
    std::string seal_text_;
    std::vector<Head> seal_heads_;
};

/// The whole walk in the given session.
Result<Report> verify(sql::Session& session, const VerifyOptions& options);
/// The whole walk in many short reads: what a site in use should do.
Result<Report> verify(sql::Database& database, const VerifyOptions& options);

}  // namespace exeat::ledger
