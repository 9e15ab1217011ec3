// Short ways to people, sessions and mails in tests. Called by the tests of this module and of those above it; nothing
// that is shipped includes it.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "usecases/people/people.h"
#include "usecases/sessions/callers.h"
#include "usecases/sessions/sessions.h"
#include "usecases/testing/house_fixture.h"

namespace exeat::usecases::testing {

inline constexpr const char* k_password = "violet anvils hum";

/// A person with k_password.
inline PersonFull add_person(HouseFixture& site, const std::string& email, int level = 2) {
    NewPerson wanted;
    wanted.email = email;
    wanted.name = "Somebody";
    wanted.level = level;
    wanted.password = k_password;
    return must_have(create_person(site.house(), HouseFixture::the_operator(), wanted, "https://exeat.example.org"))
        .person;
}

inline OpenedSession sign_in(HouseFixture& site, const std::string& email, const std::string& password = k_password,
                             const std::string& address = "192.0.2.1") {
    return must_have(usecases::sign_in(site.house(), HouseFixture::nobody(address), email, password, "test"));
}

/// The mails that wait in DIR/outbox.
inline std::vector<std::string> mails(const HouseFixture& site) {
    std::vector<std::string> found;
    const auto folder = site.folder() + "/outbox";
    if (!std::filesystem::exists(folder)) return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        found.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return found;
}

/// The secret at the end of a link ".../reset/SECRET".
inline std::string secret_of(const std::string& text) {
    const auto at = text.find("/reset/") + 7;
    return text.substr(at, text.find_first_of("\r\n", at) - at);
}

/// Puts every count of failures so far back in time.
inline void let_time_pass(HouseFixture& site, std::int64_t ms) {
    must_have(site.database().write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update throttles set failed_at = failed_at - $1", {ms}));
        EXEAT_TRY(
            transaction.change("update sessions set created_at = created_at - $1, "
                               "last_seen_at = last_seen_at - $1, expires_at = expires_at - $1",
                               {ms}));
        EXEAT_TRY(transaction.change("update resets set expires_at = expires_at - $1", {ms}));
        EXEAT_TRY(transaction.change("update people set totp_last_step = totp_last_step - $1", {ms / 30'000}));
        return {};
    }));
}

}  // namespace exeat::usecases::testing
