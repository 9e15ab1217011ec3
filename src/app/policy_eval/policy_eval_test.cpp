#include "app/policy_eval/policy_eval.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <streambuf>

namespace exeat::policy_eval {
namespace {

namespace json = boost::json;

struct Outcome {
    int code = 0;
    std::vector<json::object> answers;
    std::string complaints;
};

Outcome evaluate(const std::string& lines, unsigned threads = 1) {
    std::istringstream in(lines);
    std::ostringstream out;
    std::ostringstream err;
    Outcome outcome;
    outcome.code = run_policy_eval(in, out, err, threads);
    std::istringstream answers(out.str());
    for (std::string line; std::getline(answers, line);) outcome.answers.push_back(json::parse(line).as_object());
    outcome.complaints = err.str();
    return outcome;
}

const std::vector<json::object>& cases() {
    static const std::vector<json::object> k_cases = [] {
        std::vector<json::object> read;
        std::ifstream file(EXEAT_SOURCE_DIR "/tests/policy/policy-cases.jsonl");
        for (std::string line; std::getline(file, line);) read.push_back(json::parse(line).as_object());
        return read;
    }();
    return k_cases;
}

/// The smallest line that is a case: somebody looks at an asset.
json::object small_case() {
    return json::parse(R"({"now":"2026-11-21T12:00:00Z","library":{"access":"unlocked","protection":"open"},
        "asset":{"status":"published"},"principal":{"active":true,"level":1,"role":"viewer"},"action":"view"})")
        .as_object();
}

std::string line_of(const json::value& value) {
    return json::serialize(value) + "\n";
}

json::object error_of(const json::object& answer) {
    return answer.at("error").as_object();
}

TEST(PolicyCases, AllAgree) {
    ASSERT_EQ(cases().size(), 625U);
    std::string lines;
    for (const json::object& one : cases()) lines += line_of(one.at("input"));
    for (const unsigned threads : {1U, 2U}) {
        const Outcome outcome = evaluate(lines, threads);
        EXPECT_EQ(outcome.code, 0);
        EXPECT_EQ(outcome.complaints, "");
        ASSERT_EQ(outcome.answers.size(), cases().size());
        for (std::size_t i = 0; i < cases().size(); ++i) {
            json::object answer = outcome.answers[i];
            EXPECT_FALSE(answer.at("trace").as_array().empty());
            answer.erase("trace");
            EXPECT_EQ(json::value(answer), cases()[i].at("expect")) << "line " << i + 1 << " " << cases()[i];
        }
    }
}

TEST(PolicyEval, TakesWholeCasesToo) {
    const Outcome outcome = evaluate(line_of(cases()[1]));
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.answers[0].at("outcome"), "need");
}

TEST(PolicyEval, TracesNameGateReasonAndSource) {
    json::object input = cases()[1].at("input").as_object();
    input["folders"] = json::parse(R"([{}, {"protection":"on_request"}])");
    const Outcome outcome = evaluate(line_of(input));
    const json::array& trace = outcome.answers[0].at("trace").as_array();
    ASSERT_EQ(trace.size(), 11U);
    EXPECT_EQ(trace[6], json::parse(R"({"gate":7,"name":"protection","result":"need","reason":"protected_on_request",
                                        "source":"folder","index":1,"setting":"protection"})"));
}

TEST(PolicyEval, WhatIsAbsentIsNull) {
    const Outcome outcome = evaluate(line_of(small_case()));
    EXPECT_EQ(outcome.complaints, "");
    EXPECT_EQ(outcome.answers[0].at("outcome"), "allow");
    json::object nobody = small_case();
    nobody.erase("principal");
    EXPECT_EQ(evaluate(line_of(nobody)).answers[0].at("denied_by"), "account");
}

TEST(PolicyEval, NullIsAbsent) {
    json::object spelled_out = small_case();
    for (const char* name : {"site", "folders", "requests", "link", "file", "share_type", "accepted", "quota"}) {
        spelled_out[name] = nullptr;
    }
    auto& library = spelled_out["library"].as_object();
    for (const char* name : {"visibility", "viewer_access", "watermark", "grant_ends_on_replace", "not_offered",
                             "access_actions", "re_request", "presets"}) {
        library[name] = nullptr;
    }
    auto& asset = spelled_out["asset"].as_object();
    for (const char* name : {"access", "protection", "available_from", "available_until", "attributes", "replaced_at",
                             "not_offered", "terms"}) {
        asset[name] = nullptr;
    }
    spelled_out["principal"].as_object()["groups"] = nullptr;
    spelled_out["principal"].as_object()["flags"] = nullptr;
    const Outcome outcome = evaluate(line_of(spelled_out));
    EXPECT_EQ(outcome.complaints, "");
    EXPECT_EQ(outcome.answers[0], evaluate(line_of(small_case())).answers[0]);
}

