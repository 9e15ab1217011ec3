#include "usecases/inbox/inbox.h"

#include <algorithm>
#include <utility>

#include "core/domain/names.h"
#include "core/words/notice_text.h"
#include "usecases/assets/shown.h"
#include "usecases/inbox/knowing.h"
#include "usecases/people/account.h"
#include "usecases/permit.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_most_a_page = 200;
constexpr std::size_t k_most_marked = 500;
/// So many at most in one transaction, however long an inbox has become.
constexpr int k_marked_at_once = 1'000;

Caller caller_of(const domain::Standing& reader) {
    Caller caller;
    caller.kind = Caller::Kind::person;
    caller.person = reader.id;
    return caller;
}

/// The asset for somebody who may see it now; nullopt for who may not, and where it is gone.
Result<std::optional<Permit>> seen_by(House& house, const domain::Standing& reader, AssetId id) {
    EXEAT_TAKE(auto asset, house.authority.asset(id));
    if (!asset) return std::optional<Permit>{};
    EXEAT_TAKE(auto permit, ask(house.authority, caller_of(reader), std::move(asset), wish_to(policy::Action::view)));
    if (!permit.allows()) return std::optional<Permit>{};
    return std::optional(std::move(permit));
}

/// Whether the request of a notice still concerns its reader.
enum class Concern : std::uint8_t { still, no_longer };

Result<NoticeShown> shown_to(House& house, const domain::Standing& reader, const store::InboxRow& row,
                             Concern concern) {
    const auto& notice = row.notice;
    const bool tells = concern == Concern::still;
    std::optional<Permit> seen;
    if (notice.asset) {
        EXEAT_TAKE(seen, seen_by(house, reader, *notice.asset));
    }
    words::NoticeFacts facts;
    facts.kind = notice.kind;
    facts.count = notice.count;
    facts.libraries = notice.libraries;
    NoticeShown shown;
    if (row.by_name && tells) {
        shown.by = domain::on_one_line(*row.by_name);
        facts.by = *shown.by;
    }
    std::string asset_name;
    std::string library_name;
    if (seen) {
        // A file's name is kept as it came, and may have lines.
        asset_name = domain::on_one_line(seen->asset()->name);
        facts.asset = asset_name;
        library_name = domain::on_one_line(seen->facts().library().name);
        facts.library = library_name;
        shown.asset = notice.asset;
        if (notice.libraries == 1) shown.library = seen->asset()->library;
    }
    auto text = words::notice_text(facts, words::Language::english);
    shown.id = notice.id;
    shown.kind = notice.kind;
    shown.subject = std::move(text.subject);
    shown.text = std::move(text.sentence);
    shown.button = std::move(text.button);
    shown.request = notice.request;
    shown.batch = notice.batch;
    shown.count = notice.count;
    if (tells) shown.note = domain::in_plain_lines(notice.note);
    shown.made_at = notice.made_at;
    shown.read_at = notice.read_at;
    return shown;
}

Result<std::vector<RequestId>> known_of(House& house, const domain::Standing& reader,
                                        const std::vector<store::InboxRow>& rows) {
    std::vector<RequestId> requests;
    requests.reserve(rows.size());
    for (const auto& row : rows) {
        if (row.notice.request) requests.push_back(*row.notice.request);
    }
    return still_known(house, reader, requests);
}

/// What speaks of no request concerns whom it was told to; of other people's mails, while they are administrators.
Concern concern_of(const domain::Standing& reader, const store::InboxRow& row, const std::vector<RequestId>& known) {
    const auto& request = row.notice.request;
    const bool concerns = request
                              ? std::ranges::binary_search(known, *request)
                              : !row.notice.kind.starts_with("letter_") || reader.level == policy::Level::administrator;
    return concerns ? Concern::still : Concern::no_longer;
}

