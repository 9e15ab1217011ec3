// One request from its form to its end, as the ledger tells it: each step with who, from where, and what was answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "usecases/requests/questions.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using testing::must_have;
using ::testing::UnorderedElementsAre;

class LedgerStories : public ::testing::TestWithParam<sql::Engine> {
protected:
    House& house() { return stage_.house(); }
    void decide(const Caller& person, RequestId id, Verdict verdict, const std::string& note) {
        NewDecision wanted;
        wanted.requests = {id};
        wanted.decision = verdict;
        wanted.note = note;
        must_have(decide_requests(house(), person, wanted));
    }
    /// "kind by name: body" of all entries about it, in no order.
    std::vector<std::string> entries_about(const std::string& about) {
        std::map<std::string, std::string> names{{stage_.owner.person->text(), "owner"},
                                                 {stage_.second.person->text(), "second"},
                                                 {stage_.viewer.person->text(), "viewer"}};
        return must_have(house().database.read([&](sql::Session& session) -> Result<std::vector<std::string>> {
            EXEAT_TAKE(const auto rows,
                       session.query("select e.kind, e.actor, b.body from ledger_entries e join ledger_bodies b on "
                                     "b.stream = e.stream and b.n = e.n where e.about = $1 and e.at > 0",
                                     {about}));
            std::vector<std::string> entries;
            for (const auto& row : rows) {
                entries.push_back(row.get<std::string>(0) + " by " + names[row.get<std::string>(1)] + ": " +
                                  row.get<std::string>(2));
            }
            return entries;
        }));
    }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, LedgerStories, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(LedgerStories, OfARequestHasEachStep) {
    const auto id = stage_.ask();
    must_have(ask_question(house(), stage_.owner, id, "For print?"));
    must_have(answer_question(house(), stage_.viewer, id, "For a poster"));
    decide(stage_.owner, id, Verdict::reject, "Not yet");
    decide(stage_.second, id, Verdict::approve, "After all");
    must_have(renew_request(house(), stage_.second, id, std::nullopt, "Once more"));
    must_have(revoke_request(house(), stage_.owner, id, "The rights are gone"));
    const auto entries = entries_about(id.text());
    const auto is = [](const std::string& who, const std::string& said) {
        return AllOf(HasSubstr(who), HasSubstr(said));
    };
    EXPECT_THAT(entries,
                UnorderedElementsAre(
                    is("request_made by viewer", "download"), is("question_asked by owner", "For print?"),
                    is("question_answered by viewer", "For a poster"), is("request_rejected by owner", "Not yet"),
                    is("request_approved by second", "After all"), is("request_renewed by second", "Once more"),
                    is("request_revoked by owner", "The rights are gone")));
    EXPECT_THAT(entries, Each(HasSubstr("\"from\":\"192.0.2.1\"")));
    const auto card = must_have(read_request(house(), stage_.owner, id));
    const auto form = entries_about(card.ask.text());
    ASSERT_EQ(form.size(), 1U);
    EXPECT_THAT(form.front(), is("request_form_answered by viewer", "A poster"));
}

}  // namespace
}  // namespace exeat::usecases
