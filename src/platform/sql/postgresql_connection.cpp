#include "platform/sql/postgresql_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>
#include <utility>

#include "platform/sql/failures.h"
#include "platform/sql/postgresql_values.h"
#include "platform/sql/statement_rules.h"

namespace exeat::sql {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Functions stay under 5 ms; whatever takes this long has met a server that is stuck.
constexpr std::chrono::seconds k_usual_patience{30};
constexpr int k_oldest_version = 130000;

std::string_view field(const pg_result* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string_view() : std::string_view(text);
}

Failure final_failure(Error error) {
    return Failure{std::move(error), Recovery::none};
}

}  // namespace

void ForgetResult::operator()(pg_result* result) const {
    PQclear(result);
}

Result<std::unique_ptr<PostgresqlConnection>> PostgresqlConnection::connect(const PostgresqlAddress& address) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : address.settings()) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    std::unique_ptr<PostgresqlConnection> connection(
        new PostgresqlConnection(address, PQconnectdbParams(keywords.data(), values.data(), 0)));
    if (PQstatus(connection->connection_) != CONNECTION_OK) return fail(unreachable(connection->said()));
    EXEAT_TRY(connection->set_up());
    return connection;
}

Done PostgresqlConnection::set_up() {
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);  // else libpq prints them
    if (PQserverVersion(connection_) < k_oldest_version) {
        return fail(ErrorKind::unsupported, "database-too-old", "PostgreSQL 13 or newer is needed.");
    }
    auto done =
        run("set bytea_output = 'hex'; set timezone = 'UTC'; set extra_float_digits = 1; "
            "set standard_conforming_strings = on; set idle_in_transaction_session_timeout = '60s'; "
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'");
    if (!done) return std::unexpected(std::move(done.error().error));
    return {};
}

PostgresqlConnection::~PostgresqlConnection() {
    PQfinish(connection_);
}

std::string PostgresqlConnection::said() const {
    const char* password = PQpass(connection_);  // may come from the environment or a file
    return address_.redact(PQerrorMessage(connection_), password == nullptr ? "" : password);
}

int PostgresqlConnection::socket() const {
    return lost_ ? -1 : PQsocket(connection_);
}

Failure PostgresqlConnection::connection_failure(std::string_view why) {
    lost_ = true;
    return Failure{unreachable(why.empty() ? said() : std::string(why)), Recovery::reconnect};
}

Failure PostgresqlConnection::failure_of(const pg_result* result) const {
    return postgresql_failure({field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY),
                               field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_TABLE_NAME),
                               field(result, PG_DIAG_CONSTRAINT_NAME)});
}

bool PostgresqlConnection::wait_until_readable(Patience patience) {
    const auto until = SteadyClock::now() + k_usual_patience;
    while (PQisBusy(connection_) != 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now());
        if (patience == Patience::usual && left.count() <= 0) return false;
        pollfd waiting{PQsocket(connection_), POLLIN, 0};
        const int ready = ::poll(&waiting, 1, patience == Patience::usual ? static_cast<int>(left.count()) + 1 : -1);
        if (ready < 0 && errno != EINTR) return false;
        if (ready > 0 && PQconsumeInput(connection_) == 0) return false;
    }
    return true;
}

OrFailure<PostgresqlResult> PostgresqlConnection::collect(Patience patience) {
    PostgresqlResult last;
    std::optional<Failure> failure;
    for (;;) {
        if (!wait_until_readable(patience)) {
            const bool silent = PQstatus(connection_) == CONNECTION_OK;
            return std::unexpected(connection_failure(silent ? "the server did not answer in time" : ""));
        }
        PostgresqlResult next(PQgetResult(connection_));
        if (!next) break;
        const auto status = PQresultStatus(next.get());
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR) {
            if (!failure) failure = failure_of(next.get());
        } else if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            return std::unexpected(connection_failure("COPY is not spoken here"));
        }
        last = std::move(next);
    }
    if (PQstatus(connection_) != CONNECTION_OK) return std::unexpected(connection_failure());
    if (failure) {
        if (failure->recovery == Recovery::reconnect) lost_ = true;
        return std::unexpected(std::move(*failure));
    }
    if (!last) return std::unexpected(final_failure(wrong_statement("nothing to run")));
    return last;
}

