// How SQLite goes about the lists of requests, notices, mails and invitations: each by an index, in the order that is
// asked for, so that a million rows cost what a page costs. What PostgreSQL does depends on what it has counted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "state/store/inbox_rows.h"
#include "state/store/invitations.h"
#include "state/store/outbox_work.h"
#include "state/store/request_history.h"
#include "state/store/request_pages.h"
#include "state/store/request_rows.h"
#include "state/store/settled_notices.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using domain::RequestPhase;
using testing::k_day;

/// Asks for the plan of each statement before it runs.
class Explaining final : public sql::Transaction {
public:
    explicit Explaining(sql::Transaction& behind) : behind_(behind) {}

    Result<sql::Rows> query(std::string_view statement, std::span<const sql::Parameter> parameters) override {
        EXEAT_TRY(explain(statement, parameters));
        return behind_.query(statement, parameters);
    }
    Result<std::int64_t> change(std::string_view statement, std::span<const sql::Parameter> parameters) override {
        EXEAT_TRY(explain(statement, parameters));
        return behind_.change(statement, parameters);
    }
    [[nodiscard]] sql::Engine engine() const override { return behind_.engine(); }
    [[nodiscard]] int stream() const override { return behind_.stream(); }
    void after_commit(std::function<void()> then) override { behind_.after_commit(std::move(then)); }

    /// All steps, a line each.
    [[nodiscard]] const std::string& steps() const { return steps_; }
    /// Statements with a step that looks at whole tables or sorts, and that step.
    [[nodiscard]] const std::string& complaints() const { return complaints_; }

private:
    Done explain(std::string_view statement, std::span<const sql::Parameter> parameters) {
        EXEAT_TAKE(const auto rows, behind_.query("explain query plan " + std::string(statement), parameters));
        for (const auto& row : rows) {
            const auto step = row.get<std::string>(3);
            steps_ += step + "\n";
            const bool looks_at_all = step.starts_with("SCAN") && step != "SCAN counted" && step != "SCAN taken";
            if (looks_at_all || step.find("TEMP B-TREE") != std::string::npos) {
                complaints_ += step + " in " + std::string(statement) + "\n";
            }
        }
        return {};
    }

    sql::Transaction& behind_;
    std::string steps_;
    std::string complaints_;
};

