#include "platform/sql/sqlite_writer.h"

#include <algorithm>
#include <utility>

#include "platform/sql/failures.h"
#include "platform/sql/sqlite_session.h"

namespace exeat::sql {
namespace {

constexpr std::size_t k_most_in_a_group = 256;
constexpr int k_checkpoint_pages = 2000;  // 8 MiB of log
constexpr int k_truncate_pages = 16384;   // 64 MiB: readers have kept it from starting over for too long
constexpr std::chrono::milliseconds k_first_reopen_pause{250};
constexpr std::chrono::milliseconds k_longest_reopen_pause{30'000};
// Those who were answered together come back together: waiting for them an eighth of what a commit takes saves most of
// the next commit.
constexpr int k_gathering_part = 8;
constexpr std::chrono::microseconds k_shortest_gathering{30};
constexpr std::chrono::microseconds k_longest_gathering{1000};

constexpr const char* k_clock_table =
    "create table if not exists _clock (one integer primary key check (one = 1), mark integer not null) strict; "
    "insert or ignore into _clock (one, mark) values (1, 0)";

/// The error for the whole group when a transaction ended in the middle of one function.
Error why_it_ended(const Done& answer) {
    if (!answer && answer.error().kind == ErrorKind::unavailable) return answer.error();
    return wrong_statement("a function ended the transaction of its group: " +
                           (answer ? std::string("it said that all is well") : answer.error().detail));
}

void run_after_commit(const std::vector<std::function<void()>>& after) {
    for (const auto& then : after) {
        try {
            then();
        } catch (...) {  // the rows are durable: nothing that happens now may say otherwise
        }
    }
}

Result<Instant> read_mark(SqliteConnection& connection) {
    EXEAT_TAKE(const auto rows, connection.query("select mark from _clock where one = 1", {}));
    if (rows.empty()) return Instant{0};
    return rows.front().get<Instant>(0);
}

}  // namespace

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::start(const SqliteOptions& options, SqliteClock& clock) {
    EXEAT_TAKE(auto connection, SqliteConnection::open(options, SqliteConnection::Access::read_write));
    // A log that is in use by somebody else was not left by a crash.
    if (auto done = connection->checkpoint(SqliteConnection::Checkpoint::truncate);
        !done && done.error().kind != ErrorKind::busy) {
        return std::unexpected(std::move(done.error()));
    }
    EXEAT_TAKE(const auto tables, connection->query("select 1 from sqlite_schema where name = '_clock'", {}));
    if (tables.empty()) EXEAT_TRY(connection->script(std::string("begin immediate; ") + k_clock_table + "; commit"));
    EXEAT_TAKE(const auto mark, read_mark(*connection));
    clock.start_from(mark);
    return std::unique_ptr<SqliteWriter>(new SqliteWriter(options, clock, std::move(connection)));
}

SqliteWriter::SqliteWriter(SqliteOptions options, SqliteClock& clock, std::unique_ptr<SqliteConnection> connection)
    : options_(std::move(options)),
      clock_(clock),
      connection_(std::move(connection)),
      checkpoint_at_pages_(k_checkpoint_pages),
      truncate_at_pages_(k_truncate_pages),
      reopen_pause_(k_first_reopen_pause),
      thread_([this] { serve(); }) {}

SqliteWriter::~SqliteWriter() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    something_to_do_.notify_one();
    thread_.join();
    if (failed_) return;
    // An orderly end leaves the mark where the clock is, so that the next start does not begin ahead of time.
    if (auto marked = write_mark(Instant{clock_.read().now.ms + 1}); !marked) return;
    (void)connection_->checkpoint(SqliteConnection::Checkpoint::truncate);  // what stays in the log is read from there
}

Done SqliteWriter::write(const Work& work) {
    auto waiting = std::make_shared<Waiting>();
    waiting->work = &work;
    return wait_for(waiting);
}

Done SqliteWriter::run_alone(const Alone& alone) {
    auto waiting = std::make_shared<Waiting>();
    waiting->alone = &alone;
    return wait_for(waiting);
}

Done SqliteWriter::wait_for(const std::shared_ptr<Waiting>& waiting) {
    {
        const std::scoped_lock lock(mutex_);
        if (refusing_) return std::unexpected(*refusing_);
        queue_.push_back(waiting);
        if (queue_.size() == wake_at_) something_to_do_.notify_one();
    }
    waiting->answered.wait();
    return std::move(waiting->answer);
}

void SqliteWriter::move_clock() {
    {
        const std::scoped_lock lock(mutex_);
        if (std::exchange(move_clock_, true)) return;
    }
    something_to_do_.notify_one();
}

Done SqliteWriter::ready() const {
    const std::scoped_lock lock(mutex_);
    if (refusing_) return std::unexpected(*refusing_);
    return {};
}

void SqliteWriter::serve() {
    while (auto group = next_group()) {
        if (failed_) {
            try_to_reopen();
            continue;
        }
        run_group(*group);
        if (connection_->needs_check()) {
            refuse_from_now_on(disk_failed("an I/O error in " + options_.file));
        } else {
            keep_log_small();
        }
    }
}

std::optional<SqliteWriter::Group> SqliteWriter::next_group() {
    std::unique_lock lock(mutex_);
    const auto due = [this] { return stopping_ || move_clock_ || !queue_.empty(); };
    if (refusing_) {
        something_to_do_.wait_for(lock, reopen_pause_, [this] { return stopping_; });
        if (stopping_) return std::nullopt;
        return Group{};
    }
    wake_at_ = 1;
    something_to_do_.wait(lock, due);
    gather(lock);
    if (stopping_ && queue_.empty()) return std::nullopt;
    move_clock_ = false;
    Group group;
    while (!queue_.empty() && group.size() < k_most_in_a_group) {
        const bool alone = queue_.front()->alone != nullptr;
        if (alone && !group.empty()) break;
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
        if (alone) break;
    }
    return group;
}

void SqliteWriter::gather(std::unique_lock<std::mutex>& lock) {
    if (queue_.empty() || queue_.size() >= expected_) return;
    wake_at_ = expected_;
    const auto patience = std::clamp<std::chrono::steady_clock::duration>(commit_took_ / k_gathering_part,
                                                                          k_shortest_gathering, k_longest_gathering);
    something_to_do_.wait_for(lock, patience, [this] { return stopping_ || queue_.size() >= expected_; });
}

void SqliteWriter::run_group(Group& group) {
    if (group.size() == 1 && group.front()->alone != nullptr) {
        auto& waiting = *group.front();
        waiting.answer = guarded([&] { return (*waiting.alone)(*connection_); });
    } else {
        if (auto done = commit(group); !done) {
            roll_back();
            for (auto& waiting : group) {
                waiting->answer = done;
                waiting->after.clear();
            }
        }
    }
    {
        const std::scoped_lock lock(mutex_);
        expected_ = std::min(group.size() + queue_.size(), k_most_in_a_group);
    }
    for (auto& waiting : group) {
        run_after_commit(waiting->after);
        waiting->answered.tell();
    }
}

Done SqliteWriter::commit(Group& group) {
    EXEAT_TRY(connection_->run("begin immediate"));
    for (auto& waiting : group) {
        run_in_savepoint(*waiting);
        // SQLite itself ends the transaction after some failures (disk full, I/O): what ran before is gone with it.
        if (!connection_->in_transaction()) return fail(why_it_ended(waiting->answer));
    }
    const auto mark = clock_.due();
    if (mark) EXEAT_TRY(write_mark(*mark));
    const auto before = std::chrono::steady_clock::now();
    EXEAT_TRY(connection_->run("commit"));
    commit_took_ = std::chrono::steady_clock::now() - before;
    if (mark) clock_.written(*mark);
    return {};
}

void SqliteWriter::run_in_savepoint(Waiting& waiting) {
    waiting.answer = connection_->run("savepoint work");
    if (!waiting.answer) return;
    SqliteTransaction transaction(*connection_);
    waiting.answer = transaction.verdict(guarded([&] { return (*waiting.work)(transaction); }));
    if (waiting.answer && connection_->has_open_foreign_keys()) waiting.answer = fail(duplicate("foreign key"));
    if (!connection_->in_transaction()) return;
    auto ended = waiting.answer ? Done() : connection_->run("rollback to work");
    if (ended) ended = connection_->run("release work");
    if (!ended) {  // what it did cannot be told from what the others did
        waiting.answer = ended;
        roll_back();
    } else if (waiting.answer) {
        waiting.after = transaction.take_after();
    }
}

Done SqliteWriter::write_mark(Instant mark) {
    const Parameter parameter(mark);
    EXEAT_TRY(connection_->change("update _clock set mark = $1 where one = 1", {&parameter, 1}));
    return {};
}

void SqliteWriter::roll_back() {
    if (connection_->in_transaction()) (void)connection_->run("rollback");
}

void SqliteWriter::keep_log_small() {
    const int pages = connection_->log_pages();
    if (pages < checkpoint_at_pages_) {
        if (pages < k_checkpoint_pages) checkpoint_at_pages_ = k_checkpoint_pages;
        if (pages < k_truncate_pages) truncate_at_pages_ = k_truncate_pages;
        return;
    }
    const bool truncate = pages >= truncate_at_pages_;
    const auto done = connection_->checkpoint(truncate ? SqliteConnection::Checkpoint::truncate
                                                       : SqliteConnection::Checkpoint::passive);
    if (connection_->needs_check()) {
        refuse_from_now_on(done ? disk_failed("a checkpoint of " + options_.file) : done.error());
        return;
    }
    // Readers may be in the way, or the disk full: later again, and not at every commit.
    checkpoint_at_pages_ = pages + k_checkpoint_pages;
    if (truncate && !done) truncate_at_pages_ = pages * 2;
}

void SqliteWriter::refuse_from_now_on(Error why) {
    failed_ = true;
    std::deque<std::shared_ptr<Waiting>> refused;
    {
        const std::scoped_lock lock(mutex_);
        refusing_ = std::move(why);
        refused.swap(queue_);
    }
    for (auto& waiting : refused) {
        waiting->answer = ready();
        waiting->answered.tell();
    }
}

void SqliteWriter::try_to_reopen() {
    auto done = reopen();
    const std::scoped_lock lock(mutex_);
    if (done) {
        reopen_pause_ = k_first_reopen_pause;
        failed_ = false;
        refusing_.reset();
        return;
    }
    reopen_pause_ = std::min(reopen_pause_ * 2, k_longest_reopen_pause);
    refusing_ = std::move(done.error());
    refusing_->kind = ErrorKind::unavailable;
}

Done SqliteWriter::reopen() {
    // Not closed before that: as long as it is open, the log's index knows that the failed commit is none.
    if (connection_) EXEAT_TRY(connection_->checkpoint(SqliteConnection::Checkpoint::truncate));
    connection_.reset();
    EXEAT_TAKE(connection_, SqliteConnection::open(options_, SqliteConnection::Access::read_write));
    EXEAT_TRY(connection_->check_integrity());
    // A commit that reaches the disk is the proof that it takes writes again.
    const auto mark = Instant{clock_.read().now.ms + k_clock_step_ms};
    EXEAT_TRY(write_mark(mark));
    clock_.written(mark);
    if (connection_->needs_check()) return fail(disk_failed("the first commit after reopening failed"));
    return {};
}

}  // namespace exeat::sql
