#include "core/domain/request.h"

#include <gtest/gtest.h>

namespace exeat::domain {
namespace {

constexpr Instant k_now{1'000'000};
constexpr std::int64_t k_day = 86'400'000;

TEST(Validity, CountsFromTheDecision) {
    EXPECT_EQ(end_of({Span::hour, {}}, k_now), Instant{k_now.ms + 3'600'000});
    EXPECT_EQ(end_of({Span::week, {}}, k_now), Instant{k_now.ms + 7 * k_day});
    EXPECT_EQ(end_of({Span::year, {}}, k_now), Instant{k_now.ms + 365 * k_day});
    EXPECT_EQ(end_of({Span::date, Instant{5}}, k_now), Instant{5});
    EXPECT_EQ(end_of({Span::date, {}}, k_now), k_now) << "a date that is missing is no right";
    EXPECT_EQ(end_of({Span::unlimited, {}}, k_now), std::nullopt);
}

TEST(Validity, NoEndIsTheLatest) {
    EXPECT_TRUE(ends_by(Instant{1}, Instant{1}));
    EXPECT_FALSE(ends_by(Instant{2}, Instant{1}));
    EXPECT_TRUE(ends_by(std::nullopt, std::nullopt));
    EXPECT_FALSE(ends_by(std::nullopt, Instant{1}));
}

TEST(FilesOfARequest, AreOnlyNarrowed) {
    const Files some{{"original", "conversion"}};
    EXPECT_TRUE(is_within(some, std::nullopt));
    EXPECT_TRUE(is_within(std::nullopt, std::nullopt));
    EXPECT_FALSE(is_within(std::nullopt, some)) << "every file is more than some";
    EXPECT_TRUE(is_within(Files{{"original"}}, some));
    EXPECT_TRUE(is_within(Files{{"preset:web"}}, some));
    EXPECT_FALSE(is_within(Files{{"conversion"}}, Files{{"preset:web"}}));
    EXPECT_FALSE(is_within(Files{{"version"}}, some));
}

TEST(HeldRequest, IsReadByThePolicyAsItIs) {
    HeldRequest held;
    held.kind = policy::RequestKind::access;
    held.status = policy::RequestStatus::approved;
    held.revoked = true;
    held.actions = {policy::Action::edit};
    held.files = policy::KeptFileSet{};
    held.valid_until = Instant{7};
    const auto view = held.view();
    EXPECT_EQ(view.kind, policy::RequestKind::access);
    EXPECT_TRUE(view.revoked);
    EXPECT_TRUE(view.actions.has(policy::Action::edit));
    EXPECT_FALSE(view.files.holds({}));
    EXPECT_EQ(view.valid_until, Instant{7});
    EXPECT_TRUE(HeldRequest{}.view().files.holds({})) << "no list is every file";
}

}  // namespace
}  // namespace exeat::domain
