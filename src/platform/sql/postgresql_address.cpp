#include "platform/sql/postgresql_address.h"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace exeat::sql {
namespace {

bool is_secret(std::string_view keyword) {
    return keyword == "password" || keyword == "sslpassword";
}

void replace_all(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3)) {
        text.replace(at, secret.size(), "***");
    }
}

/// 'as libpq wants it', whatever is inside.
std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

}  // namespace

Result<PostgresqlAddress> PostgresqlAddress::parse(const std::string& url) {
    char* said = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &said),
                                                                               &PQconninfoFree);
    PQfreemem(said);  // it quotes the address, password and all
    if (!options) {
        return fail(ErrorKind::invalid, "database-address",
                    "The address of the database cannot be read. It looks like "
                    "postgresql://user:password@host:5432/name, with %XX for special characters.");
    }
    PostgresqlAddress address;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) address.settings_.emplace_back(option->keyword, option->val);
    }
    address.set_unless_given("application_name", "exeat");
    address.set_unless_given("client_encoding", "UTF8");
    address.set_unless_given("connect_timeout", "2");
    address.set_unless_given("keepalives_idle", "10");
    address.set_unless_given("keepalives_interval", "3");
    address.set_unless_given("keepalives_count", "3");
    address.set_unless_given("tcp_user_timeout", "10000");
    address.set_unless_given("target_session_attrs", "read-write");
    return address;
}

void PostgresqlAddress::set_unless_given(const char* keyword, const char* value) {
    const bool given = std::any_of(settings_.begin(), settings_.end(),
                                   [keyword](const auto& setting) { return setting.first == keyword; });
    if (!given) settings_.emplace_back(keyword, value);
}

std::string PostgresqlAddress::without_secrets() const {
    std::string text;
    for (const auto& [keyword, value] : settings_) {
        if (is_secret(keyword)) continue;
        if (!text.empty()) text += ' ';
        text += keyword;
        text += '=';
        text += quoted(value);
    }
    return text;
}

std::string PostgresqlAddress::password() const {
    for (const auto& [keyword, value] : settings_) {
        if (keyword == "password") return value;
    }
    return {};
}

std::string PostgresqlAddress::redact(std::string_view text, std::string_view more) const {
    std::string clean(text);
    for (const auto& [keyword, value] : settings_) {
        if (is_secret(keyword)) replace_all(clean, value);
    }
    replace_all(clean, more);
    while (!clean.empty() && (clean.back() == '\n' || clean.back() == ' ')) clean.pop_back();
    return clean;
}

}  // namespace exeat::sql
