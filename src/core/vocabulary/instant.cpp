#include "core/vocabulary/instant.h"

#include <array>
#include <chrono>
#include <cstdio>
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
    std::array<char, 48> out{};
    const auto ms = clock.subseconds().count();
    int length = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                               static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                               static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                               static_cast<int>(clock.seconds().count()));
    std::string text(out.data(), static_cast<std::size_t>(length));
    if (ms != 0) {
        length = std::snprintf(out.data(), out.size(), ".%03d", static_cast<int>(ms));
        text.append(out.data(), static_cast<std::size_t>(length));
    }
    return text + "Z";
}

}  // namespace exeat
