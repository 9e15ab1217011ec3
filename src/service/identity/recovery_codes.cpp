#include "service/identity/recovery_codes.h"

#include "service/identity/secret_text.h"

namespace exeat::identity {
namespace {

constexpr std::size_t k_codes = 10;
constexpr std::size_t k_groups = 7;

}  // namespace

std::vector<std::string> new_recovery_codes() {
    std::vector<std::string> codes;
    while (codes.size() < k_codes) codes.push_back(new_code(k_groups));
    return codes;
}

std::optional<Digest> stored_recovery_code(PersonId person, std::string_view typed) {
    const auto code = typed_code(typed, k_groups);
    if (!code) return std::nullopt;
    // With the person, so that one guess is one guess and not one for everybody's codes.
    return stored_form(person.text() + " " + *code);
}

}  // namespace exeat::identity
