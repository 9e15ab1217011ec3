// The address of a PostgreSQL database as its administrator wrote it, and keeping its secrets out of every text.
// Called by the PostgreSQL parts of this folder. Refuses to connect.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::sql {

class PostgresqlAddress {
public:
    /// Reads `postgresql://…` (or libpq's key=value form) and adds what we need: time limits, UTF-8, a server that
    /// takes writes. Errors: invalid, without repeating any of it.
    static Result<PostgresqlAddress> parse(const std::string& url);

    /// Keyword and value, as libpq takes them.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& settings() const { return settings_; }

    /// The address as one text for a command line: without any secret.
    [[nodiscard]] std::string without_secrets() const;
    /// "" when the address has none.
    [[nodiscard]] std::string password() const;

    /// `text` with every secret of this address, and `more` if it is not empty, written as ***.
    [[nodiscard]] std::string redact(std::string_view text, std::string_view more = {}) const;

private:
    PostgresqlAddress() = default;
    void set_unless_given(const char* keyword, const char* value);

    std::vector<std::pair<std::string, std::string>> settings_;
};

}  // namespace exeat::sql
