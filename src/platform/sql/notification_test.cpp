// listen() and notify(), on both engines.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "platform/sql/testing/both_engines.h"
#include "platform/sql/testing/engine_name.h"

namespace exeat::sql {
namespace {

using testing::TestDatabase;

/// What was heard, and waiting for it.
class Heard {
public:
    std::function<void(std::string_view)> ear() {
        return [this](std::string_view payload) {
            {
                const std::scoped_lock lock(mutex_);
                all_.emplace_back(payload);
            }
            came_.notify_all();
        };
    }
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        came_.wait_for(lock, std::chrono::seconds(30), [&] { return all_.size() >= count; });
        return all_;
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> all_;
};

class Notifications : public ::testing::TestWithParam<Engine> {
protected:
    TestDatabase place_{GetParam()};
    std::unique_ptr<Database> database_ = place_.open();
};

INSTANTIATE_TEST_SUITE_P(, Notifications, ::testing::Values(Engine::sqlite, Engine::postgresql), testing::engine_name);

TEST_P(Notifications, ReachWhoListensToTheirChannel) {
    Heard first;
    Heard second;
    const auto one = database_->listen("one", first.ear());
    const auto odd = database_->listen("an \"odd\" Name", second.ear());
    ASSERT_TRUE(database_->notify("one", "a"));
    ASSERT_TRUE(database_->notify("nobody", "x"));
    ASSERT_TRUE(database_->notify("an \"odd\" Name", "\xC3\xA4"));
    ASSERT_TRUE(database_->notify("one", "b"));
    EXPECT_EQ(first.wait_for(2), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(second.wait_for(1), (std::vector<std::string>{"\xC3\xA4"}));
}

TEST_P(Notifications, ComeNoMoreOnceTheHandleIsGone) {
    Heard gone;
    Heard kept;
    auto first = database_->listen("one", gone.ear());
    const auto second = database_->listen("one", kept.ear());
    ASSERT_TRUE(database_->notify("one", "before"));
    ASSERT_EQ(gone.wait_for(1).size(), 1U);
    first.reset();
    ASSERT_TRUE(database_->notify("one", "after"));
    EXPECT_EQ(kept.wait_for(2).size(), 2U);
    EXPECT_EQ(gone.wait_for(1).size(), 1U);
}

TEST_P(Notifications, MayEndTheirOwnListening) {
    Heard heard;
    std::shared_ptr<void> handle;
    Heard other;
    const auto ear = heard.ear();
    handle = database_->listen("one", [&](std::string_view payload) {
        handle.reset();
        ear(payload);
    });
    const auto stays = database_->listen("one", other.ear());
    ASSERT_TRUE(database_->notify("one", "a"));
    ASSERT_TRUE(database_->notify("one", "b"));
    EXPECT_EQ(other.wait_for(2).size(), 2U);
    EXPECT_EQ(heard.wait_for(1).size(), 1U);
}

TEST_P(Notifications, OutliveAListenerThatThrows) {
    Heard heard;
    const auto bad = database_->listen("one", [](std::string_view) { throw std::runtime_error("oops"); });
    const auto good = database_->listen("one", heard.ear());
    ASSERT_TRUE(database_->notify("one", "a"));
    EXPECT_EQ(heard.wait_for(1).size(), 1U);
}

TEST_P(Notifications, CanBeSentAfterACommit) {
    Heard heard;
    const auto handle = database_->listen("bell", heard.ear());
    ASSERT_TRUE(database_->write([this](Transaction& transaction) -> Done {
        transaction.after_commit([this] { EXPECT_TRUE(database_->notify("bell", "ring")); });
        return {};
    }));
    EXPECT_EQ(heard.wait_for(1), std::vector<std::string>{"ring"});
}

TEST_P(Notifications, HaveTheSameLimitsOnBothEngines) {
    EXPECT_FALSE(database_->notify("", "x"));
    EXPECT_FALSE(database_->notify(std::string(64, 'x'), "x"));
    EXPECT_FALSE(database_->notify("x", std::string(8000, 'x')));
    EXPECT_TRUE(database_->notify(std::string(63, 'x'), std::string(7999, 'x')));
}

TEST_P(Notifications, AHandleMayOutliveTheDatabase) {
    Heard heard;
    const auto handle = database_->listen("one", heard.ear());
    database_.reset();
}

}  // namespace
}  // namespace exeat::sql