Result<std::vector<NoticeShown>> all_shown(House& house, const domain::Standing& reader,
                                           const std::vector<store::InboxRow>& rows) {
    EXEAT_TAKE(const auto known, known_of(house, reader, rows));
    std::vector<NoticeShown> shown;
    shown.reserve(rows.size());
    for (const auto& row : rows) {
        EXEAT_TAKE(auto one, shown_to(house, reader, row, concern_of(reader, row, known)));
        shown.push_back(std::move(one));
    }
    return shown;
}

bool is_id(const std::string& text) {
    return parse_id_bits(text).has_value();
}

/// Some at a time, the newest first: who breaks it off has marked those, and calls again for the others.
Done mark_until(House& house, PersonId person, const std::string& last, Instant now) {
    std::int64_t marked = k_marked_at_once;
    while (marked >= k_marked_at_once) {
        EXEAT_TAKE(marked, change(house, [&](sql::Transaction& transaction) {
                       return store::mark_notices_until(transaction, person, last, now, k_marked_at_once);
                   }));
    }
    return {};
}

}  // namespace

Result<std::vector<NoticeShown>> notices_shown(House& house, const domain::Standing& reader,
                                               const std::vector<std::string>& ids) {
    EXEAT_TAKE(auto rows, house.database.read(
                              [&](sql::Session& session) { return store::read_inbox_among(session, reader.id, ids); }));
    EXEAT_TAKE(const auto known, known_of(house, reader, rows));
    std::erase_if(rows, [&](const auto& row) { return concern_of(reader, row, known) == Concern::no_longer; });
    return all_shown(house, reader, rows);
}

Result<InboxPage> list_inbox(House& house, const Caller& caller, const InboxWanted& wanted) {
    EXEAT_TAKE(const auto person, person_of(caller));
    if (wanted.limit < 1 || wanted.limit > k_most_a_page) {
        return wrong_member("wrong-page", "limit", "A page has 1 to 200 notices.");
    }
    if (wanted.cursor && !is_id(*wanted.cursor)) {
        return wrong_member("wrong-cursor", "cursor", "This is no cursor of this list.");
    }
    EXEAT_TAKE(const auto reader, standing_of(house.authority, caller));
    struct Read {
        std::vector<store::InboxRow> rows;
        std::int64_t unread = 0;
    };
    EXEAT_TAKE(auto read, house.database.read([&](sql::Session& session) -> Result<Read> {
        Read found;
        EXEAT_TAKE(found.rows,
                   store::read_inbox(session, person, wanted.part, wanted.cursor, static_cast<int>(wanted.limit) + 1));
        EXEAT_TAKE(found.unread, store::count_unread(session, person));
        return found;
    }));
    InboxPage page;
    page.unread = read.unread;
    if (std::cmp_greater(read.rows.size(), wanted.limit)) {
        read.rows.resize(static_cast<std::size_t>(wanted.limit));
        page.next = read.rows.back().notice.id;
    }
    EXEAT_TAKE(page.notices, all_shown(house, *reader, read.rows));
    return page;
}

Result<std::int64_t> unread_notices(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    return house.database.read([&](sql::Session& session) { return store::count_unread(session, person); });
}

Result<std::int64_t> mark_inbox(House& house, const Caller& caller, const Marks& marks) {
    EXEAT_TAKE(const auto person, person_of(caller));
    if (marks.ids.size() > k_most_marked || marks.requests.size() > k_most_marked) {
        return wrong_member("too-many-notices", "/ids", "At most 500 notices are marked at once.");
    }
    const bool is_by_place = marks.until || !marks.requests.empty();
    if ((is_by_place && marks.mark == Mark::unread) || (marks.until && !is_id(*marks.until))) {
        return wrong_member("wrong-marks", "/until",
                            "All notices up to one of them, and those of a request, can be marked as read.");
    }
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Result<std::int64_t> {
        const auto at = marks.mark == Mark::read ? std::optional(now) : std::nullopt;
        EXEAT_TRY(store::mark_opened(transaction, person, marks.requests, now));
        return store::mark_notices(transaction, person, marks.ids, at);
    }));
    if (marks.until) EXEAT_TRY(mark_until(house, person, *marks.until, now));
    return unread_notices(house, caller);
}

}  // namespace exeat::usecases