TEST(PolicyEval, FilesThatAreNullAreEveryFileButEmptyOnesAreNone) {
    json::object input = cases()[1].at("input").as_object();
    input["requests"] = json::parse(R"([{"kind":"download","status":"approved","created_at":"2026-11-20T10:00:00Z"}])");
    json::value& request = input["requests"].as_array()[0];
    EXPECT_EQ(evaluate(line_of(input)).answers[0].at("outcome"), "allow");
    request.as_object()["files"] = json::array{};
    EXPECT_EQ(evaluate(line_of(input)).answers[0].at("outcome"), "need");
    request.as_object()["files"] = json::array{"preset:web", "original"};
    EXPECT_EQ(evaluate(line_of(input)).answers[0].at("outcome"), "allow");
}

/// A mistake set into the small case: where, what, and the pointer and words of the answer.
struct Wrong {
    const char* member;
    const char* value;
    const char* pointer;
    const char* text;
};

TEST(PolicyEval, MistakesAreToldWithTheirPlace) {
    const std::array<Wrong, 28> wrongs{{
        {"now", "null", "/now", "missing"},
        {"now", R"("yesterday")", "/now", "\"yesterday\": This is not a time"},
        {"now", "7", "/now", "a text"},
        {"action", R"("look")", "/action", "\"look\" is not one of view, comment"},
        {"action", "null", "/action", "missing"},
        {"action", R"("share")", "/share_type", "missing"},
        {"share_type", R"("portal")", "/share_type", "not shared"},
        {"asset", "[]", "/asset", "an object"},
        {"asset", R"({"status":"gone"})", "/asset/status", "draft, published, archived"},
        {"asset", R"({"status":"draft","terms":{"id":"a"}})", "/asset/terms/version", "missing"},
        {"asset", R"({"status":"draft","terms":{"id":"a","version":1.5}})", "/asset/terms/version", "whole number"},
        {"asset", R"({"status":"draft","attributes":{"a/b~c":["x",1]}})", "/asset/attributes/a~1b~0c/1", "a text"},
        {"asset", R"({"status":"draft","attributes":{"a":"x"}})", "/asset/attributes/a", "a list"},
        {"asset", R"({"status":"draft","not_offered":["original","proxy"]})", "/asset/not_offered/1", "\"proxy\""},
        {"library", R"({"access":"inherit","protection":"open"})", "/library/access", "cannot inherit"},
        {"library", R"({"access":"locked","protection":"open","access_actions":["download","all"]})",
         "/library/access_actions/1", "\"all\""},
        {"library", R"({"access":"locked","protection":"open","watermark":"yes"})", "/library/watermark",
         "true or false"},
        {"library", R"({"access":"locked","protection":"open","presets":[]})", "/library/presets", "an object"},
        {"folders", R"([{},{"access":"open"}])", "/folders/1/access", "inherit, locked, unlocked"},
        {"principal", R"({"level":5})", "/principal/level", "5 is no level"},
        {"principal", "{}", "/principal/level", "missing"},
        {"principal", R"({"level":null})", "/principal/level", "missing"},
        {"requests", R"([{"kind":"download","status":"done"}])", "/requests/0/status", "\"done\""},
        {"link", R"({"type":"portal","max_downloads":1e300})", "/link/max_downloads", "whole number"},
        {"file", R"({"class":"detail","of":"conversion"})", "/file/of", "original, version or attachment"},
        {"quota", R"({"used":1,"wanted":18446744073709551615,"limit":1})", "/quota/wanted", "2^53"},
        {"site", R"({"approval":{"user_level":10}})", "/site/approval/user_level", "10 is no level"},
        {"site", R"({"approval":{"combine":"both"}})", "/site/approval/combine", "supersede, union"},
    }};
    for (const Wrong& wrong : wrongs) {
        json::object input = small_case();
        input[wrong.member] = json::parse(wrong.value);
        const Outcome outcome = evaluate(line_of(input));
        EXPECT_EQ(outcome.code, 1) << wrong.value;
        ASSERT_TRUE(outcome.answers[0].contains("error")) << wrong.value;
        const json::object& error = outcome.answers[0].at("error").as_object();
        EXPECT_EQ(error.at("pointer"), wrong.pointer) << wrong.value;
        const std::string text(error.at("text").as_string());
        EXPECT_NE(text.find(wrong.text), std::string::npos) << text;
        EXPECT_NE(outcome.complaints.find(std::string("line 1: ") + wrong.pointer + ": " + text), std::string::npos)
            << outcome.complaints;
    }
}

TEST(PolicyEval, ADownloadedConversionNamesItsPreset) {
    json::object input = small_case();
    input["file"] = json::object{{"class", "conversion"}};
    EXPECT_EQ(evaluate(line_of(input)).code, 0);
    input["action"] = "download";
    const Outcome outcome = evaluate(line_of(input));
    EXPECT_EQ(error_of(outcome.answers[0]).at("pointer"), "/file/preset");
}

