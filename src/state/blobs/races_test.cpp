// Many threads at one store.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "state/blobs/check.h"
#include "state/blobs/collect.h"
#include "state/blobs/folder_sync.h"
#include "state/blobs/local_blobs.h"
#include "state/blobs/pins.h"
#include "state/blobs/testing/faulty_disk.h"
#include "state/blobs/testing/scratch.h"

namespace exeat::blobs {
namespace {

using testing::content;
using testing::Scratch;
using testing::store;

constexpr Instant k_far_future{std::int64_t{4'000'000'000'000}};

void run_in_threads(int count, const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
    for (auto& thread : threads) thread.join();
}

TEST(Races, UploadsOfTheSameContentAtOnceAllSucceed) {
    const Scratch scratch;
    const auto blobs = std::move(*open_local({scratch.folder()}));
    for (std::uint64_t round = 0; round < 20; ++round) {
        std::atomic<int> stored{0};
        run_in_threads(6, [&](int) {
            if (store(*blobs, content(20'000, round))) ++stored;
        });
        EXPECT_EQ(stored, 6);
    }
    EXPECT_EQ(scratch.files("blobs").size(), 20U);
    EXPECT_TRUE(scratch.files("incoming").empty());
}

/// Rows that point at blobs, as a database would hold them.
class Rows {
public:
    void add(const Digest& digest) {
        const std::lock_guard lock(mutex_);
        rows_.insert(digest);
    }
    void remove(const Digest& digest) {
        const std::lock_guard lock(mutex_);
        const auto found = rows_.find(digest);
        if (found != rows_.end()) rows_.erase(found);
    }
    [[nodiscard]] std::multiset<Digest> all() const {
        const std::lock_guard lock(mutex_);
        return rows_;
    }
    [[nodiscard]] Result<std::vector<Digest>> used(std::span<const Digest> asked) const {
        const std::lock_guard lock(mutex_);
        std::vector<Digest> found;
        for (const auto& digest : asked) {
            if (rows_.contains(digest)) found.push_back(digest);
        }
        return found;
    }

private:
    mutable std::mutex mutex_;
    std::multiset<Digest> rows_;
};

const WentAway k_nobody_told = [](std::span<const Digest>) { return Done{}; };

TEST(Races, ACollectionNeverTakesWhatAnUploadReuses) {
    const Scratch scratch;
    const auto blobs = std::move(*open_local({scratch.folder()}));
    Rows rows;
    std::atomic<bool> over{false};
    std::atomic<std::int64_t> removed{0};
    std::thread collector([&] {
        const StillUsed still_used = [&](std::span<const Digest> asked) { return rows.used(asked); };
        while (!over) {
            const auto collected = collect_orphans(*blobs, {k_far_future, 2}, still_used, k_nobody_told);
            if (collected) removed += collected->removed;
        }
    });
    run_in_threads(3, [&](int thread) {
        for (std::uint64_t i = 0; i < 150; ++i) {
            const auto text = content(300, (i + static_cast<std::uint64_t>(thread)) % 5);
            auto stored = store(*blobs, text);
            ASSERT_TRUE(stored) << stored.error().detail;
            rows.add(stored->facts.digest);  // the commit, while the pin is held
            stored->pin.reset();
            ASSERT_TRUE(blobs->open(stored->facts.digest)) << "a row points at nothing";
            EXPECT_EQ(verify(*blobs, stored->facts)->verdict, Verdict::intact);
            rows.remove(stored->facts.digest);
        }
    });
    over = true;
    collector.join();
    EXPECT_GT(removed, 0) << "the collection never had anything to do";
    EXPECT_TRUE(rows.all().empty());
    const auto last =
        collect_orphans(*blobs, {k_far_future, 500}, [&](auto asked) { return rows.used(asked); }, k_nobody_told);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->removed, last->seen);
    EXPECT_TRUE(scratch.files("blobs").empty());
}

TEST(Collect, LeavesTheYoungTheUsedAndTheHeld) {
    const Scratch scratch;
    const auto blobs = std::move(*open_local({scratch.folder()}));
    const auto old = [&](const Stored& stored) {
        std::filesystem::last_write_time(scratch.path_of(stored.facts.digest),
                                         std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
    };
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const Instant yesterday{std::chrono::duration_cast<std::chrono::milliseconds>(now).count() - 24 * 3'600'000};
    auto young = store(*blobs, "young");
    auto used = store(*blobs, "used");
    auto held = store(*blobs, "held");
    auto orphan = store(*blobs, "orphan");
    for (const auto* stored : {&*used, &*held, &*orphan}) old(*stored);
    young->pin.reset();
    used->pin.reset();
    orphan->pin.reset();
    Rows rows;
    rows.add(used->facts.digest);
    for (const std::size_t batch : {std::size_t{1}, std::size_t{500}}) {
        std::vector<Digest> went;
        const auto collected = collect_orphans(
            *blobs, {yesterday, batch}, [&](auto asked) { return rows.used(asked); },
            [&](std::span<const Digest> gone) {
                went.insert(went.end(), gone.begin(), gone.end());
                return Done{};
            });
        EXPECT_EQ(went, batch == 1 ? std::vector{orphan->facts.digest} : std::vector<Digest>{});
        ASSERT_TRUE(collected);
        EXPECT_EQ(collected->removed, batch == 1 ? 1 : 0);
        EXPECT_EQ(collected->bytes, batch == 1 ? 6 : 0);
        EXPECT_EQ(collected->seen, batch == 1 ? 4 : 3);
    }
    EXPECT_FALSE(blobs->open(orphan->facts.digest));
    for (const auto* stored : {&*young, &*used, &*held}) EXPECT_TRUE(blobs->open(stored->facts.digest));
}

TEST(Pins, AreCounted) {
    const auto pins = std::make_shared<Pins>();
    const Digest digest{};
    auto first = pins->pin(digest);
    auto second = pins->pin(digest);
    first.reset();
    EXPECT_FALSE(pins->condemn(digest));
    second.reset();
    EXPECT_TRUE(pins->condemn(digest));
    EXPECT_FALSE(pins->condemn(digest)) << "one removal at a time";
    const auto third = pins->pin(digest);
    EXPECT_FALSE(pins->begin_removal(digest));
    pins->spare(digest);
    EXPECT_FALSE(pins->condemn(digest)) << "sparing does not touch a pin";
}

TEST(Pins, WaitForARemovalThatRuns) {
    const auto pins = std::make_shared<Pins>();
    const Digest digest{};
    ASSERT_TRUE(pins->condemn(digest));
    ASSERT_TRUE(pins->begin_removal(digest));
    std::atomic<bool> removed{false};
    std::thread pinner([&] {
        const auto pin = pins->pin(digest);
        EXPECT_TRUE(removed);
    });
    std::this_thread::yield();
    removed = true;
    pins->end_removal(digest);
    pinner.join();
}

TEST(FolderSync, TellsAllOfARoundTheSameAndDistrustsBeforeTheNext) {
    const Scratch scratch;
    const auto faults = std::make_shared<testing::Faults>();
    testing::FaultyDisk disk(faults);
    DiskHealth health;
    FolderSync folders(disk, health);
    // The first sync fails, as the kernel reports an error once; all later ones would wrongly succeed.
    faults->begin([](std::uint64_t number, const testing::Call&) {
        return number == 1 ? std::optional<int>(EIO) : std::nullopt;
    });
    const auto epoch = health.epoch();
    run_in_threads(8, [&](int) {
        const auto synced = folders.sync(scratch.folder());
        EXPECT_FALSE(synced && health.check(epoch)) << "acknowledged after a failed sync";
    });
    EXPECT_LE(faults->calls().size(), 8U);
}

}  // namespace
}  // namespace exeat::blobs
