#include "platform/sql/postgresql_copy.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "platform/sql/failures.h"
#include "platform/sql/file_system.h"
#include "platform/sql/load_postgresql.h"
#include "platform/sql/postgresql_connection.h"

namespace exeat::sql {
namespace {

std::unexpected<Error> copy_failed(std::string detail) {
    return fail(ErrorKind::unavailable, "copy-failed", "The database could not be copied.", std::move(detail));
}

/// Debian's newest server brings the newest programs, which know older servers too; elsewhere the PATH knows.
std::string path_of_program(const std::string& name) {
    int newest = 0;
    std::string program = name;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
        const int version = std::atoi(entry.path().filename().c_str());
        const auto candidate = entry.path() / "bin" / name;
        if (version > newest && ::access(candidate.c_str(), X_OK) == 0) {
            newest = version;
            program = candidate.string();
        }
    }
    return program;
}

/// Our own environment, with the password of the address in place of any other.
std::vector<std::string> environment_with(const std::string& password) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (password.empty() || !std::string_view(*variable).starts_with("PGPASSWORD="))
            variables.emplace_back(*variable);
    }
    if (!password.empty()) variables.push_back("PGPASSWORD=" + password);
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

struct Started {
    pid_t process = -1;
    int said = -1;  // what it writes to its standard error
};

Result<Started> start(const std::string& name, std::vector<std::string> words, std::vector<std::string> variables) {
    words.insert(words.begin(), path_of_program(name));
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return copy_failed(std::strerror(errno));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    Started started;
    started.said = ends[0];
    const int problem = ::posix_spawnp(&started.process, words.front().c_str(), &actions, &attributes,
                                       pointers_to(words).data(), pointers_to(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (problem == 0) return started;
    ::close(ends[0]);
    if (problem == ENOENT) {
        return fail(ErrorKind::unsupported, "postgresql-client-missing",
                    "The program " + name + " is not installed here: install the package postgresql-client.");
    }
    return copy_failed(name + " cannot be started: " + std::strerror(problem));
}

std::string read_all(int file) {
    std::string text;
    std::array<char, 4096> piece{};
    for (;;) {
        const auto got = ::read(file, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        if (text.size() < 16384) text.append(piece.data(), static_cast<std::size_t>(got));
    }
    ::close(file);
    return text;
}

/// Runs one of PostgreSQL's programs to its end. `words` are its own, after those of every one.
Done run(const std::string& name, std::vector<std::string> words, const PostgresqlAddress& address) {
    words.insert(words.begin(), {"--no-password", "--dbname=" + address.without_secrets()});
    EXEAT_TAKE(const auto started, start(name, std::move(words), environment_with(address.password())));
    const auto said = read_all(started.said);
    int status = 0;
    while (::waitpid(started.process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return copy_failed(name + ": " + address.redact(said));
    return {};
}

Done dump(const PostgresqlAddress& address, const std::string& path) {
    EXEAT_TRY(run("pg_dump", {"--format=custom", "--file=" + path}, address));
    return sync_with_folder(path);
}

/// Tables, views and sequences of anybody but PostgreSQL itself.
Result<std::int64_t> count_relations(const PostgresqlAddress& address) {
    auto connection = PostgresqlConnection::connect(address);
    if (!connection) return std::unexpected(std::move(connection.error()));
    auto rows = (*connection)
                    ->query(
                        "select count(*) from pg_class join pg_namespace on pg_namespace.oid = relnamespace "
                        "where relkind in ('r', 'p', 'v', 'm', 'S', 'f') and nspname <> 'information_schema' "
                        "and nspname not like 'pg\\_%'",
                        {});
    if (!rows) return std::unexpected(std::move(rows.error().error));
    return rows->front().get<std::int64_t>(0);
}

}  // namespace

Done copy_with_pg_dump(const PostgresqlAddress& address, const std::string& path) {
    const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (made < 0) {
        const int code = errno;
        return fail(cannot_make_file(path, code));
    }
    ::close(made);
    auto done = dump(address, path);
    if (!done) ::unlink(path.c_str());
    return done;
}

Done load_postgresql(const std::string& url, const std::string& path) {
    EXEAT_TAKE(const auto address, PostgresqlAddress::parse(url));
    EXEAT_TAKE(const auto there, count_relations(address));
    if (there > 0) {
        return fail(ErrorKind::conflict, "database-not-empty",
                    "The database is not empty: it has " + std::to_string(there) +
                        " tables, views or sequences. Make a new one with createdb; a backup is loaded into nothing "
                        "else.");
    }
    return run("pg_restore", {"--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--", path},
               address);
}

}  // namespace exeat::sql
