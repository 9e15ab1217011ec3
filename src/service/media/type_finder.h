// The type of a file from its first bytes; its name only decides between types that look alike (a glTF is JSON, an SVG
// is text). Called when files come in. Refuses to open files: it is given bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::media {

/// Bytes from the beginning of a file that are looked at; more change nothing.
inline constexpr std::size_t k_head_bytes = 16 * 1024;

/// Thread-safe; keeps a few databases of signatures, one for each thread at a time.
class TypeFinder {
public:
    /// Errors: unavailable "no-signatures" when the database of libmagic is not installed.
    static Result<std::unique_ptr<TypeFinder>> open();
    ~TypeFinder();
    TypeFinder(const TypeFinder&) = delete;
    TypeFinder& operator=(const TypeFinder&) = delete;

    /// A media type like "image/jpeg", lower case, without parameters; "application/octet-stream" when nothing is known
    /// of these bytes, also for an empty file. What a browser might run when it is opened directly keeps its type: it
    /// is never served for opening.
    [[nodiscard]] std::string type_of(std::span<const std::byte> head, std::string_view name);

private:
    struct Cookie;
    TypeFinder() = default;
    [[nodiscard]] std::unique_ptr<Cookie> take();
    void give_back(std::unique_ptr<Cookie> cookie);

    std::mutex mutex_;
    std::vector<std::unique_ptr<Cookie>> idle_;
};

}  // namespace exeat::media
