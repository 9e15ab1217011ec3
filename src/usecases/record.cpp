#include "usecases/record.h"

#include <vector>

#include "state/ledger/ledger.h"

namespace exeat::usecases {
namespace {

std::string actor_of(const Caller& caller) {
    switch (caller.kind) {
        case Caller::Kind::nobody:
            return "nobody";
        case Caller::Kind::operator_:
            return "operator";
        case Caller::Kind::person:
            break;
    }
    return caller.person ? caller.person->text() : "nobody";
}

/// Puts where the call came from into the body: an address is a person's data, and can be erased with it.
std::string body_of(const Caller& caller, const std::string& body) {
    std::string from;
    if (!caller.address.empty()) from += "\"from\":\"" + caller.address + "\"";
    if (!caller.request_id.empty()) from += (from.empty() ? "\"" : ",\"") + ("request\":\"" + caller.request_id + "\"");
    if (caller.token) from += (from.empty() ? "\"" : ",\"") + ("token\":\"" + caller.token->text() + "\"");
    if (from.empty()) return body;
    const bool is_empty = body.find_first_not_of(" {}") == std::string::npos;
    return "{" + from + (is_empty ? "" : ",") + body.substr(1);
}

ledger::Entry entry_of(const Caller& caller, Instant now, const Happening& happening) {
    ledger::Entry entry;
    entry.kind = std::string(happening.kind);
    entry.actor = actor_of(caller);
    entry.library = happening.library;
    entry.folder = happening.folder;
    entry.asset = happening.asset;
    entry.person = happening.person;
    entry.about = happening.about;
    entry.body = body_of(caller, happening.body);
    entry.at = now;
    return entry;
}

}  // namespace

Done record(sql::Transaction& transaction, const Caller& caller, Instant now, const Happening& happening) {
    EXEAT_TRY(ledger::append(transaction, entry_of(caller, now, happening)));
    return {};
}

Done record_all(sql::Transaction& transaction, const Caller& caller, Instant now,
                std::span<const Happening> happenings) {
    std::vector<ledger::Entry> entries;
    entries.reserve(happenings.size());
    for (const auto& happening : happenings) entries.push_back(entry_of(caller, now, happening));
    EXEAT_TRY(ledger::append_all(transaction, entries));
    return {};
}

}  // namespace exeat::usecases