OrFailure<void> PostgresqlConnection::run(const std::string& text, Patience patience) {
    if (lost_ || PQsendQuery(connection_, text.c_str()) == 0) return std::unexpected(connection_failure());
    if (auto result = collect(patience); !result) return std::unexpected(std::move(result.error()));
    return {};
}

void PostgresqlConnection::forget_statements() {
    prepared_.clear();
    (void)run("deallocate all");
}

OrFailure<std::string> PostgresqlConnection::prepare(std::string_view statement,
                                                     std::span<const Parameter> parameters) {
    auto signature = signature_of(parameters);
    auto known = prepared_.find(statement);
    if (known != prepared_.end()) {
        for (const auto& prepared : known->second) {
            if (prepared.signature == signature) return prepared.name;
        }
    } else {
        if (auto fine = check_statement(statement); !fine) return std::unexpected(final_failure(fine.error()));
        if (const auto used = parameters_in(statement); used != parameters.size()) {
            return std::unexpected(
                final_failure(wrong_statement(std::to_string(parameters.size()) + " parameters given, " +
                                              std::to_string(used) + " used: " + std::string(statement))));
        }
        if (prepared_.size() >= k_most_prepared) forget_statements();
    }
    std::vector<Oid> types;
    for (const auto& parameter : parameters) types.push_back(type_oid(parameter.type()));
    auto name = "s" + std::to_string(++names_given_);
    const std::string text(statement);
    if (PQsendPrepare(connection_, name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()) == 0) {
        return std::unexpected(connection_failure());
    }
    if (auto result = collect(Patience::usual); !result) {
        result.error().error.detail += " in: " + text;
        return std::unexpected(std::move(result.error()));
    }
    prepared_[text].push_back({std::move(signature), name});
    return name;
}

OrFailure<PostgresqlResult> PostgresqlConnection::execute(std::string_view statement,
                                                          std::span<const Parameter> parameters) {
    if (lost_) return std::unexpected(connection_failure());
    if (auto fine = check_values(parameters); !fine) return std::unexpected(final_failure(fine.error()));
    auto name = prepare(statement, parameters);
    if (!name) return std::unexpected(std::move(name.error()));
    const PostgresqlParameters sent(parameters);
    if (PQsendQueryPrepared(connection_, name->c_str(), sent.count(), sent.values(), sent.lengths(), sent.formats(),
                            0) == 0) {
        return std::unexpected(connection_failure());
    }
    return collect(Patience::usual);
}

OrFailure<Rows> PostgresqlConnection::query(std::string_view statement, std::span<const Parameter> parameters) {
    auto result = execute(statement, parameters);
    if (!result) return std::unexpected(std::move(result.error()));
    const auto* table = result->get();
    const int columns = PQnfields(table);
    Rows rows;
    rows.reserve(static_cast<std::size_t>(PQntuples(table)));
    for (int row = 0; row < PQntuples(table); ++row) {
        std::vector<Cell> cells;
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(table, row, column) != 0) {
                cells.emplace_back();
                continue;
            }
            const std::string_view text(PQgetvalue(table, row, column),
                                        static_cast<std::size_t>(PQgetlength(table, row, column)));
            cells.push_back(cell_of_text(PQftype(table, column), text));
        }
        rows.emplace_back(std::move(cells));
    }
    return rows;
}

OrFailure<std::int64_t> PostgresqlConnection::change(std::string_view statement,
                                                     std::span<const Parameter> parameters) {
    auto result = execute(statement, parameters);
    if (!result) return std::unexpected(std::move(result.error()));
    const std::string_view did(PQcmdStatus(result->get()));
    if (did.starts_with("SELECT")) return 0;  // counts rows that were read
    const std::string_view count(PQcmdTuples(result->get()));
    return count.empty() ? 0 : std::get<std::int64_t>(cell_of_text(type_oid(CellType::integer), count));
}

std::optional<std::vector<Notification>> PostgresqlConnection::notifications() {
    if (lost_ || PQconsumeInput(connection_) == 0) {
        lost_ = true;
        return std::nullopt;
    }
    std::vector<Notification> found;
    while (const std::unique_ptr<PGnotify, decltype(&PQfreemem)> next{PQnotifies(connection_), &PQfreemem}) {
        found.push_back({next->relname, next->extra});
    }
    return found;
}

std::string PostgresqlConnection::quoted_name(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"') text += '"';
        text += c;
    }
    return text + "\"";
}

}  // namespace exeat::sql
