#include "core/zip/layout.h"

#include <algorithm>

#include "core/vocabulary/checksum.h"
#include "core/zip/names.h"
#include "core/zip/records.h"

namespace exeat::zip {
namespace {

constexpr std::size_t k_literal_bytes = 64 * 1024;
constexpr std::string_view k_sentence =
    "This file was withdrawn while the archive was being sent. What follows are zeros in its place.\n";

std::uint32_t filler_crc(std::uint64_t size) {
    Crc32 crc;
    if (size >= k_sentence.size()) {
        crc.update(k_sentence);
        size -= k_sentence.size();
    }
    crc.update_zeros(size);
    return crc.value();
}

/// FNV-1a with 128 bits.
class Hash {
public:
    void add(std::string_view bytes) {
        constexpr unsigned __int128 prime = (static_cast<unsigned __int128>(1) << 88U) + 0x13b;
        for (const char c : bytes) value_ = (value_ ^ static_cast<unsigned char>(c)) * prime;
    }
    void add(std::uint64_t number) {
        std::string bytes;
        for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(number >> shift & 0xffU);
        add(bytes);
    }
    [[nodiscard]] std::string hex() const {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (unsigned shift = 128; shift > 0;) {
            shift -= 4;
            text += digits[static_cast<std::size_t>(value_ >> shift & 15U)];
        }
        return text;
    }

private:
    unsigned __int128 value_ = static_cast<unsigned __int128>(0x6c62272e07bb0142ULL) << 64U | 0x62b821756295c58dULL;
};

}  // namespace

std::uint64_t length_of(const Segment& segment) {
    if (const auto* literal = std::get_if<Literal>(&segment)) return literal->bytes.size();
    if (const auto* slice = std::get_if<Slice>(&segment)) return slice->length;
    return std::get<Zeros>(segment).length;
}

Result<Layout> Layout::make(const std::vector<Entry>& entries) {
    const auto too_large = [] {
        return fail(ErrorKind::too_large, "archive-too-large",
                    "This is too much for one archive. Choose fewer files and take the rest in another one.");
    };
    if (entries.size() > k_most_entries) return too_large();
    std::vector<std::string> wished;
    wished.reserve(entries.size());
    for (const auto& entry : entries) wished.push_back(entry.path);
    const auto paths = unique_paths(wished);

    Layout layout;
    layout.places_.resize(entries.size());
    std::uint64_t offset = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        auto& place = layout.places_[i];
        place.path_begin = layout.paths_.size();
        place.path_length = static_cast<std::uint16_t>(paths[i].size());
        layout.paths_ += paths[i];
        place.header = offset;
        place.size = entry.size;
        place.time_ms = entry.time.ms;
        place.crc32 = entry.crc32;
        if (entry.size > k_most_bytes) return too_large();
        offset = layout.entry_end(i);
        if (offset > k_most_bytes) return too_large();
    }
    layout.directory_offset_ = offset;
    for (auto& place : layout.places_) {
        place.directory = offset;
        const auto path = std::string_view(layout.paths_).substr(place.path_begin, place.path_length);
        offset += directory_header_length({path, place.size, place.crc32, Instant{place.time_ms}, place.header});
    }
    layout.directory_end_ = offset;
    layout.total_length_ = offset + layout.end_records().size();

    layout.keep_placeholders_apart();
    return layout;
}

void Layout::keep_placeholders_apart() {
    for (std::size_t i = 0; i < count(); ++i) {
        const auto whole = path(i);
        for (std::size_t end = whole.find('/');; end = whole.find('/', end + 1)) {
            const auto taken = whole.substr(0, end);
            const bool is_whole = end == std::string_view::npos;
            const auto number = placeholder_number(taken);
            if (number < count() && !(is_whole && number == i) &&
                folded(placeholder_path(path(number), number)) == folded(taken)) {
                places_[number].keeps_path = true;
            }
            if (is_whole) break;
        }
    }
}

std::string_view Layout::path(std::size_t entry) const {
    const auto& place = places_[entry];
    return std::string_view(paths_).substr(place.path_begin, place.path_length);
}

std::uint64_t Layout::header_offset(std::size_t entry) const {
    return places_[entry].header;
}

std::uint64_t Layout::content_offset(std::size_t entry) const {
    const auto& place = places_[entry];
    return place.header + local_header_length({path(entry), place.size, 0, Instant{place.time_ms}, 0});
}

std::uint64_t Layout::entry_end(std::size_t entry) const {
    return content_offset(entry) + places_[entry].size;
}

std::size_t Layout::entry_at(std::uint64_t position) const {
    if (position >= directory_offset_) return count();
    const auto after = std::upper_bound(places_.begin(), places_.end(), position,
                                        [](std::uint64_t at, const Place& place) { return at < place.header; });
    return static_cast<std::size_t>(after - places_.begin()) - 1;
}