TEST(PolicyEval, NumbersMayBeWrittenWithAPoint) {
    json::object input = small_case();
    input["quota"] = json::parse(R"({"used":1.0,"wanted":2e0,"limit":3})");
    EXPECT_EQ(evaluate(line_of(input)).code, 0);
}

TEST(PolicyEval, LinesStayAlignedWhateverIsWrong) {
    const std::string good = line_of(small_case());
    const Outcome outcome = evaluate(good + "{\"now\":\n" + "\n" + good + "[1]\n" + "\"\xff\"\n" + good, 2);
    EXPECT_EQ(outcome.code, 1);
    ASSERT_EQ(outcome.answers.size(), 7U);
    for (const std::size_t i : {0U, 3U, 6U}) EXPECT_EQ(outcome.answers[i].at("outcome"), "allow");
    for (const std::size_t i : {1U, 2U, 4U, 5U}) {
        EXPECT_EQ(error_of(outcome.answers[i]).at("line"), i + 1);
        EXPECT_NE(outcome.complaints.find("line " + std::to_string(i + 1) + ": "), std::string::npos);
    }
}

TEST(PolicyEval, ALineTellsAllItsMistakesUpToEight) {
    json::object input = small_case();
    input["folders"] = json::array(20, json::parse(R"({"access":"shut"})"));
    const Outcome outcome = evaluate(line_of(input));
    EXPECT_EQ(error_of(outcome.answers[0]).at("errors").as_array().size(), 8U);
}

TEST(PolicyEval, LongWordsAreCutBetweenCharacters) {
    json::object input = small_case();
    std::string word = "x";
    for (int i = 0; i < 60; ++i) word += "ü";
    input["action"] = word;
    const std::string text(error_of(evaluate(line_of(input)).answers[0]).at("text").as_string());
    EXPECT_NE(text.find("ü…\" is not one of"), std::string::npos) << text;
}

TEST(PolicyEval, UnknownMembersAreNotedAndNotLookedAt) {
    json::object input = small_case();
    input["asset"].as_object()["acess"] = "locked";
    const Outcome outcome = evaluate(line_of(input));
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.answers[0].at("outcome"), "allow");
    EXPECT_NE(outcome.complaints.find("line 1: note: /asset/acess: "), std::string::npos) << outcome.complaints;
}

TEST(PolicyEval, NotesEndAfterTwenty) {
    json::object input = small_case();
    for (int i = 0; i < 100; ++i) input["extra" + std::to_string(i)] = i;
    const Outcome outcome = evaluate(line_of(input) + line_of(input));
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(std::ranges::count(outcome.complaints, '\n'), 20);
}

TEST(PolicyEval, MembersMayStandInAnyOrder) {
    for (const json::object& one : cases()) {
        const json::object& input = one.at("input").as_object();
        json::object turned;
        for (auto member = input.end(); member != input.begin();) {
            --member;
            turned[member->key()] = member->value();
        }
        EXPECT_EQ(evaluate(line_of(turned)).answers[0].at("outcome"), one.at("expect").at("outcome"));
    }
}

TEST(PolicyEval, ManyBatchesComeBackInOrder) {
    std::string lines;
    std::vector<json::value> expected;
    for (int round = 0; round < 4; ++round) {
        for (const json::object& one : cases()) {
            lines += line_of(one.at("input"));
            expected.push_back(one.at("expect").at("outcome"));
        }
    }
    const Outcome outcome = evaluate(lines, 4);
    ASSERT_EQ(outcome.answers.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(outcome.answers[i].at("outcome"), expected[i]) << i;
}

TEST(PolicyEval, NothingInNothingOut) {
    const Outcome outcome = evaluate("", 2);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_TRUE(outcome.answers.empty());
}

TEST(PolicyEval, TheLastLineNeedsNoNewline) {
    std::string lines = line_of(small_case()) + line_of(small_case());
    lines.pop_back();
    EXPECT_EQ(evaluate(lines, 0).answers.size(), 2U);
}

TEST(PolicyEval, EndsWhenNobodyReads) {
    struct Closed : std::streambuf {};
    Closed closed;
    std::ostream out(&closed);
    std::ostringstream err;
    std::istringstream in(line_of(small_case()) + line_of(small_case()));
    EXPECT_EQ(run_policy_eval(in, out, err, 2), 1);
}

TEST(PolicyEval, ACaseOfAMegabyteIsAnswered) {
    json::object input = small_case();
    input["principal"].as_object()["groups"] = json::array(100'000, "a group with a name");
    EXPECT_EQ(evaluate(line_of(input)).answers[0].at("outcome"), "allow");
}

TEST(PolicyEval, DeepNestingIsRefused) {
    const Outcome outcome = evaluate(std::string(10'000, '[') + "\n" + line_of(small_case()));
    EXPECT_TRUE(outcome.answers[0].contains("error"));
    EXPECT_EQ(outcome.answers[1].at("outcome"), "allow");
}

}  // namespace
}  // namespace exeat::policy_eval
