#include "service/mail/time_zone.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace exeat::mail {
namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;
constexpr std::size_t k_head_bytes = 44;
constexpr std::size_t k_longest_file = 1 << 20;

/// Reads numbers of a file in the order of the network; past its end they are 0 and `ended` is set.
struct Reader {
    std::string_view bytes;
    std::size_t at = 0;
    bool ended = false;

    std::uint64_t number(std::size_t size) {
        if (at + size > bytes.size()) {
            ended = true;
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at++]);
        return value;
    }
    std::int64_t offset() { return static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4))); }
    void skip(std::size_t size) { at += size; }
};

/// The counts of a TZif head.
struct Head {
    std::size_t ut = 0;
    std::size_t standard = 0;
    std::size_t leaps = 0;
    std::size_t times = 0;
    std::size_t types = 0;
    std::size_t letters = 0;
};

std::optional<Head> head_at(Reader& reader) {
    if (reader.at > reader.bytes.size() || !reader.bytes.substr(reader.at).starts_with("TZif")) return std::nullopt;
    constexpr std::size_t before_counts = 20;
    reader.skip(before_counts);
    Head head;
    for (auto* count : {&head.ut, &head.standard, &head.leaps, &head.times, &head.types, &head.letters}) {
        *count = static_cast<std::size_t>(reader.number(4));
        if (*count > k_longest_file) return std::nullopt;
    }
    if (reader.ended || head.types == 0) return std::nullopt;
    return head;
}

bool is_zone_name(std::string_view name) {
    constexpr std::size_t k_longest = 64;
    if (name.empty() || name.size() > k_longest || name.front() == '/' || name.find("//") != name.npos) return false;
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '+' || c == '/';
    });
}

}  // namespace

std::optional<TimeZone> TimeZone::named(std::string_view name, const std::string& folder) {
    if (!is_zone_name(name)) return std::nullopt;
    const auto path = folder + "/" + std::string(name);
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (bytes.size() > k_longest_file) return std::nullopt;
    return parsed(bytes);
}

std::optional<TimeZone> TimeZone::parsed(std::string_view bytes) {
    // The first half has times of 32 bits, for old readers; the second repeats them with 64.
    Reader reader{bytes};
    const auto old = head_at(reader);
    if (!old || bytes.size() < k_head_bytes || bytes[4] < '2') return std::nullopt;
    reader.skip(old->times * 5 + old->types * 6 + old->letters + old->leaps * 8 + old->standard + old->ut);
    const auto head = head_at(reader);
    if (!head) return std::nullopt;
    TimeZone zone;
    zone.changes_.resize(head->times);
    for (auto& change : zone.changes_) change.at_s = static_cast<std::int64_t>(reader.number(8));
    std::vector<std::size_t> kinds(head->times);
    for (auto& kind : kinds) kind = static_cast<std::size_t>(reader.number(1));
    std::vector<std::int64_t> offsets(head->types);
    for (auto& offset : offsets) {
        offset = reader.offset();
        reader.skip(2);
    }
    if (reader.ended) return std::nullopt;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] >= offsets.size()) return std::nullopt;
        zone.changes_[i].offset_s = offsets[kinds[i]];
    }
    if (!std::ranges::is_sorted(zone.changes_, {}, &Change::at_s)) return std::nullopt;
    zone.before_s_ = offsets.front();
    return zone;
}

std::int64_t TimeZone::offset_ms(Instant instant) const {
    const auto after = std::ranges::upper_bound(changes_, instant.ms / 1000, {}, &Change::at_s);
    return 1000 * (after == changes_.begin() ? before_s_ : std::prev(after)->offset_s);
}

Instant TimeZone::next_at(int hour, Instant now) const {
    const auto wall = now.ms + offset_ms(now);
    const auto day = (wall >= 0 ? wall : wall - k_day_ms + 1) / k_day_ms;
    Instant next = now;
    for (std::int64_t later = 0; next <= now; ++later) {
        const auto wanted = (day + later) * k_day_ms + hour * k_hour_ms;
        // The offset of a moment near by, then that of the moment itself: clocks may change in between.
        const Instant near_by{wanted - offset_ms(now)};
        next = Instant{wanted - offset_ms(near_by)};
    }
    return next;
}

}  // namespace exeat::mail
