// A child process is killed while it stores: at every call to the disk, and at any time from outside. What it had
// acknowledged is whole afterwards, and the store goes on.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <thread>

#include "state/blobs/check.h"
#include "state/blobs/local_blobs.h"
#include "state/blobs/testing/faulty_disk.h"
#include "state/blobs/testing/scratch.h"

namespace exeat::blobs {
namespace {

using testing::bytes_of;
using testing::Call;
using testing::content;
using testing::Faults;
using testing::FaultyDisk;
using testing::Scratch;
using testing::store;

const UploadId k_upload = UploadId::make(Instant{1'700'000'000'000});

/// What a child says when something is durable: a blob by its seed, or an offset of the upload.
struct Word {
    std::uint64_t seed = 0;  // 0: `offset` of the upload
    std::int64_t offset = 0;
};

/// A pipe from the child to us.
class Pipe {
public:
    Pipe() {
        if (::pipe(ends_) != 0) std::abort();
    }
    ~Pipe() {
        ::close(ends_[0]);
        close_writing();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void say(Word word) const {
        if (::write(ends_[1], &word, sizeof word) != sizeof word) ::_exit(3);
    }
    bool hear(Word& word) const { return ::read(ends_[0], &word, sizeof word) == sizeof word; }
    void close_writing() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }

private:
    int ends_[2] = {-1, -1};
};

std::string content_of(std::uint64_t seed) {
    return content(1000 + seed % 7 * 40'000, seed);
}

/// Everything that is acknowledged somewhere: single blobs, a group, an upload in two parts.
void store_all(Blobs& blobs, const Pipe& pipe) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        if (store(blobs, content_of(seed))) pipe.say({seed, 0});
    }
    std::vector<std::unique_ptr<Incoming>> many;
    for (std::uint64_t seed = 3; seed <= 5; ++seed) {
        many.push_back(std::move(*blobs.begin()));
        (void)many.back()->append(bytes_of(content_of(seed)));
    }
    const auto answers = blobs.finish_many(many);
    for (std::uint64_t i = 0; i < answers.size(); ++i) {
        if (answers[i]) pipe.say({3 + i, 0});
    }
    const auto text = content_of(6);
    auto upload = blobs.begin_upload(k_upload);
    for (const std::size_t upto : {std::size_t{5000}, std::size_t{9000}}) {
        const auto from = static_cast<std::size_t>((*upload)->size());
        (void)(*upload)->append(bytes_of(text).subspan(from, upto - from));
        if ((*upload)->sync()) pipe.say({0, static_cast<std::int64_t>(upto)});
    }
    (void)(*upload)->append(bytes_of(text).subspan(9000));
    if ((*upload)->finish()) pipe.say({6, 0});
}

/// Holds the words of the dead against the store that it left.
void expect_kept(const Scratch& scratch, const std::vector<Word>& words) {
    auto opened = open_local({scratch.folder()});
    ASSERT_TRUE(opened);
    auto& blobs = **opened;
    bool upload_finished = false;
    std::int64_t offset = -1;
    const Scratch other;
    const auto peer = std::move(*open_local({other.folder()}));
    for (const auto& word : words) {
        if (word.seed == 0) {
            offset = word.offset;
            continue;
        }
        upload_finished = upload_finished || word.seed == 6;
        const auto facts = store(*peer, content_of(word.seed))->facts;
        EXPECT_EQ(verify(blobs, facts)->verdict, Verdict::intact) << word.seed;
    }
    if (offset >= 0 && !upload_finished) {
        auto upload = blobs.resume_upload(k_upload, offset);
        ASSERT_TRUE(upload) << "an acknowledged offset is kept, also when it died while it ended";
        ASSERT_TRUE((*upload)->append(bytes_of(content_of(6)).subspan(static_cast<std::size_t>(offset))));
        const auto stored = (*upload)->finish();
        ASSERT_TRUE(stored);
        EXPECT_EQ(stored->facts, store(*peer, content_of(6))->facts);
    }
    for (const auto& path : scratch.files("incoming")) EXPECT_TRUE(path.ends_with(".upload")) << path;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) EXPECT_TRUE(store(blobs, content_of(seed)));
    EXPECT_TRUE(blobs.list({[&](const BlobEntry& entry) -> Done {
                                const auto text = testing::read_all(blobs, entry.digest);
                                EXPECT_EQ(store(*peer, *text)->facts.digest, entry.digest);
                                return {};
                            },
                            [](std::string_view name) -> Done {
                                ADD_FAILURE() << name;
                                return {};
                            }}));
}

/// Runs the work in a child and returns its words. `kill_after`: from outside, when that many words were heard.
std::vector<Word> run_child(const std::function<void(const Pipe&)>& work, std::size_t kill_after, bool& killed) {
    Pipe pipe;
    const pid_t child = ::fork();
    if (child == 0) {
        work(pipe);
        ::_exit(0);
    }
    pipe.close_writing();
    std::vector<Word> words;
    Word word;
    while (pipe.hear(word)) {
        words.push_back(word);
        if (words.size() == kill_after) ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    EXPECT_TRUE(killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << status;
    return words;
}

TEST(Kill, AtEveryCallOfTheDisk) {
    bool killed = true;
    for (std::uint64_t nth = 1; killed; ++nth) {
        const Scratch scratch;
        ASSERT_TRUE(open_local({scratch.folder()}));
        const auto words = run_child(
            [&](const Pipe& pipe) {
                const auto faults = std::make_shared<Faults>();
                const auto blobs = open_local_on(std::make_unique<FaultyDisk>(faults), {scratch.folder()});
                faults->begin([&](std::uint64_t call, const Call&) -> std::optional<int> {
                    if (call == nth) ::kill(::getpid(), SIGKILL);
                    return std::nullopt;
                });
                store_all(**blobs, pipe);
            },
            0, killed);
        SCOPED_TRACE("killed at call " + std::to_string(nth));
        expect_kept(scratch, words);
        if (HasFatalFailure()) return;
        if (!killed) EXPECT_EQ(words.size(), 8U);
        ASSERT_LT(nth, 500U);
    }
}

TEST(Kill, AtAnyTimeWhileManyStore) {
    for (std::size_t kill_after = 1; kill_after < 60; kill_after += 4) {
        const Scratch scratch;
        bool killed = false;
        const auto words = run_child(
            [&](const Pipe& pipe) {
                const auto blobs = std::move(*open_local({scratch.folder()}));
                std::vector<std::thread> threads;
                for (std::uint64_t i = 0; i < 4; ++i) {
                    threads.emplace_back([&, i] {
                        for (std::uint64_t seed = 10 + i; seed < 100'000; seed += 4) {
                            if (store(*blobs, content_of(seed))) pipe.say({seed, 0});
                        }
                    });
                }
                for (auto& thread : threads) thread.join();
            },
            kill_after, killed);
        EXPECT_TRUE(killed);
        EXPECT_GE(words.size(), kill_after);
        expect_kept(scratch, words);
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace exeat::blobs
