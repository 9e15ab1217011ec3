#include "core/words/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/policy/decision.h"
#include "core/policy/explain.h"

namespace exeat::words {
namespace {

using policy::parse_word;

std::vector<std::string> parts(std::string_view key) {
    std::vector<std::string> all(1);
    for (const char c : key) {
        if (c == '.') {
            all.emplace_back();
        } else {
            all.back() += c;
        }
    }
    return all;
}

std::set<std::string> placeholders(std::string_view text) {
    std::set<std::string> names;
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        EXPECT_NE(close, std::string_view::npos) << text;
        names.emplace(text.substr(open + 1, close - open - 1));
    }
    return names;
}

TEST(Catalogue, EveryLanguageSaysTheSame) {
    const auto english = catalogue(Language::english);
    for (const auto language : languages()) {
        const auto sentences = catalogue(language);
        ASSERT_TRUE(std::ranges::is_sorted(sentences, {}, &Sentence::key));
        ASSERT_EQ(sentences.size(), english.size());
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            EXPECT_EQ(sentences[i].key, english[i].key);
            EXPECT_EQ(placeholders(sentences[i].text), placeholders(english[i].text)) << sentences[i].key;
            EXPECT_FALSE(sentences[i].text.empty()) << sentences[i].key;
            if (i > 0) EXPECT_NE(sentences[i].key, sentences[i - 1].key);
        }
    }
}

TEST(Catalogue, SentencesEndAndAreFilledWithWhatThereIs) {
    const std::set<std::string> fillable{"folder", "library", "setting", "names", "note", "head", "last", "count"};
    for (const auto& sentence : catalogue(Language::english)) {
        const auto group = parts(sentence.key).front();
        for (const auto& name : placeholders(sentence.text)) EXPECT_TRUE(fillable.contains(name)) << sentence.key;
        EXPECT_EQ(placeholders(sentence.text).contains("folder"), sentence.key.ends_with(".folder")) << sentence.key;
        if (group == "list" || group == "setting") continue;
        EXPECT_TRUE(sentence.text.ends_with(".") || sentence.text.ends_with("”")) << sentence.key;
    }
}

TEST(Catalogue, KeysAreMadeOfTheWordsOfThePolicy) {
    for (const auto& sentence : catalogue(Language::english)) {
        const auto key = parts(sentence.key);
        if (const auto gate = parse_word<policy::Gate>(key[0])) {
            ASSERT_GE(key.size(), 2U) << sentence.key;
            EXPECT_TRUE(parse_word<policy::Reason>(key[1])) << sentence.key;
            if (key.size() > 2) EXPECT_TRUE(parse_word<policy::Source>(key[2])) << sentence.key;
            if (key.size() > 3) EXPECT_EQ(key[3], "unnamed");
        } else if (key[0] == "where") {
            EXPECT_TRUE(parse_word<policy::Source>(key[1])) << sentence.key;
        } else if (key[0] == "state") {
            EXPECT_TRUE(parse_word<policy::RequestState>(key[1])) << sentence.key;
        } else if (key[0] == "remedy" && key.size() == 3) {
            EXPECT_TRUE(parse_word<policy::Need>(key[2])) << sentence.key;
        }
    }
}

TEST(Catalogue, EveryReasonAndEverySettingIsThere) {
    const auto english = catalogue(Language::english);
    for (std::size_t i = 0; i < policy::k_words<policy::Reason>.size(); ++i) {
        const auto reason = static_cast<policy::Reason>(i);
        // These two are only ever found at gates that were not asked.
        if (reason == policy::Reason::not_named || reason == policy::Reason::needs_come_first) continue;
        const auto says = [&](const Sentence& sentence) {
            const auto key = parts(sentence.key);
            return parse_word<policy::Gate>(key[0]) && key[1] == policy::to_text(reason);
        };
        EXPECT_TRUE(std::ranges::any_of(english, says)) << policy::to_text(reason);
        const auto setting = policy::setting_of(reason);
        if (!setting.empty()) EXPECT_TRUE(find(Language::english, "setting." + std::string(setting))) << setting;
    }
}

TEST(Catalogue, FindsByTheWholeKey) {
    EXPECT_EQ(find(Language::english, "entry.link_ended"), "This link has ended.");
    EXPECT_FALSE(find(Language::english, "entry.link"));
    EXPECT_FALSE(find(Language::english, ""));
    EXPECT_FALSE(find(Language::english, "zzz"));
}

TEST(Catalogue, FillsOnceAndLeavesNothingOpen) {
    EXPECT_EQ(filled("a {x} b {y}{z}.", {{"x", "{y}"}, {"y", "2"}}), "a {y} b 2.");
    EXPECT_EQ(filled("no end {x", {{"x", "1"}}), "no end {x");
    EXPECT_EQ(filled("} {x}", {{"x", "1"}}), "} 1");
    EXPECT_EQ(filled("", {}), "");
}

}  // namespace
}  // namespace exeat::words
