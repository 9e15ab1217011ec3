// What is SQLite's alone: group commit, checkpoints, a disk that is full or fails, the clock over restarts, copies.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/sql/database.h"
#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/faulty_disk.h"

namespace exeat::sql {
namespace {

using testing::FaultyDisk;
using testing::TestFolder;

class Sqlite : public ::testing::Test {
protected:
    void SetUp() override { open(); }

    void open() {
        auto opened = open_sqlite({.file = file_, .readers = 2, .vfs = disk_.name()});
        ASSERT_TRUE(opened) << opened.error().text;
        database_ = std::move(*opened);
        const std::vector<Migration> tables = {
            {1, "tables",
             "create table item (id {identity}, text text) {strict};"
             "create table part (item {bigint} references item (id) deferrable initially deferred) {strict};"}};
        const auto done = database_->migrate(tables);
        ASSERT_TRUE(done) << done.error().detail;
    }

    Done add(std::string_view text) {
        return database_->write([&](Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("insert into item (text) values ($1)", {text}));
            return {};
        });
    }

    std::int64_t integer(std::string_view statement) {
        const auto found = database_->read([&](Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one(statement));
            return row->get<std::int64_t>(0);
        });
        if (!found) throw std::runtime_error(found.error().detail);
        return *found;
    }

    void wait_until_ready() {
        for (int tries = 0; tries < 3000 && !database_->ready(); ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ASSERT_TRUE(database_->ready());
    }

    [[nodiscard]] std::uintmax_t log_size() const { return std::filesystem::file_size(file_ + "-wal"); }

    TestFolder folder_;
    FaultyDisk disk_;
    std::string file_ = folder_.file("test.db");
    std::unique_ptr<Database> database_;
};

TEST_F(Sqlite, IsSetUpToLastAndToBeStrict) {
    const auto text = [this](const char* statement) {
        const auto found = database_->read([&](Session& session) -> Result<std::string> {
            EXEAT_TAKE(const auto row, session.one(statement));
            return row->get<std::string>(0);
        });
        return found ? *found : found.error().detail;
    };
    EXPECT_EQ(text("select journal_mode from pragma_journal_mode"), "wal");
    EXPECT_EQ(integer("select foreign_keys from pragma_foreign_keys"), 1);
    const auto of_the_writer = database_->write([](Transaction& transaction) -> Result<Rows> {
        return transaction.query("select synchronous, foreign_keys from pragma_synchronous, pragma_foreign_keys");
    });
    ASSERT_TRUE(of_the_writer) << of_the_writer.error().detail;
    EXPECT_EQ(of_the_writer->at(0).get<int>(0), 2) << "FULL";
    EXPECT_EQ(of_the_writer->at(0).get<int>(1), 1);
}

TEST_F(Sqlite, FilesAreForTheirOwnerAlone) {
    using std::filesystem::perms;
    ASSERT_TRUE(add("one"));
    for (const char* beside : {"", "-wal", "-shm"}) {
        EXPECT_EQ(std::filesystem::status(file_ + beside).permissions(), perms::owner_read | perms::owner_write)
            << beside;
    }
}

TEST_F(Sqlite, ManyWritesShareOneSync) {
    constexpr int k_threads = 8;
    constexpr int k_each = 50;
    disk_.syncs = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < k_threads; ++i) {
        threads.emplace_back([this] {
            for (int round = 0; round < k_each; ++round) EXPECT_TRUE(add("x"));
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_LT(disk_.syncs, k_threads * k_each * 3 / 4);
    EXPECT_EQ(integer("select count(*) from item"), k_threads * k_each);
}

TEST_F(Sqlite, EveryAnswerComesAfterASync) {
    for (int round = 0; round < 20; ++round) {
        const int before = disk_.syncs;
        ASSERT_TRUE(add("x"));
        EXPECT_GT(disk_.syncs, before);
    }
}

TEST_F(Sqlite, AnOpenForeignKeyHurtsOnlyWhoLeftIt) {
    std::vector<std::thread> threads;
    std::atomic<int> refused = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 20; ++round) {
                const auto done = i % 2 == 0 ? add("x") : database_->write([](Transaction& transaction) -> Done {
                    EXEAT_TRY(transaction.change("insert into part (item) values (999999)"));
                    return {};
                });
                if (done) continue;
                ++refused;
                EXPECT_EQ(done.error().code, "duplicate");
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(refused, 40);
    EXPECT_EQ(integer("select count(*) from item"), 40);
    EXPECT_EQ(integer("select count(*) from part"), 0);
}

TEST_F(Sqlite, NobodyCheckpointsUnasked) {
    const auto size = std::filesystem::file_size(file_);
    ASSERT_TRUE(add(std::string(6'000'000, 'x')));  // SQLite by itself would after 4 MB
    ASSERT_TRUE(add("x"));
    EXPECT_EQ(integer("select count(*) from item"), 2);
    EXPECT_EQ(std::filesystem::file_size(file_), size);
}

TEST_F(Sqlite, TheLogIsWrittenBackAndStartsOver) {
    const std::string text(100'000, 'x');
    for (int i = 0; i < 600; ++i) ASSERT_TRUE(add(text));
    EXPECT_LT(log_size(), 20U * 1024 * 1024) << "60 MB went through it";
}

TEST_F(Sqlite, AReaderThatStaysDoesNotStopTheWriter) {
    const std::string text(100'000, 'x');
    ASSERT_TRUE(database_->read([&](Session& session) -> Done {
        EXPECT_TRUE(session.query("select count(*) from item"));
        std::thread([&] {
            for (int i = 0; i < 300; ++i) EXPECT_TRUE(add(text));
        }).join();
        EXEAT_TAKE(const auto row, session.one("select count(*) from item"));
        EXPECT_EQ(row->get<int>(0), 0);
        return {};
    }));
    EXPECT_EQ(integer("select count(*) from item"), 300);
}

TEST_F(Sqlite, AFullDiskIsSaidAndGoneWhenThereIsRoom) {
    ASSERT_TRUE(add("before"));
    disk_.is_full = true;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([this] {
            bool ran = false;
            const auto done = database_->write([&](Transaction& transaction) -> Done {
                transaction.after_commit([&] { ran = true; });
                EXEAT_TRY(transaction.change("insert into item (text) values ('lost')"));
                return {};
            });
            ASSERT_FALSE(done);
            EXPECT_EQ(done.error().kind, ErrorKind::unavailable);
            EXPECT_EQ(done.error().code, "disk-full");
            EXPECT_EQ(done.error().text,
                      "The disk of the server is full. Nothing was stored; try again when there is room.");
            EXPECT_FALSE(ran);
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(integer("select count(*) from item"), 1) << "reading goes on";
    EXPECT_TRUE(database_->now());
    disk_.is_full = false;
    EXPECT_TRUE(add("after"));
    EXPECT_EQ(integer("select count(*) from item"), 2);
}

TEST_F(Sqlite, AWriteTooLargeForTheDiskIsRefusedWhereItHappens) {
    disk_.is_full = true;
    const auto done = database_->write([](Transaction& transaction) -> Done {
        // More than the cache holds, so that SQLite has to write in the middle of the transaction.
        for (int i = 0; i < 40; ++i) {
            EXEAT_TRY(transaction.change("insert into item (text) values ($1)", {std::string(1'000'000, 'x')}));
        }
        return {};
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "disk-full");
    disk_.is_full = false;
    EXPECT_TRUE(add("after"));
    EXPECT_EQ(integer("select count(*) from item"), 1);
}

TEST_F(Sqlite, AFailedSyncStopsWritingUntilTheFileWasChecked) {
    ASSERT_TRUE(add("before"));
    disk_.syncs_fail = true;
    const auto failed = add("lost");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(failed.error().code, "disk-failed");
    const auto refused = add("refused");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "disk-failed");
    EXPECT_GT(refused.error().retry_after_seconds, 0);
    EXPECT_EQ(database_->ready().error().code, "disk-failed");
    EXPECT_EQ(integer("select count(*) from item"), 1) << "reading goes on";
    const int syncs = disk_.syncs;
    while (disk_.syncs == syncs) std::this_thread::yield();  // it tries to reopen, and fails again
    EXPECT_FALSE(database_->ready());
    disk_.syncs_fail = false;
    wait_until_ready();
    EXPECT_TRUE(add("after"));
    EXPECT_EQ(integer("select count(*) from item"), 2);
}

TEST_F(Sqlite, AFailedSyncOfACheckpointStopsWritingToo) {
    ASSERT_TRUE(database_->write([this](Transaction& transaction) -> Done {
        // NOLINTNEXTLINE(bugprone-string-constructor): more than the log holds before it is written back
        EXPECT_TRUE(transaction.change("insert into item (text) values ($1)", {std::string(9'000'000, 'x')}));
        transaction.after_commit([this] { disk_.syncs_fail = true; });
        return {};
    }));
    while (database_->ready()) std::this_thread::yield();
    EXPECT_EQ(add("refused").error().code, "disk-failed");
    disk_.syncs_fail = false;
    wait_until_ready();
    EXPECT_TRUE(add("after"));
    EXPECT_EQ(integer("select count(*) from item"), 2);
}

TEST_F(Sqlite, AFailedCommitDoesNotComeBack) {
    ASSERT_TRUE(add("before"));
    disk_.syncs_fail = true;
    EXPECT_FALSE(add("lost"));
    while (database_->ready()) std::this_thread::yield();  // whoever wrote is told a moment before the others
    disk_.syncs_fail = false;
    wait_until_ready();
    ASSERT_TRUE(add("after"));
    database_.reset();
    open();
    EXPECT_EQ(integer("select count(*) from item where text = 'lost'"), 0);
    EXPECT_EQ(integer("select count(*) from item"), 2);
}

TEST_F(Sqlite, AFullDiskOfTheSystem) {
    const auto mounted = folder_.file("small");
    std::filesystem::create_directory(mounted);
    if (::mount("tmpfs", mounted.c_str(), "tmpfs", 0, "size=1m") != 0) GTEST_SKIP() << "needs root";
    {
        const auto small = open_sqlite({.file = mounted + "/test.db"});
        ASSERT_TRUE(small) << small.error().text;
        const std::vector<Migration> tables = {{1, "item", "create table item (data {bytes}) {strict}"}};
        ASSERT_TRUE((*small)->migrate(tables));
        const auto add_some = [&](std::size_t size) {
            return (*small)->write([&](Transaction& transaction) -> Done {
                EXEAT_TRY(transaction.change("insert into item (data) values ($1)", {Bytes{std::string(size, 'x')}}));
                return {};
            });
        };
        {
            std::ofstream filler(mounted + "/filler");
            filler << std::string(700'000, 'x');
        }
        Done done;
        int kept = 0;
        while ((done = add_some(20'000))) ++kept;
        EXPECT_EQ(done.error().code, "disk-full") << done.error().detail;
        std::filesystem::remove(mounted + "/filler");
        done = add_some(20'000);
        EXPECT_TRUE(done) << done.error().detail;
        const auto count = (*small)->read([](Session& session) { return session.one("select count(*) from item"); });
        EXPECT_EQ((*count)->get<int>(0), kept + 1);
    }
    ::umount(mounted.c_str());
}

TEST_F(Sqlite, TimeDoesNotGoBackOverARestart) {
    const auto before = *database_->now();
    database_.reset();
    {
        FaultyDisk other;
        auto raw = open_sqlite({.file = file_, .vfs = other.name()});
        ASSERT_TRUE(raw);
        ASSERT_TRUE((*raw)->write([](Transaction&) -> Done { return {}; }));  // the mark is far ahead now
        // As if the system's clock had been an hour ahead when the mark was written.
        ASSERT_TRUE((*raw)->write([&](Transaction& transaction) -> Done {
            EXPECT_TRUE(transaction.change("update _clock set mark = $1", {before.ms + 3'600'000}));
            return {};
        }));
        std::filesystem::copy_file(file_, folder_.file("as_crashed.db"));
        std::filesystem::copy_file(file_ + "-wal", folder_.file("as_crashed.db-wal"));
    }
    const auto again = open_sqlite({.file = folder_.file("as_crashed.db")});
    ASSERT_TRUE(again);
    EXPECT_GE((*again)->now()->ms, before.ms + 3'600'000);
}

TEST_F(Sqlite, AnOrderlyRestartIsNotAheadOfTime) {
    ASSERT_TRUE(database_->now());
    database_.reset();
    open();
    const auto now = *database_->now();
    const auto wall =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
    EXPECT_LT(now.ms - wall.count(), 1000);
}

TEST_F(Sqlite, CopiesItselfWhileItIsUsed) {
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        while (!stop) EXPECT_TRUE(add("x"));
    });
    while (integer("select count(*) from item") < 50) std::this_thread::yield();
    const auto copy = folder_.file("copy.db");
    const auto done = database_->copy_to(copy);
    stop = true;
    writer.join();
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(database_->copy_to(copy).error().code, "file-exists");
    EXPECT_FALSE(database_->copy_to("/no/such/folder/copy.db"));

    const auto opened = open_sqlite({.file = copy});
    ASSERT_TRUE(opened);
    const auto found = (*opened)->read([](Session& session) -> Result<std::string> {
        EXEAT_TAKE(const auto count, session.one("select count(*) from item"));
        EXPECT_GE(count->get<int>(0), 50);
        EXEAT_TAKE(const auto row, session.one("select integrity_check from pragma_integrity_check"));
        return row->get<std::string>(0);
    });
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(*found, "ok");
}

TEST_F(Sqlite, RefusesWhatIsNoDatabase) {
    const auto text = folder_.file("text");
    std::ofstream(text) << std::string(10'000, 'x');
    const auto answer = open_sqlite({.file = text});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_FALSE(open_sqlite({.file = "/no/such/folder/test.db"}));
    EXPECT_FALSE(open_sqlite({.file = folder_.file("")}));
}

TEST_F(Sqlite, WhatWasWrittenIsThereAfterAReopening) {
    ASSERT_TRUE(add("kept"));
    database_.reset();
    EXPECT_FALSE(std::filesystem::exists(file_ + "-wal")) << "an orderly end writes the log back";
    open();
    EXPECT_EQ(integer("select count(*) from item"), 1);
}

}  // namespace
}  // namespace exeat::sql
