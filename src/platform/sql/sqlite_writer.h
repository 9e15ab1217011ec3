// The one thread that writes to a SQLite file: it gathers what many threads want to write into one transaction, commits
// it once, answers them all, and is the only one to checkpoint.
// Called by the SQLite database. Refuses to know readers.
//
// When the disk fails (an I/O error, above all a failed fsync) nothing is tried again as if nothing had happened: what
// could not be synced stands in the log, maybe in memory only, and a commit after it would not survive a power cut.
// So writes are refused at once until all that was committed is written from the log into the file and synced, the log
// is cut to nothing, the file opened anew, its integrity check passed and a first commit went through. A start that
// finds a log does the same with it. A full disk is not that: the group is rolled back and answered, the next is tried.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/sql/database.h"
#include "platform/sql/sqlite_clock.h"
#include "platform/sql/sqlite_connection.h"

namespace exeat::sql {

class SqliteWriter {
public:
    /// Opens the file, reads the clock's mark and starts the thread.
    static Result<std::unique_ptr<SqliteWriter>> start(const SqliteOptions& options, SqliteClock& clock);
    /// Finishes what is queued, writes the log back into the file and closes it.
    ~SqliteWriter();
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    using Work = std::function<Done(Transaction&)>;
    using Alone = std::function<Done(SqliteConnection&)>;

    /// Returns after the COMMIT that `work` was part of.
    Done write(const Work& work);
    /// Runs `alone` outside of any transaction, with no other write at the same time.
    Done run_alone(const Alone& alone);
    /// Has the clock's mark moved on soon, without waiting.
    void move_clock();

    [[nodiscard]] bool is_this_thread() const { return thread_.get_id() == std::this_thread::get_id(); }
    /// The error that writes get now, if any.
    [[nodiscard]] Done ready() const;

private:
    /// Sleeps until it is told. (The semaphores of libstdc++ 12 yield the processor in a loop first: with many who wait
    /// for the disk that was half of what the threads of handlers did.)
    class Answered {
    public:
        void tell() {
            const std::scoped_lock lock(mutex_);
            told_ = true;
            changed_.notify_one();
        }
        void wait() {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return told_; });
        }

    private:
        std::mutex mutex_;
        std::condition_variable changed_;
        bool told_ = false;
    };
    struct Waiting {
        const Work* work = nullptr;
        const Alone* alone = nullptr;
        Done answer;
        std::vector<std::function<void()>> after;
        Answered answered;
    };
    using Group = std::vector<std::shared_ptr<Waiting>>;

    SqliteWriter(SqliteOptions options, SqliteClock& clock, std::unique_ptr<SqliteConnection> connection);

    Done wait_for(const std::shared_ptr<Waiting>& waiting);
    void serve();
    /// Blocks until there is something to do; nullopt when stopping and all is done.
    std::optional<Group> next_group();
    void gather(std::unique_lock<std::mutex>& lock);
    void run_group(Group& group);
    Done commit(Group& group);
    void run_in_savepoint(Waiting& waiting);
    Done write_mark(Instant mark);
    void roll_back();
    void keep_log_small();

    void refuse_from_now_on(Error why);
    void try_to_reopen();
    Done reopen();

    const SqliteOptions options_;
    SqliteClock& clock_;
    std::unique_ptr<SqliteConnection> connection_;  // only the thread touches it
    bool failed_ = false;                           // the disk; of the thread, as refusing_ is for everybody
    int checkpoint_at_pages_;
    int truncate_at_pages_;
    std::chrono::steady_clock::duration commit_took_{};
    std::chrono::milliseconds reopen_pause_{};

    mutable std::mutex mutex_;
    std::condition_variable something_to_do_;
    std::deque<std::shared_ptr<Waiting>> queue_;
    std::size_t wake_at_ = 1;   // how long a queue the thread waits for
    std::size_t expected_ = 1;  // how many write at the moment
    bool move_clock_ = false;
    bool stopping_ = false;
    std::optional<Error> refusing_;

    std::thread thread_;
};

}  // namespace exeat::sql
