#include "platform/sql/sqlite_connection.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "platform/sql/failures.h"
#include "platform/sql/sqlite_errors.h"
#include "platform/sql/statement_rules.h"

namespace exeat::sql {
namespace {

constexpr int k_patience_ms = 2000;
constexpr int k_checkpoint_patience_ms = 100;

const char* vfs_of(const SqliteOptions& options) {
    return options.vfs.empty() ? nullptr : options.vfs.c_str();
}

Cell cell_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return size == 0 ? Bytes{} : Bytes{std::string(bytes, size)};
        }
        default:
            return std::monostate{};
    }
}

int bind(sqlite3_stmt* statement, int at, const Cell& cell) {
    struct Binder {
        sqlite3_stmt* statement;
        int at;
        int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
        int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, at, value); }
        int operator()(double value) const { return sqlite3_bind_double(statement, at, value); }
        int operator()(const std::string& value) const {
            return sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        int operator()(const Bytes& value) const {
            return sqlite3_bind_blob64(statement, at, value.data.data(), value.data.size(), SQLITE_STATIC);
        }
    };
    return std::visit(Binder{statement, at}, cell);
}

/// "$12" -> 12, 0 for any other way to write a parameter.
std::size_t number_of(const char* name) {
    if (name == nullptr || name[0] != '$') return 0;
    const std::string_view digits(name + 1);
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return problem == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

bool is_blank(const char* text) {
    return std::string_view(text).find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

/// SQLite makes files that everybody may read; a folder that was there before lets everybody in. What it makes beside
/// the database from here on, it makes with the same rights.
void keep_private(const std::string& file) {
    for (const char* beside : {"", "-wal", "-shm"}) ::chmod((file + beside).c_str(), S_IRUSR | S_IWUSR);
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteOptions& options, Access access) {
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection);
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    const int code = sqlite3_open_v2(options.file.c_str(), &connection->database_, flags, vfs_of(options));
    if (code != SQLITE_OK) {
        auto error = connection->error_of(code);
        error.kind = ErrorKind::unavailable;
        error.code = "database-cannot-be-opened";
        error.text = "The database " + options.file + " cannot be opened: " + std::string(sqlite3_errstr(code)) + ".";
        return std::unexpected(std::move(error));
    }
    if (access == Access::read_write) keep_private(options.file);
    EXEAT_TRY(connection->set_up(access));
    return connection;
}

Done SqliteConnection::set_up(Access access) {
    sqlite3_busy_timeout(database_, k_patience_ms);
    // Only the writer checkpoints, and only when it decides to: SQLite of this range can damage a file when two
    // connections write and checkpoint at once. The hook replaces the automatic checkpoint.
    sqlite3_wal_hook(
        database_,
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<SqliteConnection*>(self)->log_pages_ = pages;
            return SQLITE_OK;
        },
        this);
    if (access == Access::read_only) {
        sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, static_cast<int*>(nullptr));
        return script(
            "pragma query_only=on; pragma foreign_keys=on; pragma cache_size=-8000; pragma temp_store=memory");
    }
    EXEAT_TAKE(auto* set_mode, prepare("pragma journal_mode=wal"));
    EXEAT_TAKE(const auto mode, step(*set_mode));
    if (mode.empty() || mode.front().get<std::string>(0) != "wal") {
        return fail(unreachable("the file cannot have a write-ahead log here"));
    }
    return script(
        "pragma synchronous=full; pragma foreign_keys=on; pragma cache_size=-16000; pragma temp_store=memory; "
        "pragma journal_size_limit=67108864");
}

SqliteConnection::~SqliteConnection() {
    forget_statements();
    sqlite3_close(database_);
}

void SqliteConnection::forget_statements() {
    for (auto& [text, prepared] : prepared_) sqlite3_finalize(prepared.statement);
    prepared_.clear();
}

Error SqliteConnection::error_of(int code) {
    if (means_damage(code)) needs_check_ = true;
    const char* message = database_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database_);
    return sqlite_error(code, message);
}

