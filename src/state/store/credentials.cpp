#include "state/store/credentials.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_credentials =
    "select id, email, name, active, level, password_hash, totp_secret, totp_enabled, totp_last_step from people";

std::optional<Credentials> credentials_of(const std::optional<sql::Row>& row) {
    if (!row) return std::nullopt;
    Credentials credentials;
    credentials.person = row->get<PersonId>(0);
    credentials.email = row->get<std::string>(1);
    credentials.name = row->get<std::string>(2);
    credentials.active = row->get<bool>(3);
    credentials.level = row->get<std::int64_t>(4);
    credentials.password_hash = row->get<std::optional<std::string>>(5);
    if (auto secret = row->get<std::optional<sql::Bytes>>(6)) credentials.totp_secret = std::move(secret->data);
    credentials.totp_enabled = row->get<bool>(7);
    credentials.totp_last_step = row->get<std::int64_t>(8);
    return credentials;
}

}  // namespace

Result<std::optional<Credentials>> read_credentials(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_credentials) + " where id = $1", {person}));
    return credentials_of(row);
}

Result<std::optional<Credentials>> find_credentials(sql::Session& session, std::string_view email_key) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_credentials) + " where email_key = $1", {email_key}));
    return credentials_of(row);
}

Done write_password(sql::Transaction& transaction, PersonId person, std::string_view hash) {
    EXEAT_TRY(transaction.change("update people set password_hash = $1 where id = $2", {hash, person}));
    return {};
}

Done replace_password(sql::Transaction& transaction, PersonId person, std::string_view old_hash,
                      std::string_view new_hash) {
    EXEAT_TRY(transaction.change("update people set password_hash = $1 where id = $2 and password_hash = $3",
                                 {new_hash, person, old_hash}));
    return {};
}

Done write_totp(sql::Transaction& transaction, PersonId person, const std::optional<std::string>& sealed_secret) {
    std::optional<sql::Bytes> secret;
    if (sealed_secret) secret = sql::Bytes{*sealed_secret};
    EXEAT_TRY(transaction.change(
        "update people set totp_secret = $1, totp_enabled = 0, totp_last_step = 0 where id = $2", {secret, person}));
    return {};
}

Done enable_totp(sql::Transaction& transaction, PersonId person, std::int64_t step) {
    EXEAT_TRY(transaction.change(
        "update people set totp_enabled = 1, totp_last_step = $1 where id = $2 and totp_secret is not null",
        {step, person}));
    return {};
}

Result<bool> use_totp_step(sql::Transaction& transaction, PersonId person, std::int64_t step) {
    EXEAT_TAKE(const auto changed,
               transaction.change(
                   "update people set totp_last_step = $1 where id = $2 and totp_enabled = 1 and totp_last_step < $1",
                   {step, person}));
    return changed == 1;
}

Done write_recovery_codes(sql::Transaction& transaction, PersonId person, const std::vector<Digest>& codes) {
    EXEAT_TRY(transaction.change("delete from recovery_codes where person = $1", {person}));
    for (const auto& code : codes) {
        EXEAT_TRY(transaction.change("insert into recovery_codes (person, code_hash) values ($1, $2)", {person, code}));
    }
    return {};
}

Result<bool> use_recovery_code(sql::Transaction& transaction, PersonId person, const Digest& code, Instant now) {
    EXEAT_TAKE(const auto changed,
               transaction.change("update recovery_codes set used_at = $1 where person = $2 and code_hash = $3 "
                                  "and used_at is null",
                                  {now, person, code}));
    return changed == 1;
}

Result<std::int64_t> recovery_codes_left(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row,
               session.one("select count(*) from recovery_codes where person = $1 and used_at is null", {person}));
    return row->get<std::int64_t>(0);
}

Done insert_reset(sql::Transaction& transaction, const Digest& token, PersonId person, Instant now,
                  Instant expires_at) {
    EXEAT_TRY(
        transaction.change("insert into resets (token_hash, person, created_at, expires_at) values ($1, $2, $3, $4)",
                           {token, person, now, expires_at}));
    return {};
}

Result<std::optional<PersonId>> find_reset(sql::Session& session, const Digest& token, Instant now) {
    EXEAT_TAKE(const auto row,
               session.one("select person from resets where token_hash = $1 and expires_at > $2", {token, now}));
    return row ? std::optional(row->get<PersonId>(0)) : std::nullopt;
}

Done end_resets(sql::Transaction& transaction, PersonId person) {
    EXEAT_TRY(transaction.change("delete from resets where person = $1", {person}));
    return {};
}

}  // namespace exeat::store
