#include "core/words/pass_text.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace exeat::words {
namespace {

using Months = std::array<const char*, 12>;
constexpr Months k_short_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr Months k_months{"January", "February", "March",     "April",   "May",      "June",
                          "July",    "August",   "September", "October", "November", "December"};

/// Whether a day comes with its year.
enum class Year : std::uint8_t { said, left_out };

std::string english_day(Instant instant, const Months& months, Year written) {
    using namespace std::chrono;
    const year_month_day day(floor<days>(sys_time<milliseconds>(milliseconds(instant.ms))));
    auto text =
        std::to_string(static_cast<unsigned>(day.day())) + " " + months.at(static_cast<unsigned>(day.month()) - 1);
    if (written == Year::said) text += " " + std::to_string(static_cast<int>(day.year()));
    return text;
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string english_moment(Instant instant, const Months& months = k_short_months) {
    using namespace std::chrono;
    const sys_time<milliseconds> moment(milliseconds(instant.ms));
    const hh_mm_ss time(floor<minutes>(moment - floor<days>(moment)));
    return english_day(instant, months, Year::said) + ", " + two_digits(time.hours().count()) + ":" +
           two_digits(time.minutes().count()) + " UTC";
}

void append(std::string& list, std::string_view one) {
    if (!list.empty()) list += ", ";
    list += one;
}

std::string opens_in_english(const PassFacts& facts) {
    std::string actions;
    const auto& words = policy::k_words<policy::Action>;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (facts.actions.has(static_cast<policy::Action>(i))) append(actions, words[i]);
    }
    std::string files;
    if (facts.files) {
        for (const auto& file : *facts.files) append(files, file);
    } else {
        files = "every file";
    }
    return actions + " · " + files;
}

std::vector<std::pair<std::string, std::string>> in_english(const PassFacts& facts) {
    std::vector<std::pair<std::string, std::string>> lines;
    if (facts.count > 1) {
        lines.emplace_back("Pass for", std::to_string(facts.count) + " assets");
    } else {
        lines.emplace_back("Pass for", facts.asset.empty() ? "an asset" : std::string(facts.asset));
        lines.emplace_back("Opens", opens_in_english(facts));
    }
    auto until = facts.until ? english_moment(*facts.until) : std::string("no end");
    if (!facts.end_together) until += ", the first of them";
    lines.emplace_back("Until", std::move(until));
    return lines;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> pass_text(const PassFacts& facts, Language language) {
    switch (language) {
        case Language::english:
            return in_english(facts);
    }
    return {};
}

std::string day_text(Instant instant, Instant now, Language language) {
    constexpr std::int64_t k_surely_this_one_ms = 300LL * 24 * 3'600'000;
    const bool is_near = instant >= now && instant.ms - now.ms < k_surely_this_one_ms;
    switch (language) {
        case Language::english:
            return english_day(instant, k_short_months, is_near ? Year::left_out : Year::said);
    }
    return {};
}

std::string moment_text(Instant instant, Language language) {
    switch (language) {
        case Language::english:
            return english_moment(instant, k_months);
    }
    return {};
}

}  // namespace exeat::words
