#include "usecases/deliveries/transfers.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "usecases/deliveries/archive.h"
#include "usecases/deliveries/attend.h"
#include "usecases/testing/deliveries_fixture.h"

namespace exeat::usecases {
namespace {

using testing::must_have;

class Transferring : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// One that is being sent, and a latch that is down once it was cut.
    struct Running {
        std::shared_ptr<Transfer> transfer = std::make_shared<Transfer>();
        std::shared_ptr<std::latch> cut = std::make_shared<std::latch>(1);
    };
    Running begin(const std::vector<AssetId>& assets) {
        const auto attended = must_have(attend(stage_.house(), stage_.ticket(assets)));
        Running running;
        running.transfer->delivery = attended.delivery;
        running.transfer->began = attended.now;
        if (!attended.is_archive) running.transfer->file = 0;
        running.transfer->cut = [cut = running.cut] {
            if (!cut->try_wait()) cut->count_down();
        };
        stage_.house().transfers.begin(running.transfer);
        running_.push_back(running.transfer);
        return running;
    }
    /// One that is no delivery's, whose question is put to `still_free`.
    Running begin_asking(const std::string& question, std::function<bool()> still_free) {
        Running running;
        running.transfer->question = question;
        running.transfer->still_free = std::move(still_free);
        running.transfer->cut = [cut = running.cut] {
            if (!cut->try_wait()) cut->count_down();
        };
        stage_.house().transfers.begin(running.transfer);
        running_.push_back(running.transfer);
        return running;
    }
    static std::shared_ptr<Transfer> of_person(PersonId person) {
        auto transfer = std::make_shared<Transfer>();
        transfer->person = person;
        transfer->still_free = [] { return true; };
        transfer->cut = [] {};
        return transfer;
    }
    void TearDown() override {
        for (const auto& transfer : running_) stage_.house().transfers.end(transfer, 0);
    }
    /// Every transfer that runs was looked at by a bell that rang after this was called.
    void let_the_bell_pass() {
        for (int bells = 0; bells < 2; ++bells) {
            const auto file = stage_.add_file();
            const auto witness = begin({file});
            stage_.take_away(file);
            witness.cut->wait();
        }
    }

    testing::DeliveriesFixture stage_{GetParam()};
    std::vector<std::shared_ptr<Transfer>> running_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Transferring, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Transferring, AnArchiveIsCutWhenTheFileBeingSentIsTakenAway) {
    const auto file = stage_.add_file();
    const auto archive = begin({file, stage_.add_file()});
    ArchiveWalk walk(stage_.house(), archive.transfer, 0, archive.transfer->delivery->row.bytes);
    must_have(walk.next());
    stage_.take_away(file);
    archive.cut->wait();
}

TEST_P(Transferring, AnArchiveGoesOnThroughWhatStandsForAFileThatWasTakenAway) {
    const auto file = stage_.add_file();
    const auto archive = begin({file, stage_.add_file()});
    stage_.take_away(file);
    ArchiveWalk walk(stage_.house(), archive.transfer, 0, archive.transfer->delivery->row.bytes);
    must_have(walk.next());
    ASSERT_EQ(archive.transfer->delivery->standing[0].load(), zip::Standing::placeholder);
    let_the_bell_pass();
    EXPECT_FALSE(archive.cut->try_wait());
}

TEST_P(Transferring, AnArchiveIsCutThoughAnotherTransferWithdrewTheFileFirst) {
    const auto file = stage_.add_file();
    const auto archive = begin({file, stage_.add_file()});
    ArchiveWalk walk(stage_.house(), archive.transfer, 0, archive.transfer->delivery->row.bytes);
    must_have(walk.next());
    archive.transfer->delivery->standing[0] = zip::Standing::cut;
    stage_.take_away(file);
    archive.cut->wait();
}

TEST_P(Transferring, AnArchiveIsNotCutForAnEntryWhoseTurnDidNotCome) {
    const auto file = stage_.add_file();
    const auto archive = begin({file, stage_.add_file()});
    stage_.take_away(file);
    let_the_bell_pass();
    EXPECT_FALSE(archive.cut->try_wait());
}

TEST_P(Transferring, OneAnswerIsForAllWhoAskTheSame) {
    struct Gate {
        std::latch reached{1};
        std::latch open{1};
    };
    // Holds a bell, so that the next one finds all of them.
    const auto gate = std::make_shared<Gate>();
    begin_asking("", [gate] {
        if (!gate->reached.try_wait()) gate->reached.count_down();
        gate->open.wait();
        return true;
    });
    stage_.add_library("First");
    gate->reached.wait();
    const auto asked = std::make_shared<std::atomic<int>>(0);
    const auto only_the_first_is_not = [asked] { return (*asked)++ > 0; };
    const auto one = begin_asking("mira", only_the_first_is_not);
    const auto another = begin_asking("mira", only_the_first_is_not);
    const auto other = begin_asking("noor", [] { return true; });
    stage_.add_library("Second");
    gate->open.count_down();
    one.cut->wait();
    another.cut->wait();
    let_the_bell_pass();
    EXPECT_FALSE(other.cut->try_wait());
}

TEST_P(Transferring, OnePersonHasNoMoreAtATimeThanMayBeginThoughTheyComeTogether) {
    constexpr std::size_t k_most = 5;
    constexpr int k_each = 4;
    std::latch together(k_each);
    std::array<std::vector<std::shared_ptr<Transfer>>, k_each> begun;
    std::vector<std::jthread> threads;
    for (auto& mine : begun) {
        threads.emplace_back([&] {
            together.arrive_and_wait();
            for (int i = 0; i < k_each; ++i) {
                const auto transfer = of_person(*stage_.mira.person);
                if (stage_.house().transfers.begin_below(k_most, transfer)) mine.push_back(transfer);
            }
        });
    }
    threads.clear();
    for (const auto& some : begun) running_.insert(running_.end(), some.begin(), some.end());
    ASSERT_EQ(running_.size(), k_most);
    const auto other = of_person(PersonId::make(stage_.now()));
    EXPECT_TRUE(stage_.house().transfers.begin_below(k_most, other)) << "of somebody else";
    stage_.house().transfers.end(other, 0);
    stage_.house().transfers.end(running_.back(), 0);
    running_.back() = of_person(*stage_.mira.person);
    EXPECT_TRUE(stage_.house().transfers.begin_below(k_most, running_.back()));
    EXPECT_FALSE(stage_.house().transfers.begin_below(k_most, of_person(*stage_.mira.person)));
}

}  // namespace
}  // namespace exeat::usecases