Result<SqliteConnection::Prepared*> SqliteConnection::prepare(std::string_view statement) {
    if (const auto known = prepared_.find(statement); known != prepared_.end()) return &known->second;
    if (prepared_.size() >= k_most_prepared) forget_statements();
    Prepared prepared;
    const char* rest = nullptr;
    const std::string text(statement);
    const int code = sqlite3_prepare_v3(database_, text.c_str(), static_cast<int>(text.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &prepared.statement, &rest);
    if (code != SQLITE_OK) {
        auto error = error_of(code);
        error.detail += " in: " + text;
        return std::unexpected(std::move(error));
    }
    const auto refuse = [&](const std::string& why) {
        sqlite3_finalize(prepared.statement);
        return fail(wrong_statement(why + ": " + text));
    };
    if (prepared.statement == nullptr) return refuse("nothing to run");
    if (!is_blank(rest)) return refuse("more than one statement");
    const int places = sqlite3_bind_parameter_count(prepared.statement);
    for (int place = 1; place <= places; ++place) {
        const auto number = number_of(sqlite3_bind_parameter_name(prepared.statement, place));
        if (number == 0) return refuse("parameters are written $1, $2");
        prepared.takes.push_back(number - 1);
        prepared.parameters = std::max(prepared.parameters, number);
    }
    if (prepared.parameters != prepared.takes.size()) return refuse("a parameter is left out");
    return &prepared_.emplace(text, std::move(prepared)).first->second;
}

Result<SqliteConnection::Prepared*> SqliteConnection::bound(std::string_view statement,
                                                            std::span<const Parameter> parameters) {
    EXEAT_TRY(check_values(parameters));
    if (!prepared_.contains(statement)) EXEAT_TRY(check_statement(statement));
    EXEAT_TAKE(auto* prepared, prepare(statement));
    if (prepared->parameters != parameters.size()) {
        return fail(wrong_statement(std::to_string(parameters.size()) + " parameters given, " +
                                    std::to_string(prepared->parameters) + " used: " + std::string(statement)));
    }
    for (std::size_t place = 0; place < prepared->takes.size(); ++place) {
        const auto& cell = parameters[prepared->takes[place]].cell();
        const int code = bind(prepared->statement, static_cast<int>(place) + 1, cell);
        if (code != SQLITE_OK) return fail(error_of(code));
    }
    return prepared;
}

Result<Rows> SqliteConnection::step(Prepared& prepared) {
    Rows rows;
    int code = SQLITE_OK;
    while ((code = sqlite3_step(prepared.statement)) == SQLITE_ROW) {
        const int columns = sqlite3_column_count(prepared.statement);
        std::vector<Cell> cells;
        cells.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) cells.push_back(cell_of(prepared.statement, column));
        rows.emplace_back(std::move(cells));
    }
    std::optional<Error> error;
    if (code != SQLITE_DONE) error = error_of(code);
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    if (error) return std::unexpected(std::move(*error));
    return rows;
}

Result<Rows> SqliteConnection::query(std::string_view statement, std::span<const Parameter> parameters) {
    EXEAT_TAKE(auto* prepared, bound(statement, parameters));
    return step(*prepared);
}

Result<std::int64_t> SqliteConnection::change(std::string_view statement, std::span<const Parameter> parameters) {
    EXEAT_TAKE(auto* prepared, bound(statement, parameters));
    const auto before = sqlite3_total_changes64(database_);
    EXEAT_TRY(step(*prepared));
    // sqlite3_changes64 keeps the count of an earlier statement when this one changed nothing.
    return sqlite3_total_changes64(database_) == before ? 0 : sqlite3_changes64(database_);
}

Done SqliteConnection::run(std::string_view statement) {
    EXEAT_TAKE(auto* prepared, prepare(statement));
    if (auto rows = step(*prepared); !rows) return std::unexpected(std::move(rows.error()));
    return {};
}

Done SqliteConnection::script(const std::string& text) {
    const int code = sqlite3_exec(database_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(error_of(sqlite3_extended_errcode(database_)));
    return {};
}

Done SqliteConnection::run_transaction(const std::function<Done()>& work) {
    EXEAT_TRY(run("begin immediate"));
    auto done = work();
    if (done) done = run("commit");
    if (in_transaction()) (void)run("rollback");
    return done;
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(database_) == 0;
}

bool SqliteConnection::has_open_foreign_keys() const {
    int open = 0;
    int highest = 0;
    sqlite3_db_status(database_, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0);
    return open != 0;
}

Done SqliteConnection::checkpoint(Checkpoint how) {
    const int mode = how == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    sqlite3_busy_timeout(database_, k_checkpoint_patience_ms);
    const int code = sqlite3_wal_checkpoint_v2(database_, nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(database_, k_patience_ms);
    if (code != SQLITE_OK) return fail(error_of(code));
    if (how == Checkpoint::truncate) log_pages_ = 0;
    return {};
}

Done SqliteConnection::check_foreign_keys() {
    EXEAT_TAKE(auto* check, prepare("pragma foreign_key_check"));
    EXEAT_TAKE(const auto found, step(*check));
    if (found.empty()) return {};
    return fail(
        duplicate("foreign key: " + found.front().get<std::string>(0) + " -> " + found.front().get<std::string>(2)));
}

Done SqliteConnection::check_integrity() {
    EXEAT_TAKE(auto* check, prepare("pragma integrity_check(1)"));
    EXEAT_TAKE(const auto found, step(*check));
    const auto text = found.empty() ? std::string("no answer") : found.front().get<std::string>(0);
    if (text != "ok") return fail(damaged("integrity check: " + text));
    return {};
}

Done SqliteConnection::copy_to(const std::string& path, const SqliteOptions& options) {
    sqlite3* copy = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                               vfs_of(options));
    std::string message = sqlite3_errmsg(copy);
    if (code == SQLITE_OK) {
        if (auto* backup = sqlite3_backup_init(copy, "main", database_, "main"); backup != nullptr) {
            sqlite3_backup_step(backup, -1);  // in one step: one snapshot of the source, whatever is written meanwhile
            code = sqlite3_backup_finish(backup);
        } else {
            code = sqlite3_extended_errcode(copy);
        }
        message = sqlite3_errmsg(copy);
    }
    sqlite3_close(copy);
    if (code != SQLITE_OK) return fail(sqlite_error(code, message));
    return {};
}

}  // namespace exeat::sql
