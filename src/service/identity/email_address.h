// E-mail addresses as accounts are known by them: what is accepted, and when two are the same. Called by whoever takes
// one from outside. Refuses to know whether anybody reads mail there.
#pragma once

#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::identity {

/// The address without blanks around it. At most 254 bytes: a local part of at most 64 without blanks, control
/// characters and the marks that only quoted ones have, "@", and a domain of labels (letters, digits, dashes inside,
/// other scripts as they are). Errors: invalid "wrong-email".
[[nodiscard]] Result<std::string> accept_email(std::string_view text, std::string_view pointer = "/email");

/// How addresses are compared: two with the same key are the same account. ASCII letters without case.
[[nodiscard]] std::string email_key(std::string_view address);

}  // namespace exeat::identity