std::string Layout::header(std::size_t entry, Standing standing) const {
    const auto& place = places_[entry];
    if (standing != Standing::placeholder) {
        return local_header({path(entry), place.size, place.crc32, Instant{place.time_ms}, place.header});
    }
    const auto other = place.keeps_path ? std::string(path(entry)) : placeholder_path(path(entry), entry);
    return local_header({other, place.size, filler_crc(place.size), Instant{place.time_ms}, place.header});
}

std::string Layout::directory_record(std::size_t entry, Standing standing) const {
    const auto& place = places_[entry];
    if (standing != Standing::placeholder) {
        return directory_header({path(entry), place.size, place.crc32, Instant{place.time_ms}, place.header});
    }
    const auto other = place.keeps_path ? std::string(path(entry)) : placeholder_path(path(entry), entry);
    return directory_header({other, place.size, filler_crc(place.size), Instant{place.time_ms}, place.header});
}

std::string Layout::end_records() const {
    return directory_end({count(), directory_offset_, directory_end_ - directory_offset_});
}

std::string Layout::etag(std::string_view identity) const {
    Hash hash;
    hash.add(identity.size());
    hash.add(identity);
    for (std::size_t i = 0; i < count(); ++i) {
        const auto& place = places_[i];
        hash.add(place.path_length);
        hash.add(path(i));
        hash.add(place.size);
        hash.add(place.crc32);
        hash.add(static_cast<std::uint64_t>(place.time_ms));
    }
    return "\"zip-" + hash.hex() + "\"";
}

Cursor Layout::segments(std::uint64_t first, std::uint64_t length, StandingOf standing_of) const {
    return {*this, first, length, std::move(standing_of)};
}

Cursor Layout::segments(std::uint64_t first, std::uint64_t length) const {
    return segments(first, length, [](std::size_t) { return Standing::served; });
}

Cursor::Cursor(const Layout& layout, std::uint64_t first, std::uint64_t length, StandingOf standing_of)
    : layout_(&layout),
      position_(std::min(first, layout.total_length_)),
      end_(position_ + std::min(length, layout.total_length_ - position_)),
      entry_(layout.entry_at(position_)),
      standing_of_(std::move(standing_of)) {}

std::optional<std::size_t> Cursor::upcoming_entry() const {
    if (position_ >= end_ || entry_ >= layout_->count()) return std::nullopt;
    return entry_;
}

bool Cursor::at_header() const {
    return upcoming_entry() && position_ == layout_->places_[entry_].header;
}

std::optional<Segment> Cursor::next() {
    if (position_ >= end_) return std::nullopt;
    auto segment = entry_ < layout_->count() ? entry_segment() : directory_segment();
    position_ += length_of(segment);
    while (entry_ < layout_->count() && position_ >= layout_->entry_end(entry_)) ++entry_;
    return segment;
}

Segment Cursor::entry_segment() {
    const auto content = layout_->content_offset(entry_);
    if (position_ >= content) return content_segment(position_ - content);
    const auto header = layout_->header(entry_, standing_of_(entry_));
    return Literal{header.substr(position_ - layout_->places_[entry_].header, end_ - position_)};
}

Segment Cursor::content_segment(std::uint64_t offset) {
    const auto size = layout_->places_[entry_].size;
    const auto length = std::min(size - offset, end_ - position_);
    switch (standing_of_(entry_)) {
        case Standing::served:
            return Slice{entry_, offset, length};
        case Standing::cut:
            break;
        case Standing::placeholder:
            if (size >= k_sentence.size() && offset < k_sentence.size()) {
                return Literal{std::string(k_sentence.substr(offset, length))};
            }
            break;
    }
    return Zeros{length};
}

Segment Cursor::directory_segment() {
    const auto wanted = std::min<std::uint64_t>(end_ - position_, k_literal_bytes);
    if (position_ >= layout_->directory_end_) {
        return Literal{layout_->end_records().substr(position_ - layout_->directory_end_, wanted)};
    }
    const auto& places = layout_->places_;
    const auto after =
        std::upper_bound(places.begin(), places.end(), position_,
                         [](std::uint64_t at, const Layout::Place& place) { return at < place.directory; });
    auto entry = static_cast<std::size_t>(after - places.begin()) - 1;
    const auto skipped = position_ - places[entry].directory;
    std::string bytes;
    for (; entry < places.size() && bytes.size() < skipped + wanted; ++entry) {
        bytes += layout_->directory_record(entry, standing_of_(entry));
    }
    return Literal{bytes.substr(skipped, wanted)};
}

}  // namespace exeat::zip
