#include "core/zip/records.h"

#include <algorithm>
#include <chrono>
#include <concepts>

namespace exeat::zip {
namespace {

constexpr std::uint32_t k_escape32 = 0xffffffff;  // "the real value stands in the ZIP64 field"
constexpr std::uint16_t k_escape16 = 0xffff;
constexpr std::uint16_t k_version = 20;        // folders in paths
constexpr std::uint16_t k_version_zip64 = 45;  // large sizes and offsets
constexpr std::uint16_t k_made_by_unix = 3U << 8U;
constexpr std::uint32_t k_plain_file = 0100644U << 16U;  // Unix mode, in the upper half of the attributes
constexpr std::uint16_t k_utf8_path = 1U << 11U;
constexpr std::uint16_t k_zip64_tag = 0x0001;
constexpr std::uint16_t k_time_tag = 0x5455;

class Bytes {
public:
    template <std::unsigned_integral T>
    Bytes& add(T value) {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            text_ += static_cast<char>(value & 0xffU);
            value = static_cast<T>(value >> 4U >> 4U);
        }
        return *this;
    }
    Bytes& add(std::string_view text) {
        text_ += text;
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(text_); }
    [[nodiscard]] std::uint16_t size() const { return static_cast<std::uint16_t>(text_.size()); }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

bool is_large(std::uint64_t value) {
    return value >= k_escape32;
}

std::uint32_t low32(std::uint64_t value) {
    return is_large(value) ? k_escape32 : static_cast<std::uint32_t>(value);
}

std::uint16_t low16(std::uint64_t value) {
    return value >= k_escape16 ? k_escape16 : static_cast<std::uint16_t>(value);
}

struct DosTime {
    std::uint16_t time = 0;
    std::uint16_t date = 0;
};

/// In UTC, to the two seconds below.
DosTime dos_time(Instant instant) {
    using namespace std::chrono;
    constexpr sys_seconds first{sys_days{year{1980} / January / 1}};
    constexpr sys_seconds last{sys_days{year{2108} / January / 1} - seconds{2}};
    const auto moment = std::clamp(floor<seconds>(sys_time<milliseconds>{milliseconds{instant.ms}}), first, last);
    const auto day = floor<days>(moment);
    const year_month_day date{day};
    const hh_mm_ss clock{moment - day};
    const auto years = static_cast<unsigned>(static_cast<int>(date.year()) - 1980);
    const auto part = [](auto amount) { return static_cast<unsigned>(amount.count()); };
    return {static_cast<std::uint16_t>(part(clock.hours()) << 11U | part(clock.minutes()) << 5U |
                                       part(clock.seconds()) / 2U),
            static_cast<std::uint16_t>(years << 9U | static_cast<unsigned>(date.month()) << 5U |
                                       static_cast<unsigned>(date.day()))};
}

/// Seconds since 1970 as the extended timestamp holds them: 32 bits with a sign.
bool has_timestamp(Instant instant) {
    return instant.ms >= 0 && instant.ms / 1000 <= INT32_MAX;
}

/// The extended timestamp gives the moment exactly; the DOS time leaves the zone open. The same in both headers.
void add_timestamp(Bytes& extra, Instant instant) {
    if (!has_timestamp(instant)) return;
    extra.add(k_time_tag).add(std::uint16_t{5}).add(std::uint8_t{1});
    extra.add(static_cast<std::uint32_t>(instant.ms / 1000));
}

std::string local_extra(const Record& record) {
    Bytes extra;
    if (is_large(record.size)) extra.add(k_zip64_tag).add(std::uint16_t{16}).add(record.size).add(record.size);
    add_timestamp(extra, record.time);
    return extra.take();
}

std::string directory_extra(const Record& record) {
    Bytes large;
    if (is_large(record.size)) large.add(record.size).add(record.size);
    if (is_large(record.header_offset)) large.add(record.header_offset);
    Bytes extra;
    if (large.size() > 0) extra.add(k_zip64_tag).add(large.size()).add(large.text());
    add_timestamp(extra, record.time);
    return extra.take();
}

/// From "version needed" to the length of the extra field: the same in both headers.
void add_common(Bytes& bytes, const Record& record, std::size_t extra_length) {
    const bool zip64 = is_large(record.size) || is_large(record.header_offset);
    const auto [time, date] = dos_time(record.time);
    bytes.add(zip64 ? k_version_zip64 : k_version)
        .add(k_utf8_path)
        .add(std::uint16_t{0})  // stored
        .add(time)
        .add(date)
        .add(record.crc32)
        .add(low32(record.size))
        .add(low32(record.size))
        .add(static_cast<std::uint16_t>(record.path.size()))
        .add(static_cast<std::uint16_t>(extra_length));
}

constexpr std::uint64_t k_timestamp_length = 9;

}  // namespace

std::string local_header(const Record& record) {
    auto here = record;
    here.header_offset = 0;  // the header does not say where it stands
    const auto extra = local_extra(here);
    Bytes bytes;
    bytes.add(std::uint32_t{0x04034b50});
    add_common(bytes, here, extra.size());
    return bytes.add(here.path).add(extra).take();
}

std::uint64_t local_header_length(const Record& record) {
    return 30 + record.path.size() + (is_large(record.size) ? 20U : 0U) +
           (has_timestamp(record.time) ? k_timestamp_length : 0U);
}

std::string directory_header(const Record& record) {
    const auto extra = directory_extra(record);
    Bytes bytes;
    bytes.add(std::uint32_t{0x02014b50}).add(static_cast<std::uint16_t>(k_made_by_unix | k_version_zip64));
    add_common(bytes, record, extra.size());
    bytes
        .add(std::uint16_t{0})  // no comment
        .add(std::uint16_t{0})  // first disk
        .add(std::uint16_t{0})  // not known to be text
        .add(k_plain_file)
        .add(low32(record.header_offset));
    return bytes.add(record.path).add(extra).take();
}

std::uint64_t directory_header_length(const Record& record) {
    const auto large = (is_large(record.size) ? 16U : 0U) + (is_large(record.header_offset) ? 8U : 0U);
    return 46 + record.path.size() + (large > 0 ? 4U + large : 0U) +
           (has_timestamp(record.time) ? k_timestamp_length : 0U);
}

std::string directory_end(const Directory& directory) {
    Bytes bytes;
    if (directory.entries >= k_escape16 || is_large(directory.offset) || is_large(directory.length)) {
        constexpr std::uint64_t rest_of_record = 44;
        bytes.add(std::uint32_t{0x06064b50})
            .add(rest_of_record)
            .add(static_cast<std::uint16_t>(k_made_by_unix | k_version_zip64))
            .add(k_version_zip64)
            .add(std::uint32_t{0})  // this disk
            .add(std::uint32_t{0})  // disk of the directory
            .add(directory.entries)
            .add(directory.entries)
            .add(directory.length)
            .add(directory.offset);
        bytes.add(std::uint32_t{0x07064b50})
            .add(std::uint32_t{0})
            .add(directory.offset + directory.length)
            .add(std::uint32_t{1});  // disks
    }
    bytes.add(std::uint32_t{0x06054b50})
        .add(std::uint16_t{0})
        .add(std::uint16_t{0})
        .add(low16(directory.entries))
        .add(low16(directory.entries))
        .add(low32(directory.length))
        .add(low32(directory.offset))
        .add(std::uint16_t{0});  // no comment
    return bytes.take();
}

}  // namespace exeat::zip
