// What was acknowledged is there after kill -9: a child of this binary writes and reports, and is killed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <cstdlib>
#include <set>
#include <thread>

#include "platform/sql/testing/both_engines.h"

namespace exeat::sql {
namespace {

constexpr int k_report = 9;  // the child's end of the pipe
constexpr const char* k_file = "EXEAT_SQL_CRASH_FILE";
constexpr const char* k_round = "EXEAT_SQL_CRASH_ROUND";

const std::vector<Migration> k_tables = {
    {1, "item", "create table item (id {bigint} primary key, text text) {strict}"}};

/// Writes until it is killed; each number goes into the pipe once write() has answered.
TEST(CrashChild, WritesAndReports) {
    const char* file = std::getenv(k_file);
    if (file == nullptr) GTEST_SKIP() << "started by SqliteCrash only";
    const auto database = open_sqlite({.file = file});
    ASSERT_TRUE(database);
    ASSERT_TRUE((*database)->migrate(k_tables));
    std::atomic<std::int64_t> next = std::atoll(std::getenv(k_round)) * 1'000'000;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (;;) {
                const std::int64_t id = ++next;
                const auto done = (*database)->write([id](Transaction& transaction) -> Done {
                    EXEAT_TRY(
                        transaction.change("insert into item (id, text) values ($1, $2)", {id, std::string(500, 'x')}));
                    return {};
                });
                if (done && ::write(k_report, &id, sizeof id) != sizeof id) return;
            }
        });
    }
    for (auto& thread : threads) thread.join();
}

/// Starts the child, waits for some of its reports, kills it, and returns all of them.
std::set<std::int64_t> run_and_kill(const std::string& file, int round) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], k_report);
    std::string program = "/proc/self/exe";
    std::string filter = "--gtest_filter=CrashChild.*";
    ::setenv(k_file, file.c_str(), 1);
    ::setenv(k_round, std::to_string(round).c_str(), 1);
    char* arguments[] = {program.data(), filter.data(), nullptr};
    pid_t child = 0;
    const int problem = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::unsetenv(k_file);
    ::close(ends[1]);
    if (problem != 0) throw std::runtime_error("posix_spawn");

    std::set<std::int64_t> acknowledged;
    const std::size_t enough = static_cast<std::size_t>(round) * 37 % 200 + 1;
    std::int64_t id = 0;
    bool killed = false;
    while (::read(ends[0], &id, sizeof id) == sizeof id) {
        acknowledged.insert(id);
        if (!killed && acknowledged.size() >= enough) {
            ::kill(child, SIGKILL);
            killed = true;
        }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
    return acknowledged;
}

TEST(SqliteCrash, LosesNothingThatWasAcknowledged) {
    const testing::TestFolder folder;
    const auto file = folder.file("test.db");
    std::set<std::int64_t> acknowledged;
    for (int round = 1; round <= 20; ++round) {
        acknowledged.merge(run_and_kill(file, round));
        const auto database = open_sqlite({.file = file});
        ASSERT_TRUE(database) << database.error().detail;
        const auto found = (*database)->read([](Session& session) -> Result<std::set<std::int64_t>> {
            EXEAT_TAKE(const auto check, session.one("select integrity_check from pragma_integrity_check"));
            EXPECT_EQ(check->get<std::string>(0), "ok");
            EXEAT_TAKE(const auto rows, session.query("select id from item"));
            std::set<std::int64_t> ids;
            for (const auto& row : rows) ids.insert(row.get<std::int64_t>(0));
            return ids;
        });
        ASSERT_TRUE(found);
        for (const auto id : acknowledged) ASSERT_TRUE(found->contains(id)) << "row " << id << " of round " << round;
    }
    EXPECT_GT(acknowledged.size(), 500U);
}

}  // namespace
}  // namespace exeat::sql
