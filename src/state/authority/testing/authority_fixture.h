// An authority whose heart beats only when the test says so, on a site of either engine. Nothing that is shipped
// includes it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/sql/testing/engine_name.h"
#include "state/authority/authority.h"
#include "state/store/testing/site_database.h"

namespace exeat::authority::testing {

class AuthorityOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// A heart that beats only when the test says so.
    std::unique_ptr<Authority> open(AuthorityOptions options = {}) {
        options.heartbeat = std::chrono::hours(24);
        auto opened = Authority::open(site_.database(), [this] { return ticks_.load(); }, options);
        if (!opened) throw std::runtime_error(opened.error().text);
        return std::move(*opened);
    }
    static std::vector<policy::Role> roles(const std::vector<domain::Membership>& memberships) {
        std::vector<policy::Role> found;
        for (const auto& membership : memberships) found.push_back(membership.role);
        return found;
    }

    store::testing::SiteDatabase site_{GetParam()};
    std::atomic<std::int64_t> ticks_{1'000};
};

using sql::testing::engine_name;

}  // namespace exeat::authority::testing
