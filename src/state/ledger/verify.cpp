#include "state/ledger/verify.h"

#include <algorithm>
#include <set>
#include <utility>

namespace exeat::ledger {
namespace {

constexpr const char* k_entries =
    "select e.stream, e.n, e.at, e.kind, e.actor, e.library, e.folder, e.asset, e.person, e.about, e.digest, e.hash, "
    "b.salt, b.body from ledger_entries e left join ledger_bodies b on b.stream = e.stream and b.n = e.n "
    "where (e.stream, e.n) > ($1, $2) order by e.stream, e.n limit $3";

/// 32 bytes of a cell, whatever somebody may have put there.
std::optional<Digest> digest_in(const sql::Row& row, std::size_t column) {
    const auto bytes = row.get<std::optional<sql::Bytes>>(column);
    if (!bytes || bytes->data.size() != 32) return std::nullopt;
    Digest digest;
    std::ranges::transform(bytes->data, digest.bytes.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    return digest;
}

std::string entry_name(std::int64_t stream, std::int64_t n) {
    return "Entry " + std::to_string(n) + " of stream " + std::to_string(stream);
}

std::string seal_name(std::int64_t n) {
    return "Seal " + std::to_string(n);
}

Header header_in(const sql::Row& row, const Digest& digest) {
    using Text = std::optional<std::string>;
    return {.stream = row.get<std::int64_t>(0),
            .n = row.get<std::int64_t>(1),
            .at = row.get<std::int64_t>(2),
            .kind = row.get<std::string>(3),
            .actor = row.get<std::string>(4),
            .library = row.get<Text>(5),
            .folder = row.get<Text>(6),
            .asset = row.get<Text>(7),
            .person = row.get<Text>(8),
            .about = row.get<Text>(9),
            .digest = digest};
}

/// Only what append() writes; anything else could make two headers with the same lines.
bool is_well_formed(const Header& header) {
    const auto is_good = [](const std::optional<std::string>& name) { return !name || is_name(*name); };
    return is_kind(header.kind) && is_name(header.actor) && is_good(header.library) && is_good(header.folder) &&
           is_good(header.asset) && is_good(header.person) && is_good(header.about);
}

}  // namespace

Verifier::Verifier(VerifyOptions options) : options_(std::move(options)) {}

void Verifier::flaw(FlawKind kind, std::int64_t stream, std::int64_t n, std::string text) {
    if (!report_.flaw) report_.flaw = Flaw{kind, stream, n, std::move(text)};
}

Result<bool> Verifier::step(sql::Session& session) {
    switch (part_) {
        case Part::start:
            EXEAT_TRY(start(session));
            break;
        case Part::entries:
            EXEAT_TRY(look_at_entries(session));
            break;
        case Part::streams:
            EXEAT_TRY(look_at_streams(session));
            break;
        case Part::bodies:
            EXEAT_TRY(look_at_bodies(session));
            break;
        case Part::seals:
            EXEAT_TRY(look_at_seals(session));
            break;
        case Part::elsewhere:
            EXEAT_TRY(look_elsewhere(session));
            count_unsealed();
            break;
        case Part::done:
            break;
    }
    if (report_.flaw) part_ = Part::done;
    return part_ != Part::done;
}

Done Verifier::start(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select coalesce(max(n), 0) from ledger_seals"));
    last_seal_ = row ? row->get<std::int64_t>(0) : 0;
    // Before the first possible key: a stream below zero would be one that we never wrote, and is to be found.
    stream_ = INT64_MIN;
    part_ = Part::entries;
    return {};
}

Done Verifier::look_at_entries(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(k_entries, {stream_, n_, options_.rows_at_a_time}));
    for (const auto& row : rows) {
        look_at_entry(row);
        if (report_.flaw) return {};
    }
    if (static_cast<std::int64_t>(rows.size()) < options_.rows_at_a_time) part_ = Part::streams;
    return {};
}

void Verifier::look_at_entry(const sql::Row& row) {
    const auto stream = row.get<std::int64_t>(0);
    const auto n = row.get<std::int64_t>(1);
    if (stream != stream_) {
        stream_ = stream;
        n_ = 0;
        hash_ = {};
        streams_[stream].opened_at = row.get<std::int64_t>(2);
        ++report_.streams;
    }
    if (n != n_ + 1) return flaw(FlawKind::entry_removed, stream, n_ + 1, entry_name(stream, n_ + 1) + " is missing.");
    const auto digest = digest_in(row, 10);
    const auto hash = digest_in(row, 11);
    const auto header = header_in(row, digest.value_or(Digest{}));
    if (!digest || !hash || !is_well_formed(header) || sha256(header_text(header, hash_)) != *hash) {
        return flaw(FlawKind::entry_changed, stream, n, entry_name(stream, n) + " was changed.");
    }
    look_at_body(header, row);
    n_ = n;
    hash_ = *hash;
    streams_[stream].n = n;
    ++report_.entries;
}

void Verifier::look_at_body(const Header& header, const sql::Row& row) {
    const auto salt = row.get<std::optional<sql::Bytes>>(12);
    if (!salt) {
        ++report_.erased;
        return;
    }
    const auto body = row.get<std::string>(13);
    if (salt->data.size() == k_salt_bytes && body_digest(salt->data, body) == header.digest) return;
    flaw(FlawKind::body_changed, header.stream, header.n,
         "The body of " + entry_name(header.stream, header.n) + " was changed.");
}

Done Verifier::look_at_streams(sql::Session& session) {
    part_ = Part::bodies;
    EXEAT_TAKE(const auto rows, session.query("select stream, opened_at from ledger_streams order by stream"));
    std::set<std::int64_t> listed;
    for (const auto& row : rows) {
        const auto stream = row.get<std::int64_t>(0);
        listed.insert(stream);
        auto opened_at = row.get<std::int64_t>(1);
        const auto seen = streams_.find(stream);
        if (seen == streams_.end()) {  // it began after we went by, or its entries are gone
            EXEAT_TAKE(const auto first,
                       session.one("select at from ledger_entries where stream = $1 and n = 1", {stream}));
            if (first && first->get<std::int64_t>(0) == opened_at) continue;
        } else if (seen->second.opened_at == opened_at) {
            continue;
        }
        flaw(FlawKind::stream_changed, stream, 0,
             "Stream " + std::to_string(stream) + " does not begin as the list of streams says.");
    }
    for (const auto& [stream, seen] : streams_) {
        if (!listed.contains(stream)) {
            flaw(FlawKind::stream_changed, stream, 0,
                 "Stream " + std::to_string(stream) + " is missing in the list of streams.");
        }
    }
    return {};
}

Done Verifier::look_at_bodies(sql::Session& session) {
    part_ = Part::seals;
    EXEAT_TAKE(
        const auto row,
        session.one("select b.stream, b.n from ledger_bodies b left join ledger_entries e on e.stream = b.stream "
                    "and e.n = b.n where e.n is null order by b.stream, b.n limit 1"));
    if (!row) return {};
    const auto stream = row->get<std::int64_t>(0);
    const auto n = row->get<std::int64_t>(1);
    flaw(FlawKind::body_astray, stream, n, "There is a body for " + entry_name(stream, n) + ", which does not exist.");
    return {};
}

Done Verifier::look_at_seals(sql::Session& session) {
    EXEAT_TAKE(const auto rows,
               session.query("select n, seal from ledger_seals where n > $1 and n <= $2 order by n limit $3",
                             {seal_n_ == 0 ? INT64_MIN : seal_n_, last_seal_, options_.rows_at_a_time}));
    for (const auto& row : rows) {
        EXEAT_TRY(look_at_seal(session, row.get<std::int64_t>(0), row.get<std::string>(1)));
        if (report_.flaw) return {};
    }
    if (static_cast<std::int64_t>(rows.size()) < options_.rows_at_a_time) part_ = Part::elsewhere;
    return {};
}

Done Verifier::look_at_seal(sql::Session& session, std::int64_t n, const std::string& text) {
    const auto name = seal_name(n);
    if (n != seal_n_ + 1) {
        flaw(FlawKind::seal_removed, 0, seal_n_ + 1, seal_name(seal_n_ + 1) + " is missing.");
        return {};
    }
    const auto seal = parse_seal(text);
    const auto previous = seal_n_ == 0 ? Digest{} : sha256(seal_text_);
    if (!seal || seal->n != n || seal->previous != previous) {
        flaw(FlawKind::seal_changed, 0, n, name + " was changed.");
        return {};
    }
    if (std::ranges::find(options_.trusted, seal->key) == options_.trusted.end()) {
        flaw(FlawKind::seal_unsigned, 0, n, name + " is signed with a key that is not trusted: " + to_text(seal->key));
        return {};
    }
    if (!is_signed(*seal)) {
        flaw(FlawKind::seal_unsigned, 0, n, "The signature of " + name + " is wrong.");
        return {};
    }
    EXEAT_TRY(look_at_heads(session, *seal));
    seal_n_ = n;
    seal_text_ = text;
    seal_heads_ = seal->heads;
    ++report_.seals;
    return {};
}

Done Verifier::look_at_heads(sql::Session& session, const Seal& seal) {
    for (const auto& head : seal.heads) {
        if (std::ranges::find(seal_heads_, head) != seal_heads_.end()) continue;  // as in the seal before
        EXEAT_TAKE(const auto row,
                   session.one("select hash from ledger_entries where stream = $1 and n = $2", {head.stream, head.n}));
        if (!row) {
            flaw(FlawKind::entry_removed, head.stream, head.n,
                 entry_name(head.stream, head.n) + " is missing; " + seal_name(seal.n) + " has it.");
        } else if (digest_in(*row, 0) != head.hash) {
            flaw(FlawKind::seal_differs, head.stream, head.n,
                 seal_name(seal.n) + " and the entries differ: something up to " + entry_name(head.stream, head.n) +
                     " was changed and chained anew.");
        }
        auto& sealed = streams_[head.stream].sealed;
        sealed = std::max(sealed, head.n);
    }
    for (const auto& before : seal_heads_) {
        const auto now = std::ranges::find(seal.heads, before.stream, &Head::stream);
        if (now == seal.heads.end() || now->n < before.n) {
            flaw(FlawKind::seal_changed, before.stream, seal.n,
                 seal_name(seal.n) + " has less of stream " + std::to_string(before.stream) + " than the one before.");
        }
    }
    return {};
}

Done Verifier::look_elsewhere(sql::Session& session) {
    part_ = Part::done;
    if (!options_.elsewhere) return {};
    const auto kept = parse_seal(*options_.elsewhere);
    if (!kept || !is_signed(*kept) || std::ranges::find(options_.trusted, kept->key) == options_.trusted.end()) {
        flaw(FlawKind::seal_unsigned, 0, kept ? kept->n : 0,
             "The seal that was kept elsewhere is not one of this site, or was changed there.");
        return {};
    }
    EXEAT_TAKE(const auto row, session.one("select seal from ledger_seals where n = $1", {kept->n}));
    if (!row) {
        flaw(FlawKind::seal_removed, 0, kept->n, seal_name(kept->n) + ", which was kept elsewhere, is missing here.");
    } else if (row->get<std::string>(0) != *options_.elsewhere) {
        flaw(FlawKind::seal_differs, 0, kept->n,
             seal_name(kept->n) + " is another one than was kept elsewhere: the ledger was written anew.");
    } else {
        seal_heads_.clear();  // look at all of its heads
        EXEAT_TRY(look_at_heads(session, *kept));
    }
    return {};
}

void Verifier::count_unsealed() {
    for (const auto& [number, stream] : streams_)
        report_.unsealed += std::max<std::int64_t>(0, stream.n - stream.sealed);
}

Result<Report> verify(sql::Session& session, const VerifyOptions& options) {
    Verifier verifier(options);
    while (true) {
        EXEAT_TAKE(const bool more, verifier.step(session));
        if (!more) return verifier.report();
    }
}

Result<Report> verify(sql::Database& database, const VerifyOptions& options) {
    Verifier verifier(options);
    while (true) {
        // A read may be run again from its start, so each begins from a copy.
        auto next = verifier;
        EXEAT_TAKE(const bool more, database.read([&](sql::Session& session) {
            next = verifier;
            return next.step(session);
        }));
        verifier = std::move(next);
        if (!more) return verifier.report();
    }
}

}  // namespace exeat::ledger
