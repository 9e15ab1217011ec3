#include "core/vocabulary/instant.h"

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>

namespace exeat {
namespace {

/// Reads fixed-width numbers and separators from the left of a text.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::optional<int> number(std::size_t digits) {
        if (rest_.size() < digits) return std::nullopt;
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    bool one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }
    [[nodiscard]] bool empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<std::int64_t> read_fraction(Reader& reader) {
    if (!reader.one_of(".")) return 0;
    std::int64_t ms = 0;
    int digits = 0;
    while (auto digit = reader.number(1)) {
        if (digits < 3) ms = ms * 10 + *digit;
        ++digits;
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 3; ++digits) ms *= 10;
    return ms;
}

std::optional<std::int64_t> read_offset_minutes(Reader& reader) {
    if (reader.one_of("Zz")) return 0;
    const char sign = reader.front();
    if (!reader.one_of("+-")) return std::nullopt;
    const auto hours = reader.number(2);
    if (!hours || *hours > 23 || !reader.one_of(":")) return std::nullopt;
    const auto minutes = reader.number(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    const std::int64_t total = *hours * 60 + *minutes;
    return sign == '-' ? -total : total;
}

std::optional<Instant> read_instant(std::string_view text) {
    Reader reader(text);
    const auto year = reader.number(4);
    if (!year || !reader.one_of("-")) return std::nullopt;
    const auto month = reader.number(2);
    if (!month || !reader.one_of("-")) return std::nullopt;
    const auto day = reader.number(2);
    if (!day || !reader.one_of("Tt ")) return std::nullopt;
    const auto hour = reader.number(2);
    if (!hour || *hour > 23 || !reader.one_of(":")) return std::nullopt;
    const auto minute = reader.number(2);
    if (!minute || *minute > 59 || !reader.one_of(":")) return std::nullopt;
    const auto second = reader.number(2);
    if (!second || *second > 59) return std::nullopt;
    const auto fraction = read_fraction(reader);
    if (!fraction) return std::nullopt;
    const auto offset = read_offset_minutes(reader);
    if (!offset || !reader.empty()) return std::nullopt;

    using namespace std::chrono;
    const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (*year < 1 || !date.ok()) return std::nullopt;
    const std::int64_t days = sys_days{date}.time_since_epoch().count();
    const std::int64_t minutes = (days * 24 + *hour) * 60 + *minute - *offset;
    return Instant{(minutes * 60 + *second) * 1000 + *fraction};
}

/// Writes fixed-width numbers and separators. printf would take half of the time of a list's times.
class Writer {
public:
    Writer& number(int value, std::size_t digits) {
        for (auto at = digits; at-- > 0; value /= 10) text_[length_ + at] = static_cast<char>('0' + value % 10);
        length_ += digits;
        return *this;
    }
    Writer& one(char character) {
        text_[length_++] = character;
        return *this;
    }
    [[nodiscard]] std::string text() const { return {text_.data(), length_}; }

private:
    std::array<char, 32> text_{};
    std::size_t length_ = 0;
};

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
    if (const auto instant = read_instant(text)) return *instant;
    return fail(ErrorKind::invalid, "invalid-time", "This is not a time. Write it like 2026-11-21T12:00:00Z.");
}

std::string to_text(Instant instant) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{instant.ms}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    const auto year = static_cast<int>(date.year());
    Writer writer;
    if (year < 0) writer.one('-');
    writer.number(std::abs(year), std::abs(year) > 9999 ? 5 : 4);
    writer.one('-').number(static_cast<int>(static_cast<unsigned>(date.month())), 2);
    writer.one('-').number(static_cast<int>(static_cast<unsigned>(date.day())), 2);
    writer.one('T').number(static_cast<int>(clock.hours().count()), 2);
    writer.one(':').number(static_cast<int>(clock.minutes().count()), 2);
    writer.one(':').number(static_cast<int>(clock.seconds().count()), 2);
    if (const auto ms = static_cast<int>(clock.subseconds().count()); ms != 0) writer.one('.').number(ms, 3);
    return writer.one('Z').text();
}

}  // namespace exeat
