// Which passwords are taken: long enough, none that everybody tries first, none made of the person's own name.
// Called by whoever sets a password. Refuses to know how one is stored.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::identity {

inline constexpr std::size_t k_password_least_characters = 12;
inline constexpr std::size_t k_password_most_bytes = 1024;

/// Whose password it will be.
struct PasswordOwner {
    std::string_view email;
    std::string_view name;
};

/// Done when the password may be used. Errors: invalid, with code "password-not-text" (no UTF-8, or a control
/// character), "password-too-short" (under 12 characters), "password-too-long" (over 1024 bytes), "password-common" or
/// "password-about-you" (holds the local part of the e-mail address or the name, three characters or more, in any
/// case). `pointer` says where it stood in what was sent.
[[nodiscard]] Done accept_password(std::string_view password, const PasswordOwner& owner,
                                   std::string_view pointer = "/password");

/// Whether it is on the list of well-known passwords, or one piece of up to four letters repeated. In any case.
[[nodiscard]] bool is_well_known_password(std::string_view password);

/// How many entries the list has.
[[nodiscard]] std::size_t well_known_password_count();

}  // namespace exeat::identity
