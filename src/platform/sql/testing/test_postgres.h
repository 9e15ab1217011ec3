// A PostgreSQL server for tests: one cluster a test binary, in a folder of its own, reachable through a unix socket
// only, gone when the test ends, also when it crashes. Installs nothing: it takes the newest server below
// /usr/lib/postgresql. Called by tests of this module and of those above it; nothing that is shipped includes it.
//
//   auto& server = sql::testing::TestPostgres::shared();
//   auto database = sql::open_postgresql({.url = server.new_database()});
#pragma once

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

namespace exeat::sql::testing {

/// `fast` never waits for the disk; `durable` is as an administrator would run it.
enum class Durability : std::uint8_t { fast, durable };

/// Where test data lies: for `fast` in memory if there is plenty.
inline std::string test_place(Durability durability) {
    std::error_code ignored;
    const auto memory = std::filesystem::space("/dev/shm", ignored);
    const bool plenty = !ignored && memory.available > 1'000'000'000 && ::access("/dev/shm", W_OK) == 0;
    return durability == Durability::fast && plenty ? "/dev/shm" : "/tmp";
}

class TestPostgres {
public:
    /// The cluster of this binary, made at the first call (about a second). Throws std::runtime_error, which fails the
    /// test, when there is no PostgreSQL or it does not start.
    static TestPostgres& shared() {
        static TestPostgres cluster(Durability::fast);
        return cluster;
    }

    explicit TestPostgres(Durability durability) : durability_(durability) {
        find_programs();
        find_account();
        make_cluster();
        start();
    }

    ~TestPostgres() {
        stop();
        remove_folder(folder_);
    }
    TestPostgres(const TestPostgres&) = delete;
    TestPostgres& operator=(const TestPostgres&) = delete;

    /// Makes an empty database and returns its address.
    std::string new_database() {
        const auto name = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++databases_);
        if (run({programs_ + "/createdb", "-h", folder_, "-U", "postgres", "-T", "template0", name}) != 0) {
            throw std::runtime_error("createdb failed: " + log());
        }
        return address_of(name);
    }

    [[nodiscard]] std::string address_of(const std::string& database) const {
        return "postgresql:///" + database + "?host=" + folder_ + "&user=postgres";
    }

    /// Where its socket lies: the host of its address. Roles other than `postgres` need their password there.
    [[nodiscard]] const std::string& folder() const { return folder_; }

    void start() {
        if (server_ > 0) return;
        std::vector<std::string> words = {
            programs_ + "/postgres", "-D", folder_ + "/data",       "-k", folder_, "-c", "listen_addresses=", "-c",
            "max_connections=100",   "-c", "log_min_messages=fatal"};
        if (durability_ == Durability::fast) {
            for (const char* setting : {"fsync=off", "full_page_writes=off"}) {
                words.emplace_back("-c");
                words.emplace_back(setting);
            }
        }
        server_ = launch(words, Death::with_us);
        wait_until_it_answers();
    }

    /// Ends it at once and drops all connections, as an administrator's `pg_ctl stop -m immediate` would.
    void stop() {
        if (server_ <= 0) return;
        ::kill(server_, SIGQUIT);
        int status = 0;
        ::waitpid(server_, &status, 0);
        server_ = -1;
    }

private:
    enum class Death : std::uint8_t { its_own, with_us };

    void find_programs() {
        int newest = 0;
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
            const int version = std::atoi(entry.path().filename().c_str());
            if (version > newest && std::filesystem::exists(entry.path() / "bin/initdb")) {
                newest = version;
                programs_ = (entry.path() / "bin").string();
            }
        }
        if (newest == 0)
            throw std::runtime_error("no server below /usr/lib/postgresql: install the package postgresql");
    }

    /// PostgreSQL does not run as root.
    void find_account() {
        user_ = ::getuid();
        group_ = ::getgid();
        if (user_ != 0) return;
        for (const char* name : {"postgres", "nobody"}) {
            if (const auto* account = ::getpwnam(name); account != nullptr) {
                user_ = account->pw_uid;
                group_ = account->pw_gid;
                return;
            }
        }
        throw std::runtime_error("PostgreSQL refuses root, and there is no account postgres or nobody");
    }

    void make_cluster() {
        remove_left_overs();
        folder_ = test_place(durability_) + "/exeat_postgres_" + std::to_string(::getpid()) + "_XXXXXX";
        if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
        if (::getuid() == 0 && ::chown(folder_.c_str(), user_, group_) != 0) throw std::runtime_error("chown failed");
        if (run({programs_ + "/initdb", "-D", folder_ + "/data", "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                 "--locale=C.UTF-8", "--no-sync", "--no-instructions"}) != 0) {
            throw std::runtime_error("initdb failed: " + log());
        }
        std::ofstream rules(folder_ + "/data/pg_hba.conf", std::ios::trunc);
        rules << "local all postgres trust\nlocal all all scram-sha-256\n";
    }

    /// Folders of test binaries that were killed.
    static void remove_left_overs() {
        const std::string prefix = "exeat_postgres_";
        std::error_code ignored;
        for (const char* place : {"/tmp", "/dev/shm"}) {
            for (const auto& entry : std::filesystem::directory_iterator(place, ignored)) {
                const auto name = entry.path().filename().string();
                if (!name.starts_with(prefix)) continue;
                const int owner = std::atoi(name.c_str() + prefix.size());
                if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) remove_folder(entry.path().string());
            }
        }
    }

    static void remove_folder(const std::string& folder) {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    pid_t launch(const std::vector<std::string>& words, Death death) const {
        std::vector<char*> arguments;
        arguments.reserve(words.size() + 1);
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        const auto log_file = folder_ + "/log";
        const pid_t parent = ::getpid();
        const pid_t child = ::fork();
        if (child != 0) return child;
        // Only calls that are safe after a fork of a process with threads.
        const int output = ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
        const int input = ::open("/dev/null", O_RDONLY);
        ::dup2(input, 0);
        ::dup2(output, 1);
        ::dup2(output, 2);
        if (::getuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group_) != 0 || ::setuid(user_) != 0))
            _exit(126);
        if (::chdir("/") != 0) _exit(126);
        if (death == Death::with_us) {
            ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // after setuid, which would clear it
            if (::getppid() != parent) _exit(126);
        }
        ::execv(arguments.front(), arguments.data());
        _exit(127);
    }

    int run(const std::vector<std::string>& words) const {
        int status = 0;
        if (::waitpid(launch(words, Death::its_own), &status, 0) < 0) return -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    void wait_until_it_answers() {
        for (int tries = 0; tries < 3000; ++tries) {
            if (run({programs_ + "/pg_isready", "-q", "-h", folder_, "-U", "postgres"}) == 0) return;
            int status = 0;
            if (::waitpid(server_, &status, WNOHANG) == server_) {
                server_ = -1;
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        throw std::runtime_error("PostgreSQL does not start: " + log());
    }

    [[nodiscard]] std::string log() const {
        std::ifstream file(folder_ + "/log");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    Durability durability_;
    std::string programs_;
    std::string folder_;
    uid_t user_ = 0;
    gid_t group_ = 0;
    pid_t server_ = -1;
    int databases_ = 0;
};

}  // namespace exeat::sql::testing