class RequestPlans : public ::testing::Test {
protected:
    /// Runs the work and expects that each of its statements goes by an index, one of them as told.
    template <class Work>
    void goes_by_indexes(Work work, const std::string& one_as = "SEARCH") {
        std::string complaints;
        std::string steps;
        site_.write([&](sql::Transaction& transaction) -> Done {
            Explaining explaining(transaction);
            EXEAT_TRY(work(explaining));
            complaints = explaining.complaints();
            steps = explaining.steps();
            return {};
        });
        EXPECT_EQ(complaints, "");
        EXPECT_THAT(steps, ::testing::HasSubstr(one_as));
    }
    void page_goes_by_indexes(const RequestFilter& filter, const std::string& index, const std::string& place) {
        for (const auto order : {RequestOrder::newest, RequestOrder::oldest}) {
            for (const auto& after : {std::optional<RequestId>{}, std::optional(RequestId::make(k_day))}) {
                goes_by_indexes(
                    [&](sql::Transaction& transaction) -> Done {
                        EXEAT_TRY(page_of_requests(transaction, {filter, order, after, 50}));
                        return {};
                    },
                    index + " (" + place);
            }
        }
        goes_by_indexes(
            [&](sql::Transaction& transaction) -> Done {
                EXEAT_TRY(count_requests(transaction, filter, 1'000));
                return {};
            },
            index + " (" + place);
    }
    static RequestFilter filter() {
        RequestFilter filter;
        filter.phases = {RequestPhase::pending, RequestPhase::approved, RequestPhase::auto_approved,
                         RequestPhase::expired};
        return filter;
    }

    testing::SiteDatabase site_{sql::Engine::sqlite};
    LibraryId library_ = LibraryId::make(k_day);
    PersonId person_ = PersonId::make(k_day);
};

TEST_F(RequestPlans, OfTheSite) {
    page_goes_by_indexes(filter(), "requests_of_site", "(phase,kind");
}

TEST_F(RequestPlans, OfLibraries) {
    auto wanted = filter();
    wanted.libraries = {library_, LibraryId::make(k_day)};
    page_goes_by_indexes(wanted, "requests_of_library", "(library,phase,kind");
}

TEST_F(RequestPlans, OfAPersonAndTheirGroups) {
    auto wanted = filter();
    wanted.person = person_;
    wanted.groups = {GroupId::make(k_day)};
    wanted.beyond = {library_};
    page_goes_by_indexes(wanted, "requests_of_person", "person=? AND (phase,kind");
    page_goes_by_indexes(wanted, "requests_of_group", "group_id=? AND (phase,kind");
}

TEST_F(RequestPlans, OfAnAsset) {
    auto wanted = filter();
    wanted.asset = AssetId::make(k_day);
    page_goes_by_indexes(wanted, "requests_of_asset", "(asset,phase,kind");
}

TEST_F(RequestPlans, OfWhatWaits) {
    auto wanted = filter();
    wanted.phases = {RequestPhase::pending};
    wanted.without = person_;
    wanted.for_directors = true;
    page_goes_by_indexes(wanted, "requests_for_directors", "phase=? AND ");
    // Not along all that wait in the library: most may wait for directors.
    wanted.for_directors = false;
    wanted.libraries = {library_};
    page_goes_by_indexes(wanted, "requests_waiting", "library=? AND for_directors=? AND phase=? AND ");
}

TEST_F(RequestPlans, OfWhatHappensByItself) {
    goes_by_indexes([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(lapsed_requests(transaction, k_day, 200));
        EXEAT_TRY(ending_requests(transaction, k_day, k_day, 200));
        EXEAT_TRY(pending_of_library(transaction, library_, std::nullopt, 200));
        const PendingPlace place{policy::RequestKind::download, RequestId::make(k_day)};
        EXEAT_TRY(pending_of_library(transaction, library_, place, 200));
        EXEAT_TRY(was_delivered_since(transaction, person_, AssetId::make(k_day), k_day));
        EXEAT_TRY(count_open_asks(transaction, person_));
        return {};
    });
}

TEST_F(RequestPlans, OfWhatSomebodyHolds) {
    goes_by_indexes([&](sql::Transaction& transaction) -> Done {
        for (const auto& holder : {Holder(person_), Holder(GroupId::make(k_day))}) {
            EXEAT_TRY(read_held(transaction, holder, 1'000));
            EXEAT_TRY(read_held(transaction, holder, AssetId::make(k_day)));
        }
        return {};
    });
}

TEST_F(RequestPlans, OfWhatSomebodyWasRefused) {
    const std::vector assets{AssetId::make(k_day), AssetId::make(k_day)};
    for (const std::string index : {"requests_held (person", "requests_held_by_group (group_id"}) {
        goes_by_indexes(
            [&](sql::Transaction& transaction) -> Done {
                EXEAT_TRY(refused_among(transaction, person_, assets));
                return {};
            },
            index);
    }
}

TEST_F(RequestPlans, OfWhatSomebodyAskedForBefore) {
    HistoryWanted wanted;
    wanted.person = person_;
    wanted.without = RequestId::make(k_day);
    const auto read = [&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(read_history(transaction, wanted));
        return {};
    };
    goes_by_indexes(read, "requests_of_person (person=? AND phase=?)");
    goes_by_indexes(read, "requests_of_person (person=? AND (phase,kind)");
    wanted.libraries = {library_, LibraryId::make(k_day)};
    goes_by_indexes(read, "requests_of_person_in (person=? AND library=? AND phase=?)");
    goes_by_indexes(read, "requests_of_person_in (person=? AND library=? AND (phase,kind)");
}

TEST_F(RequestPlans, OfWhatIsSettled) {
    const std::vector requests{RequestId::make(k_day), RequestId::make(k_day)};
    const std::vector asks{AskId::make(k_day), AskId::make(k_day)};
    for (const std::string index : {"requests_open_of_ask (ask=? AND for_directors=?)", "notices_of_batch",
                                    "notices_of_request", "requests_waiting (library=? AND for_directors=? AND"}) {
        goes_by_indexes(
            [&](sql::Transaction& transaction) -> Done {
                EXEAT_TRY(settle_notices(transaction, requests, asks, k_day));
                EXEAT_TRY(unsettle_notices(transaction, requests, asks, k_day));
                EXEAT_TRY(mark_opened(transaction, person_, requests, k_day));
                return settle_question(transaction, requests.front(), k_day);
            },
            index);
    }
}

TEST_F(RequestPlans, OfInboxAndOutbox) {
    goes_by_indexes([&](sql::Transaction& transaction) -> Done {
        for (const auto part : {InboxPart::all, InboxPart::unread, InboxPart::requests}) {
            EXEAT_TRY(read_inbox(transaction, person_, part, std::nullopt, 51));
        }
        EXEAT_TRY(count_unread(transaction, person_));
        EXEAT_TRY(take_mail(transaction, k_day));
        EXEAT_TRY(take_digest(transaction, person_, k_day, 200));
        EXEAT_TRY(list_mails(transaction, std::nullopt, std::nullopt, 51));
        EXEAT_TRY(list_mails(transaction, MailState::waiting, std::nullopt, 51));
        return forget_mails(transaction, k_day);
    });
}

TEST_F(RequestPlans, OfInvitationsThatWait) {
    for (const std::string index :
         {"invitations_of_member (member", "invitations_of_library (library", "resets_of_person (person"}) {
        goes_by_indexes(
            [&](sql::Transaction& transaction) -> Done {
                EXEAT_TRY(waiting_invitations(transaction, library_));
                return {};
            },
            index);
    }
}

}  // namespace
}  // namespace exeat::store
