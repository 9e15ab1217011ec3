#include "usecases/sessions/signed_in_watch.h"

#include "usecases/sessions/still_signed_in.h"

namespace exeat::usecases {
namespace {

constexpr std::chrono::milliseconds k_pause(500);

}  // namespace

SignedInWatch::SignedInWatch(House& house, const Caller& caller)
    : house_(house), caller_(caller), number_(house.authority.number()) {}

Done SignedInWatch::ask() {
    const auto number = house_.authority.number();
    if (number == number_) return {};
    const auto time = std::chrono::steady_clock::now();
    if (time < not_before_) return {};
    EXEAT_TAKE(const auto now, house_.database.now());
    EXEAT_TRY(house_.database.read([&](sql::Session& session) { return still_signed_in(session, caller_, now); }));
    number_ = number;
    not_before_ = time + k_pause;
    return {};
}

}  // namespace exeat::usecases
