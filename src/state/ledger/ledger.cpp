#include "state/ledger/ledger.h"

#include <utility>
#include <vector>

#include "platform/sql/insert_rows.h"
#include "state/ledger/canonical.h"

namespace exeat::ledger {
namespace {

constexpr std::size_t k_entry_columns = 12;
constexpr std::size_t k_body_columns = 4;

Done check(const Entry& entry) {
    if (is_kind(entry.kind) && is_name(entry.actor) && (entry.about.empty() || is_name(entry.about))) return {};
    return fail(ErrorKind::internal, "ledger-entry", "This could not be recorded.",
                "no ledger entry: kind '" + entry.kind + "', actor '" + entry.actor + "', about '" + entry.about + "'");
}

template <class Tag>
std::optional<std::string> text_of(const std::optional<Id<Tag>>& id) {
    if (id) return id->text();
    return std::nullopt;
}

Header header_of(const Entry& entry, int stream, std::int64_t n) {
    Header header;
    header.stream = stream;
    header.n = n;
    header.at = entry.at.ms;
    header.kind = entry.kind;
    header.actor = entry.actor;
    header.library = text_of(entry.library);
    header.folder = text_of(entry.folder);
    header.asset = text_of(entry.asset);
    header.person = text_of(entry.person);
    if (!entry.about.empty()) header.about = entry.about;
    return header;
}

Result<Head> head_of(sql::Transaction& transaction, int stream) {
    EXEAT_TAKE(
        const auto row,
        transaction.one("select n, hash from ledger_entries where stream = $1 order by n desc limit 1", {stream}));
    if (!row) return Head{stream, 0, {}};
    return Head{stream, row->get<std::int64_t>(0), row->get<Digest>(1)};
}

/// The cells of new rows.
struct NewRows {
    std::vector<sql::Parameter> entries;
    std::vector<sql::Parameter> bodies;
};

/// Puts the entry behind `head`, which becomes it.
Done add(const Entry& entry, Head& head, NewRows& rows) {
    EXEAT_TRY(check(entry));
    auto salt = new_salt();
    auto header = header_of(entry, head.stream, head.n + 1);
    header.digest = body_digest(salt, entry.body);
    const auto hash = sha256(header_text(header, head.hash));
    const auto n = header.n;
    const auto into = [](std::vector<sql::Parameter>& row, auto&&... cells) {
        (row.emplace_back(std::forward<decltype(cells)>(cells)), ...);
    };
    into(rows.entries, header.stream, n, header.at, std::move(header.kind), std::move(header.actor), header.library,
         header.folder, header.asset, header.person, header.about, header.digest, hash);
    into(rows.bodies, header.stream, n, sql::Bytes{std::move(salt)}, entry.body);
    head = {head.stream, n, hash};
    return {};
}

}  // namespace

Result<std::optional<Place>> append_all(sql::Transaction& transaction, std::span<const Entry> entries) {
    if (entries.empty()) return std::optional<Place>{};
    EXEAT_TAKE(auto head, head_of(transaction, transaction.stream()));
    if (head.n == 0) {
        EXEAT_TRY(transaction.change("insert into ledger_streams (stream, opened_at) values ($1, $2)",
                                     {head.stream, entries.front().at}));
    }
    NewRows rows;
    rows.entries.reserve(entries.size() * k_entry_columns);
    rows.bodies.reserve(entries.size() * k_body_columns);
    for (const auto& entry : entries) EXEAT_TRY(add(entry, head, rows));
    EXEAT_TRY(sql::insert_rows(transaction,
                               "insert into ledger_entries (stream, n, at, kind, actor, library, folder, asset, "
                               "person, about, digest, hash) values ",
                               k_entry_columns, rows.entries));
    EXEAT_TRY(sql::insert_rows(transaction, "insert into ledger_bodies (stream, n, salt, body) values ", k_body_columns,
                               rows.bodies));
    return std::optional(Place{head.stream, head.n});
}

Result<Place> append(sql::Transaction& transaction, const Entry& entry) {
    EXEAT_TAKE(const auto place, append_all(transaction, std::span(&entry, 1)));
    return *place;
}

Result<bool> erase(sql::Transaction& transaction, const Place& place) {
    EXEAT_TAKE(const auto erased,
               transaction.change("delete from ledger_bodies where stream = $1 and n = $2", {place.stream, place.n}));
    return erased != 0;
}

Result<std::vector<Head>> heads(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query("select s.stream, e.n, e.hash from ledger_streams s "
                                              "join ledger_entries e on e.stream = s.stream and e.n = "
                                              "(select max(m.n) from ledger_entries m where m.stream = s.stream) "
                                              "order by s.stream"));
    std::vector<Head> found;
    found.reserve(rows.size());
    for (const auto& row : rows) found.push_back({row.get<int>(0), row.get<std::int64_t>(1), row.get<Digest>(2)});
    return found;
}

}  // namespace exeat::ledger
