// The layout of a ZIP archive that is never stored: every byte of it follows from a list of entries, so its length is
// known at once, any range of it can be served, and a broken download resumes. STORE, ZIP64 where needed, UTF-8 names,
// sizes and CRC-32 in front of the data. Called by the use case that serves tickets. Pure: refuses to know where the
// content of an entry comes from, and who may have it.
//
// **Withdrawn entries.** Offsets never move, so the ETag holds and a client resumes whatever happened in between. What
// can change is what stands in the place of an entry; the caller says so for each by its Standing:
// - `served`: name, CRC and content as laid out.
// - `placeholder`, for an entry that was withdrawn before its header was sent: header and directory carry another name
//   of the same number of bytes (see placeholder_path) and the CRC of the filler, the content is filler of the same
//   length: a sentence and zeros, or zeros alone where there is no room. The archive is whole, and says what is
//   missing.
// - `cut`, for an entry that was withdrawn after its header was sent: header and directory as they were, the content is
//   zeros. A client that held part of it fails on its CRC, in this entry alone; one that had all of it keeps it.
// A standing is asked for whenever bytes of its entry are made, header and directory too, and may change between two
// calls of Cursor::next(). What must not happen is that a placeholder becomes served again, so the caller keeps it with
// the delivery. If a caller wrongly takes one for the other, that entry alone fails.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"

namespace exeat::zip {

struct Entry {
    std::string path;  // as wished; made safe and unique (names.h)
    std::uint64_t size = 0;
    std::uint32_t crc32 = 0;
    Instant time;  // 1980 to 2107, else the nearest of these
};

enum class Standing : std::uint8_t { served, placeholder, cut };
/// How the entry of that number stands now. Quick, and asked often.
using StandingOf = std::function<Standing(std::size_t entry)>;

/// Bytes that are the archive's own: headers and the directory, or the sentence of a placeholder.
struct Literal {
    std::string bytes;
};
/// Bytes of the content of an entry that is served.
struct Slice {
    std::size_t entry = 0;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
/// So many zero bytes.
struct Zeros {
    std::uint64_t length = 0;
};
using Segment = std::variant<Literal, Slice, Zeros>;
[[nodiscard]] std::uint64_t length_of(const Segment& segment);

/// Entries of one archive, at most.
inline constexpr std::size_t k_most_entries = 1'000'000;
/// Bytes of one archive, at most.
inline constexpr std::uint64_t k_most_bytes = 1ULL << 62U;

class Layout;

/// Walks over a range of the archive. The Layout outlives it. A Literal holds at most about 64 KiB.
class Cursor {
public:
    /// The number of the entry whose header or content comes next; nullopt where the directory begins, and at the end.
    /// Asked before next(), it tells whose standing matters now.
    [[nodiscard]] std::optional<std::size_t> upcoming_entry() const;
    /// True when the header of upcoming_entry(), from its first byte on, comes next.
    [[nodiscard]] bool at_header() const;
    /// The next bytes (never none), or nullopt at the end of the range.
    [[nodiscard]] std::optional<Segment> next();
    /// Where in the archive next() goes on.
    [[nodiscard]] std::uint64_t position() const { return position_; }

private:
    friend class Layout;
    Cursor(const Layout& layout, std::uint64_t first, std::uint64_t length, StandingOf standing_of);
    [[nodiscard]] Segment entry_segment();
    [[nodiscard]] Segment content_segment(std::uint64_t offset);
    [[nodiscard]] Segment directory_segment();

    const Layout* layout_;
    std::uint64_t position_;
    std::uint64_t end_;
    std::size_t entry_;  // the one that position_ lies in; count() from the directory on
    StandingOf standing_of_;
};

/// Some 60 bytes and the name an entry; headers are made when they are asked for. Copyable; const calls are
/// thread-safe.
class Layout {
public:
    /// Errors: too_large, "archive-too-large", beyond k_most_entries or k_most_bytes.
    [[nodiscard]] static Result<Layout> make(const std::vector<Entry>& entries);

    [[nodiscard]] std::uint64_t total_length() const { return total_length_; }
    [[nodiscard]] std::size_t count() const { return places_.size(); }
    /// The path under which an entry stands in the archive.
    [[nodiscard]] std::string_view path(std::size_t entry) const;
    /// Where in the archive the header of an entry begins.
    [[nodiscard]] std::uint64_t header_offset(std::size_t entry) const;

    /// A strong ETag, quotes included, of everything that the layout was made of and of `identity`: what tells contents
    /// apart that a size and a CRC-32 do not (the digests, or the id of the delivery that fixed them).
    [[nodiscard]] std::string etag(std::string_view identity) const;

    /// The bytes from `first` on, `length` of them (less where the archive ends before).
    [[nodiscard]] Cursor segments(std::uint64_t first, std::uint64_t length, StandingOf standing_of) const;
    /// The same with every entry served.
    [[nodiscard]] Cursor segments(std::uint64_t first, std::uint64_t length) const;

private:
    friend class Cursor;
    struct Place {
        std::uint64_t path_begin = 0;
        std::uint64_t header = 0;     // offset in the archive
        std::uint64_t directory = 0;  // offset of its record in the archive
        std::uint64_t size = 0;
        std::int64_t time_ms = 0;
        std::uint32_t crc32 = 0;
        std::uint16_t path_length = 0;
        bool keeps_path = false;  // also as a placeholder: the other path is somebody's
    };

    /// A placeholder must not take the path of another entry or of a folder: marks those that would.
    void keep_placeholders_apart();
    [[nodiscard]] std::size_t entry_at(std::uint64_t position) const;
    [[nodiscard]] std::uint64_t content_offset(std::size_t entry) const;
    [[nodiscard]] std::uint64_t entry_end(std::size_t entry) const;
    [[nodiscard]] std::string header(std::size_t entry, Standing standing) const;
    [[nodiscard]] std::string directory_record(std::size_t entry, Standing standing) const;
    [[nodiscard]] std::string end_records() const;

    std::string paths_;
    std::vector<Place> places_;
    std::uint64_t directory_offset_ = 0;
    std::uint64_t directory_end_ = 0;
    std::uint64_t total_length_ = 0;
};

}  // namespace exeat::zip
