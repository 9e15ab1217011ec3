#include "api/arriving.h"

#include <string>

#include "usecases/sessions/still_signed_in.h"

namespace exeat::api {
namespace {

bool is_signed_in(usecases::House& house, const usecases::Caller& caller) {
    const auto now = house.database.now();
    if (!now) return false;
    return house.database.read([&](sql::Session& session) { return usecases::still_signed_in(session, caller, *now); })
        .has_value();
}

/// All that a caller sends with one session or token goes on or ends together.
std::string question_about(const usecases::Caller& caller) {
    const auto text = [](const auto& id) { return id ? id->text() : std::string(); };
    return "signed in: " + text(caller.person) + " " + text(caller.session) + " " + text(caller.token);
}

}  // namespace

Arriving::Arriving(usecases::House& house, const usecases::Caller& caller) : house_(house) {
    transfer_->still_free = [&house, caller] { return is_signed_in(house, caller); };
    transfer_->question = question_about(caller);
    transfer_->cut = [cut = cut_] { cut->now(); };
    house_.transfers.begin(transfer_);
    // Whoever signed them out before it began saw nothing to cut.
    if (!transfer_->still_free()) cut_->now();
}

Arriving::~Arriving() {
    house_.transfers.end(transfer_, 0);
}

}  // namespace exeat::api
