#include "usecases/requests/request_files.h"

#include <algorithm>

#include "core/domain/names.h"
#include "state/store/assets.h"
#include "state/store/request_rows.h"
#include "usecases/particulars.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/requests.h"
#include "usecases/sessions/still_signed_in.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {
namespace {

constexpr std::int64_t k_day_ms = 86'400'000;

/// Room for a file of that many bytes.
Done has_room(sql::Session& session, PersonId person, std::int64_t bytes, Instant now) {
    EXEAT_TAKE(const auto unsent, store::count_unsent_files(session, person));
    if (unsent >= k_most_unsent_files) {
        return wrong_member("too-many-files", "/file",
                            "Too many files wait to be sent with a form. Send one, or wait a day.");
    }
    EXEAT_TAKE(const auto held, store::request_file_bytes(session, person, Instant{now.ms - k_day_ms}));
    if (held + bytes <= k_most_held_file_bytes) return {};
    return wrong_member("too-many-file-bytes", "/file",
                        "The files of your open requests, and of all that you sent within a day, have at most 500 MiB "
                        "together. Wait for a decision or a day, or withdraw a request.");
}

/// Whether they see a place at all, and their level is one that asks.
Result<bool> may_ask_somewhere(House& house, const domain::Standing& person) {
    if (person.level < policy::Level::consumer) return false;
    if (person.level >= policy::Level::director) return true;
    EXEAT_TAKE(const auto now, house.authority.now());
    if (domain::highest_role(house.authority.memberships_of(person), now) != policy::Role::none) return true;
    return std::ranges::any_of(house.authority.libraries(), [](const auto& library) {
        return library->policy->settings().visibility == policy::Visibility::everyone;
    });
}

}  // namespace

Done may_send_file(House& house, const Caller& caller, std::string_view name) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    if (!caller.person || !person->active) return nothing_here();
    EXEAT_TAKE(const auto may_ask, may_ask_somewhere(house, *person));
    if (!may_ask) return nothing_here();
    EXEAT_TRY(domain::check_file_name(name, "/file/name"));
    EXEAT_TAKE(const auto now, house.authority.now());
    return house.database.read([&](sql::Session& session) { return has_room(session, *caller.person, 1, now); });
}

Result<store::RequestFile> keep_request_file(House& house, const Caller& caller, const std::string& name,
                                             std::unique_ptr<blobs::Incoming> incoming) {
    EXEAT_TRY(may_send_file(house, caller, name));
    EXEAT_TAKE(const auto stored, incoming->finish());
    store::RequestFile file;
    EXEAT_TAKE(file.media_type, type_of(house, stored.facts, name));
    EXEAT_TAKE(const auto now, house.database.now());
    file.id = RequestFileId::make(now);
    file.person = *caller.person;
    file.name = name;
    file.size = stored.facts.size;
    file.digest = stored.facts.digest;
    file.created_at = now;
    EXEAT_TRY(house.database.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(still_signed_in(transaction, caller, now));
        EXEAT_TRY(has_room(transaction, file.person, file.size, now));
        EXEAT_TRY(store::keep_blob(
            transaction, {stored.facts.digest, stored.facts.size, stored.facts.crc32, stored.facts.crc32c}, now));
        EXEAT_TRY(store::insert_request_file(transaction, file));
        return record(transaction, caller, now,
                      {.kind = "request_file_sent",
                       .person = file.person,
                       .about = file.id.text(),
                       .body = Particulars().text("name", name).number("size", file.size).body()});
    }));
    return file;
}

Result<OpenRequestFile> open_request_file(House& house, const Caller& caller, RequestId request, RequestFileId id) {
    OpenRequestFile open;
    open.authority_number = house.authority.number();
    EXEAT_TAKE(const auto card, read_request(house, caller, request));
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        EXEAT_TAKE(auto file, store::read_request_file(session, id));
        if (!file || file->ask != card.ask) return nothing_here();
        open.row = std::move(*file);
        EXEAT_TAKE(auto blob, store::read_blob(session, open.row.digest));
        if (!blob) return fail(ErrorKind::internal, "internal", "", "no blob row for " + to_text(open.row.digest));
        open.crc32c = std::move(blob->crc32c);
        return {};
    }));
    EXEAT_TAKE(open.blob, house.blobs.open(open.row.digest));
    return open;
}

Done still_sees_file(House& house, const Caller& caller, RequestId request, RequestFileId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.read([&](sql::Session& session) { return still_signed_in(session, caller, now); }));
    EXEAT_TAKE(const auto card, read_request(house, caller, request));
    const bool is_there = std::ranges::any_of(card.sent_files, [id](const SentFile& file) { return file.id == id; });
    return is_there ? Done{} : Done(nothing_here());
}

}  // namespace exeat::usecases
