#include "usecases/people/passwords.h"

namespace exeat::usecases {
namespace {

class Turn {
public:
    explicit Turn(std::counting_semaphore<Passwords::k_at_once>& turns) : turns_(turns) { turns_.acquire(); }
    ~Turn() { turns_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    std::counting_semaphore<Passwords::k_at_once>& turns_;
};

}  // namespace

Passwords::Passwords(identity::HashCost cost) : cost_(cost), nobodys_(identity::nobodys_hash(cost)) {}

Result<std::string> Passwords::hash(std::string_view password) {
    const Turn turn(turns_);
    return identity::hash_password(password, cost_);
}

Passwords::Answer Passwords::check(const std::optional<std::string>& stored, std::string_view password) {
    const Turn turn(turns_);
    if (!stored) {
        static_cast<void>(identity::is_password(nobodys_, password));
        return Answer::wrong;
    }
    if (!identity::is_password(*stored, password)) return Answer::wrong;
    return identity::is_outdated(*stored, cost_) ? Answer::right_but_outdated : Answer::right;
}

}  // namespace exeat::usecases
